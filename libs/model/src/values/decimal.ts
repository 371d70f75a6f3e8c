/**
 * Exact decimals as text: the wire form of number, money and percent, and how people write them. Nothing here
 * ever goes through a JavaScript number.
 */

import { Decimal } from 'decimal.js';
import { toHalfWidth } from './plain-text.ts';

/** Most digits before and after the point that a decimal may have on the wire. */
export const MAX_INTEGER_DIGITS = 28;
export const MAX_SCALE = 10;

/** Enough digits for any product of two wire decimals; the default of the library would round. */
const Exact = Decimal.clone({ precision: 80 });

const WIRE = new RegExp(`^-?\\d{1,${MAX_INTEGER_DIGITS}}(\\.\\d{1,${MAX_SCALE}})?$`);

export const isDecimal = (text: string): boolean => WIRE.test(text);

/** Negative, zero or positive, by value: "1.50" equals "1.5". Both must be decimals. */
export const compareDecimals = (a: string, b: string): number => new Decimal(a).comparedTo(new Decimal(b));

/** Digits after the point that carry value: 1 for "1.50". */
export function scaleOf(decimal: string): number {
  return (decimal.split('.')[1] ?? '').replace(/0+$/, '').length;
}

/** One spelling per value: exactly `scale` digits when a scale is given, else no trailing zeros; no leading zeros, no "-0". */
export function canonicalDecimal(decimal: string, scale?: number): string {
  const value = new Decimal(decimal);
  const text = scale === undefined ? value.toFixed() : value.toFixed(Math.max(scale, value.decimalPlaces()));
  return value.isZero() ? text.replace('-', '') : text;
}

/** Half away from zero, as people round. */
export const roundDecimal = (decimal: string, scale: number): string => canonicalDecimal(new Exact(decimal).toFixed(scale, Decimal.ROUND_HALF_UP));

/** Moves the point: `shiftPoint("15", -2)` is "0.15". */
export const shiftPoint = (decimal: string, places: number): string =>
  canonicalDecimal(new Exact(decimal).times(new Exact(10).pow(places)).toFixed());

const CURRENCY_MARKS = /^(?:CNY|RMB|USD|EUR|GBP|JPY|HKD|TWD|[¥$€£])|(?:CNY|RMB|USD|EUR|GBP|JPY|HKD|TWD|[¥$€£元])$/giu;

/**
 * A number as people write it: "1,234.50", "１２３４", "(12.5)", "¥ 1 234", "+3", "1.5e3" from spreadsheets.
 * A comma or space is only ever a thousands separator, in its place; "1,5" is refused instead of guessed at.
 */
export function parseDecimalText(text: string): string | null {
  let rest = toHalfWidth(text).replaceAll('￥', '¥').trim();
  const parenthesised = /^\((.+)\)$/.exec(rest);
  if (parenthesised?.[1] !== undefined) rest = `-${parenthesised[1]}`;
  const outer = /^[+-]?/.exec(rest)?.[0] ?? '';
  rest = rest.slice(outer.length).replace(CURRENCY_MARKS, '').trim();
  const inner = /^[+-]?/.exec(rest)?.[0] ?? '';
  if (outer !== '' && inner !== '') return null;
  rest = rest.slice(inner.length).trim();
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d{1,3}(?:\s\d{3})+(?:\.\d+)?$/.test(rest)) rest = rest.replace(/[,\s]/g, '');
  if (!/^(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,2})?$/i.test(rest)) return null;
  const value = new Decimal(`${outer === '-' || inner === '-' ? '-' : ''}${rest}`);
  const wire = canonicalDecimal(value.toFixed());
  return isDecimal(wire) ? wire : null;
}
