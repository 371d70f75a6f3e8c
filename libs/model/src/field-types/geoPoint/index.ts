/** A place on earth: degrees of WGS 84 as decimal texts, at most seven digits after the point (a centimetre). */

import { ok, type GeoPointValue } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { canonicalDecimal, compareDecimals, isDecimal, parseDecimalText, scaleOf } from '../../values/decimal.ts';
import { toHalfWidth } from '../../values/plain-text.ts';
import { MAX_SHORT_CELL, baseType, cellText, objectSchema, refuseText } from '../base.ts';
import { EMPTINESS } from '../operators.ts';

const SCALE = 7;
const degrees = (limit: string) => ({ type: 'string', format: 'decimal', decimalScale: SCALE, decimalMinimum: `-${limit}`, decimalMaximum: limit });
const LIMITS = { lat: '90', lng: '180' } as const;

export const geoPoint: FieldType = {
  ...baseType,
  key: 'geoPoint',
  label: { 'zh-CN': '定位', en: 'Geo point' },
  valueKind: 'json',
  widget: 'geoPoint',
  sortable: false,
  formulaType: null,
  operators: EMPTINESS,
  column: () => 'jsonb',
  valueSchema: () => objectSchema({ lat: degrees(LIMITS.lat), lng: degrees(LIMITS.lng) }, ['lat', 'lng']),
  canonical: canonicalPoint,
  parseText: (text, field) => {
    const cell = cellText(toHalfWidth(text));
    if (cell === null) return ok(null);
    const point = cell.length > MAX_SHORT_CELL ? null : pointIn(cell);
    return point ? ok(point) : refuseText('FIELD_NOT_GEO_POINT', field);
  },
  formatText: (value) => (isPoint(value) ? `${value.lat},${value.lng}` : ''),
};

const isPoint = (value: unknown): value is GeoPointValue =>
  typeof value === 'object' && value !== null && typeof (value as GeoPointValue).lat === 'string' && typeof (value as GeoPointValue).lng === 'string';

function canonicalPoint(value: unknown): unknown {
  if (!isPoint(value)) return value === '' ? null : value;
  const { lat, lng, ...others } = value as GeoPointValue & Readonly<Record<string, unknown>>;
  return { lat: isDecimal(lat) ? canonicalDecimal(lat) : lat, lng: isDecimal(lng) ? canonicalDecimal(lng) : lng, ...others };
}

/** Latitude first, as maps write it ("31.23,121.47"); in any order when each says which it is ("E121.47 N31.23", "东经121.47 北纬31.23"). */
function pointIn(text: string): GeoPointValue | null {
  const parts = text.replace(/^\((.*)\)$/, '$1').split(/\s*[,;、]\s*|\s+(?=[-+\dNSEW东西南北经纬])/iu).filter((part) => part !== '');
  const [first, second, ...more] = parts.map(degreeIn);
  if (!first || !second || more.length > 0 || (first.axis === null) !== (second.axis === null)) return null;
  const [lat, lng] = first.axis === 'lng' ? [second, first] : [first, second];
  if ((lat.axis ?? 'lat') !== 'lat' || (lng.axis ?? 'lng') !== 'lng') return null;
  const fits = (value: string, limit: string): boolean => scaleOf(value) <= SCALE && compareDecimals(value, limit) <= 0 && compareDecimals(value, `-${limit}`) >= 0;
  return fits(lat.value, LIMITS.lat) && fits(lng.value, LIMITS.lng) ? { lat: lat.value, lng: lng.value } : null;
}

const SIDES: readonly (readonly [RegExp, 'lat' | 'lng', '' | '-'])[] = [
  [/^(?:N|北纬)|N$/i, 'lat', ''],
  [/^(?:S|南纬)|S$/i, 'lat', '-'],
  [/^(?:E|东经)|E$/i, 'lng', ''],
  [/^(?:W|西经)|W$/i, 'lng', '-'],
];

function degreeIn(text: string): { readonly axis: 'lat' | 'lng' | null; readonly value: string } | null {
  const side = SIDES.find(([mark]) => mark.test(text));
  const digits = (side ? text.replace(side[0], '') : text).replace(/°$/, '').trim();
  if (!(side ? /^\d{1,3}(?:\.\d+)?$/ : /^[+-]?\d{1,3}(?:\.\d+)?$/).test(digits)) return null;
  const value = parseDecimalText(`${side?.[2] ?? ''}${digits}`);
  return value === null ? null : { axis: side?.[1] ?? null, value };
}
