/** A telephone number as written: digits, the usual separators, an extension. */

import type { FieldType } from '../../field-type.ts';
import { isPhone } from '../../values/address.ts';
import { baseType, formatPlain, parseWhere } from '../base.ts';

export const phone: FieldType = {
  ...baseType,
  key: 'phone',
  label: { 'zh-CN': '电话', en: 'Phone' },
  valueKind: 'text',
  widget: 'phone',
  mayBeUnique: true,
  searchable: true,
  formulaType: 'text',
  operators: ['eq', 'ne', 'contains', 'startsWith', 'in', 'notIn', 'isEmpty', 'isNotEmpty'],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'phone', maxLength: 40 }),
  parseText: parseWhere(isPhone, 'FIELD_NOT_PHONE'),
  formatText: formatPlain,
};
