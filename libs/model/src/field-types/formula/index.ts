/** A value computed from other fields of the record. The expression is checked when the design is compiled. */

import type { FieldType } from '../../field-type.ts';
import { objectSchema } from '../base.ts';
import { computedType, resultOptions } from '../computed.ts';

export const formula: FieldType = {
  ...computedType,
  key: 'formula',
  label: { 'zh-CN': '公式', en: 'Formula' },
  optionsSchema: objectSchema({ expression: { type: 'string', minLength: 1, maxLength: 10_000 }, ...resultOptions }, ['expression']),
  widget: 'formula',
  computes: 'formula',
};
