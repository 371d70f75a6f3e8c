/**
 * Exact decimals. Both back ends follow the same rules: + and − are exact; × and ÷ keep 20 digits after
 * the point, rounded half away from zero; a number of 10^28 or more is blank, as is division by zero.
 */

import { Decimal } from 'decimal.js';
import { INEXACT_SCALE, NUMBER_LIMIT, SCALE } from '../limits.ts';

/** Enough digits for the exact product of two intermediate results (52 digits each) and to spare. */
export const Exact = Decimal.clone({
  precision: 200,
  rounding: Decimal.ROUND_HALF_UP,
  modulo: Decimal.ROUND_DOWN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  defaults: true,
});

const LIMIT = new Exact(NUMBER_LIMIT);

/** Blank instead of a number too large to hold. */
export const bounded = (value: Decimal): Decimal | null => (value.isFinite() && value.abs().lt(LIMIT) ? value : null);

/** For logarithms and powers that no finite decimal is: fast, and more digits than are kept. */
export const Inexact = Exact.clone({ precision: 90 });

/**
 * What both back ends know only nearly, to 40 digits and more: first to 35, so that a result that happens to be exact
 * is met exactly by both, then to fewer than other results keep, so that the cube root of 8 is 2 although a third is not exact.
 */
export const inexact = (value: Decimal): Decimal | null =>
  value.isFinite() ? bounded(new Exact(value).toDecimalPlaces(35, Decimal.ROUND_HALF_UP).toDecimalPlaces(INEXACT_SCALE, Decimal.ROUND_HALF_UP)) : null;

/** To the digits that results keep, or blank. */
export const settled = (value: Decimal): Decimal | null => bounded(value.toDecimalPlaces(SCALE, Decimal.ROUND_HALF_UP));

/** Half away from zero at `digits` after the point; before it when negative. Exact. */
export function roundTo(value: Decimal, digits: number, mode: Decimal.Rounding): Decimal {
  if (digits >= 0) return value.toDecimalPlaces(digits, mode);
  const unit = new Exact(10).pow(-digits);
  return value.div(unit).toDecimalPlaces(0, mode).times(unit);
}

/** The one spelling of a number: no exponent, no trailing zeros, no "-0". */
export const canonicalNumber = (value: Decimal): string => value.toFixed();

export function parseNumber(text: string): Decimal | null {
  if (text.length > 100 || !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?$/.test(text)) return null;
  return new Exact(text);
}

/** The whole part, or blank outside ±limit. */
export function wholeWithin(value: Decimal | null, limit: number): number | null {
  if (value === null) return null;
  const whole = value.trunc();
  return whole.abs().lte(limit) ? whole.toNumber() + 0 : null;
}

/** For lengths and positions in a text: the whole part, at least `least`, which also stands for blank. */
export const wholeFrom = (value: Decimal | null, least: number, most: number): number =>
  value === null ? least : Math.min(Math.max(value.trunc().toNumber(), least), most);
