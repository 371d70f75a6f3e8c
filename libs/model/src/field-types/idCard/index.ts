/** A Chinese resident identity number with a valid birth date and check character. */

import { ok } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { canonicalIdCard, isIdCard } from '../../values/id-card.ts';
import { toHalfWidth } from '../../values/plain-text.ts';
import { baseType, cellText, formatPlain, refuseText } from '../base.ts';
import { EQUALITY, WORDS } from '../operators.ts';

export const idCard: FieldType = {
  ...baseType,
  key: 'idCard',
  label: { 'zh-CN': '身份证号', en: 'Identity card' },
  valueKind: 'text',
  widget: 'idCard',
  mayBeUnique: true,
  mayBeEncrypted: true,
  searchable: true,
  formulaType: 'text',
  operators: [...EQUALITY, ...WORDS],
  column: () => 'text',
  valueSchema: () => ({ type: 'string', format: 'id-card', maxLength: 18 }),
  canonical: (value) => (typeof value === 'string' ? canonicalIdCard(value) || null : value),
  parseText: (text, field) => {
    const cell = cellText(toHalfWidth(text));
    if (cell === null) return ok(null);
    const number = canonicalIdCard(cell);
    return isIdCard(number) ? ok(number) : refuseText('FIELD_NOT_ID_CARD', field);
  },
  formatText: formatPlain,
};
