/** A postal address: a region (optional), the rest in words, a post code (optional). */

import { ok, type AddressValue } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { isStorableText, toHalfWidth } from '../../values/plain-text.ts';
import { regionText, regions } from '../../values/regions.ts';
import { baseType, cellText, objectSchema, refuseText } from '../base.ts';
import { EMPTINESS } from '../operators.ts';

const MAX_DETAIL = 500;
/** With region and post code; no pattern runs over more. */
const MAX_CELL = 1200;

export const address: FieldType = {
  ...baseType,
  key: 'address',
  label: { 'zh-CN': '地址', en: 'Address' },
  valueKind: 'json',
  widget: 'address',
  sortable: false,
  formulaType: null,
  operators: ['contains', 'notContains', ...EMPTINESS],
  wordsAt: ['detail', 'postalCode'],
  column: () => 'jsonb',
  valueSchema: () =>
    objectSchema(
      {
        region: { type: 'string', format: 'region' },
        detail: { type: 'string', format: 'text', maxLength: MAX_DETAIL, notBlank: true },
        postalCode: { type: 'string', format: 'text', minLength: 1, maxLength: 20 },
      },
      ['detail'],
    ),
  canonical: canonicalAddress,
  /** "上海市浦东新区世纪大道100号 200120": the region where the text begins with one, six digits at the end as post code. */
  parseText: (text, field) => {
    const cell = cellText(text);
    if (cell === null) return ok(null);
    if (!isStorableText(cell)) return refuseText('FIELD_NOT_TEXT', field);
    if (cell.length > MAX_CELL) return refuseText('FIELD_TOO_LONG', field, { limit: MAX_DETAIL });
    // Half-width letters are as many as full-width ones, so places in the one text are places in the other.
    const postal = /^(.*[^\s,])[\s,]+(?:邮编:?\s*)?(\d{6})$/su.exec(toHalfWidth(cell));
    const body = cell.slice(0, postal?.[1]?.length);
    const found = regions()?.read(body) ?? null;
    const detail = (found?.rest ?? '').trim() === '' ? body : (found?.rest.trim() ?? body);
    if ([...detail].length > MAX_DETAIL) return refuseText('FIELD_TOO_LONG', field, { limit: MAX_DETAIL });
    return ok({ ...(found && detail !== body ? { region: found.code } : {}), detail, ...(postal?.[2] ? { postalCode: postal[2] } : {}) });
  },
  formatText: (value) => {
    if (!isAddress(value)) return '';
    return [value.region === undefined ? '' : regionText(value.region), value.detail, value.postalCode ?? ''].filter((part) => part !== '').join(' ');
  },
};

const isAddress = (value: unknown): value is AddressValue => typeof value === 'object' && value !== null && typeof (value as { detail?: unknown }).detail === 'string';

/** Parts trimmed and in one order; an address without words is none. */
function canonicalAddress(value: unknown): unknown {
  if (value === '') return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { region, detail, postalCode, ...others } = value as Readonly<Record<string, unknown>>;
  const parts = Object.entries({ region, detail, postalCode }).map(([key, part]) => [key, typeof part === 'string' ? part.trim() : part] as const);
  const given = parts.filter(([, part]) => part !== undefined && part !== null && part !== '');
  return given.length === 0 && Object.keys(others).length === 0 ? null : { ...Object.fromEntries(given), ...others };
}
