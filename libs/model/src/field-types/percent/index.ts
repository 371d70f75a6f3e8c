/**
 * A share, kept as a fraction: 15 % is "0.15". `scale` counts digits of the percentage as people see it
 * (default 2, so "12.34 %" is the finest); `min` and `max` are fractions like the value.
 */

import type { NumberOptions } from '@tessera/contract';
import type { FieldType } from '../../field-type.ts';
import { isDecimal, parseDecimalText, shiftPoint } from '../../values/decimal.ts';
import { objectSchema, optionsOf } from '../base.ts';
import { decimalOptions, decimalType, parseDecimalCell, type ScaleOf } from '../decimal-type.ts';

const DEFAULT_SCALE = 2;
const visibleScale = ({ scale = DEFAULT_SCALE }: NumberOptions): number => scale;
/** Of the fraction; the wire form has 10 digits at most. */
const wireScale: ScaleOf = (options) => visibleScale(options) + 2;
const common = decimalType(wireScale, () => 16);
/** The fraction is kept without trailing zeros: "0.15", not "0.1500". */
const unpadded: ScaleOf = () => undefined;

export const percent: FieldType = {
  ...common,
  key: 'percent',
  label: { 'zh-CN': '百分比', en: 'Percent' },
  optionsSchema: objectSchema({ ...decimalOptions, scale: { type: 'integer', minimum: 0, maximum: 8 } }),
  widget: 'percent',
  widgetOptions: (field) => ({ scale: visibleScale(optionsOf<NumberOptions>(field)) }),
  decimals: (field) => ({ ...common.decimals(field), padded: false }),
  column: () => 'numeric',
  canonical: (value) => (typeof value === 'string' && isDecimal(value) ? shiftPoint(value, 0) : value === '' ? null : value),
  parseText: (text, field) => parseDecimalCell(text, field, common.valueSchema(field), unpadded, parsePercentText),
  formatText: (value) => (typeof value === 'string' && isDecimal(value) ? `${shiftPoint(value, 2)}%` : ''),
};

/** "15%" is 0.15; a number without the sign is taken as the fraction it is. */
export function parsePercentText(text: string): string | null {
  const match = /^(.*?)\s*[%％]$/s.exec(text);
  const value = parseDecimalText(match?.[1] ?? text);
  if (value === null || !match) return value;
  const fraction = shiftPoint(value, -2);
  return isDecimal(fraction) ? fraction : null;
}
