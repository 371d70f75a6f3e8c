/** Stars: a whole number from 1 to `max` (5 unless set). No star is no rating. */

import { ok, type FieldDocument, type RatingOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { isDecimal, compareDecimals, parseDecimalText } from '../../values/decimal.ts';
import { toHalfWidth } from '../../values/plain-text.ts';
import { cellText, objectSchema, optionsOf } from '../base.ts';
import { decimalType, parseDecimalCell } from '../decimal-type.ts';

const DEFAULT_MAX = 5;
const maxOf = (field: FieldDocument): number => optionsOf<RatingOptions>(field).max ?? DEFAULT_MAX;
const scale = (): number => 0;
const common = decimalType(scale, () => 2);
const CHINESE_DIGITS = '零一二三四五六七八九十';

export const rating: FieldType = {
  ...common,
  key: 'rating',
  label: { 'zh-CN': '评分', en: 'Rating' },
  optionsSchema: objectSchema({ max: { type: 'integer', minimum: 1, maximum: 10 } }),
  widget: 'rating',
  mayBeUnique: false,
  addsUpAs: 'number',
  column: () => 'numeric(2,0)',
  valueSchema: schema,
  checkSettings: () => [],
  widgetOptions: (field) => ({ max: maxOf(field) }),
  canonical: (value, field) => (typeof value === 'string' && isDecimal(value) && compareDecimals(value, '0') === 0 ? null : common.canonical(value, field)),
  parseText: (text, field) => {
    const cell = cellText(text);
    if (cell === null || /^[☆\s]+$/u.test(cell)) return ok(null);
    return parseDecimalCell(cell, field, schema(field), scale, (written) => starsIn(written, maxOf(field)));
  },
};

function schema(field: FieldDocument) {
  return { type: 'string', format: 'decimal', decimalScale: 0, decimalMinimum: '1', decimalMaximum: String(maxOf(field)) };
}

/** "★★★☆☆", "3", "3星", "三星", "3/5", "3 stars". */
function starsIn(text: string, max: number): string | null {
  const plain = toHalfWidth(text).trim();
  const drawn = /^([★⭐]\ufe0f?)+☆*$/u.test(plain) ? (plain.match(/[★⭐]/gu) ?? []).length : null;
  if (drawn !== null) return String(drawn);
  const spoken = /^(.+?)\s*(?:颗?星|分|stars?|points?)$/i.exec(plain)?.[1] ?? plain;
  const [share, whole, ...more] = spoken.split('/');
  if (more.length > 0 || (whole !== undefined && parseDecimalText(whole) !== String(max))) return null;
  const digit = CHINESE_DIGITS.indexOf(share?.trim() ?? '');
  return digit >= 0 && share?.trim().length === 1 ? String(digit) : parseDecimalText(share ?? '');
}
