/** A value over the rows a record has elsewhere: how many, or the sum, average, smallest, largest or all values of a field. */

import type { FieldDocument, RollupOptions } from '@tessera/contract';
import type { FieldType, SettingProblem } from '../../field-type.ts';
import { objectSchema, optionsOf } from '../base.ts';
import { computedType, resultOptions } from '../computed.ts';

export const rollup: FieldType = {
  ...computedType,
  key: 'rollup',
  label: { 'zh-CN': '汇总', en: 'Rollup' },
  optionsSchema: objectSchema(
    {
      subform: { type: 'string', maxLength: 97 },
      aggregate: { type: 'string', enum: ['count', 'sum', 'avg', 'min', 'max', 'unique', 'concat'] },
      field: { type: 'string', maxLength: 48 },
      where: { type: 'object' },
      ...resultOptions,
    },
    ['subform', 'aggregate'],
  ),
  widget: 'rollup',
  computes: 'rollup',
  checkSettings,
};

function checkSettings(field: FieldDocument): SettingProblem[] {
  const { aggregate, field: over } = optionsOf<RollupOptions>(field);
  if (aggregate === 'count' || over !== undefined) return [];
  return [{ path: 'options.field', code: 'ROLLUP_FIELD_MISSING', message: { en: 'Say which field of the rows to aggregate.', 'zh-CN': '请指定要汇总的字段。' } }];
}
