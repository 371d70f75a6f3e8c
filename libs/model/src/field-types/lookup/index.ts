/** The value a field has in the record that a relation points to. It behaves like that field, and is never written here. */

import type { FieldType } from '../../field-type.ts';
import { objectSchema } from '../base.ts';
import { computedType } from '../computed.ts';

export const lookup: FieldType = {
  ...computedType,
  key: 'lookup',
  label: { 'zh-CN': '查找引用', en: 'Lookup' },
  optionsSchema: objectSchema({ relation: { type: 'string', maxLength: 48 }, field: { type: 'string', maxLength: 48 } }, ['relation', 'field']),
  widget: 'lookup',
  computes: 'lookup',
};
