/** A telephone number as written: digits, the usual separators, an extension. */

import type { FieldType } from '../../field-type.ts';
import { isPhone } from '../../values/address.ts';
import { baseType, formatPlain, parseWhere } from '../base.ts';
import { EQUALITY, WORDS } from '../operators.ts';

export const phone: FieldType = {
  ...baseType,
  key: 'phone',
  label: { 'zh-CN': '电话', en: 'Phone' },
  valueKind: 'text',
  widget: 'phone',
  mayBeUnique: true,
  searchable: true,
  mayBeEncrypted: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'phone', maxLength: 40 }),
  parseText: parseWhere(isPhone, 'FIELD_NOT_PHONE'),
  formatText: formatPlain,
};
