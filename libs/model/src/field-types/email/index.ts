/** An e-mail address. */

import type { FieldType } from '../../field-type.ts';
import { isEmail } from '../../values/address.ts';
import { baseType, formatPlain, parseWhere } from '../base.ts';

export const email: FieldType = {
  ...baseType,
  key: 'email',
  label: { 'zh-CN': '邮箱', en: 'E-mail' },
  valueKind: 'text',
  widget: 'email',
  mayBeUnique: true,
  searchable: true,
  formulaType: 'text',
  operators: ['eq', 'ne', 'contains', 'startsWith', 'in', 'notIn', 'isEmpty', 'isNotEmpty'],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  parseText: parseWhere(isEmail, 'FIELD_NOT_EMAIL'),
  formatText: formatPlain,
};
