/** Equality of the language: blank equals blank. */

import { Decimal } from 'decimal.js';
import type { Value } from './value.ts';

/** Null-safe; numbers by value, so 1.50 equals 1.5. */
export function sameValue(a: Value, b: Value): boolean {
  if (a instanceof Decimal && b instanceof Decimal) return a.eq(b);
  return a === b;
}
