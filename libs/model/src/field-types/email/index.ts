/** An e-mail address. */

import type { FieldType } from '../../field-type.ts';
import { isEmail } from '../../values/address.ts';
import { baseType, formatPlain, parseWhere } from '../base.ts';
import { EQUALITY, WORDS } from '../operators.ts';

export const email: FieldType = {
  ...baseType,
  key: 'email',
  label: { 'zh-CN': '邮箱', en: 'E-mail' },
  valueKind: 'text',
  widget: 'email',
  mayBeUnique: true,
  searchable: true,
  mayBeEncrypted: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  parseText: parseWhere(isEmail, 'FIELD_NOT_EMAIL'),
  formatText: formatPlain,
};
