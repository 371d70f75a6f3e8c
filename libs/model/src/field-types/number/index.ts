/** An exact decimal. Without a scale it keeps the digits it was given. */

import type { FieldType } from '../../field-type.ts';
import { MAX_INTEGER_DIGITS } from '../../values/decimal.ts';
import { objectSchema } from '../base.ts';
import { decimalOptions, decimalType } from '../decimal-type.ts';

export const number: FieldType = {
  ...decimalType(({ scale }) => scale, () => MAX_INTEGER_DIGITS),
  key: 'number',
  label: { 'zh-CN': '数字', en: 'Number' },
  optionsSchema: objectSchema(decimalOptions),
  widget: 'number',
  mayBeEncrypted: true,
  column: () => 'numeric',
};
