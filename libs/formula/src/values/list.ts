/** Lists while a formula is evaluated. */

import { Decimal } from 'decimal.js';
import { sameValue } from './same-value.ts';
import { compareTexts } from './text.ts';
import { isList, type Scalar, type Value } from './value.ts';

/** The arguments from `from` on, lists by their items. */
export const itemsOf = (args: readonly Value[], from = 0): Scalar[] => args.slice(from).flatMap((arg) => (isList(arg) ? [...arg] : [arg as Scalar]));

export const numbersOf = (args: readonly Value[], from = 0): Decimal[] => itemsOf(args, from).filter((item) => item instanceof Decimal);

/** Of two values of one type: by value, texts by code point, no before yes. */
export function compareScalars(a: NonNullable<Scalar>, b: NonNullable<Scalar>): number {
  if (typeof a === 'string') return compareTexts(a, b as string);
  if (typeof a === 'object') return a.comparedTo(b as Decimal);
  return Number(a) - Number(b);
}

/** Where it first is, from 0, or -1. Blank is found too. */
export const positionOf = (items: readonly Scalar[], wanted: Scalar): number => items.findIndex((item) => sameValue(item, wanted));

/** Each once, where it first stands. */
export function distinct(items: readonly Scalar[]): Scalar[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const identity = item instanceof Decimal ? item.toFixed() : item;
    return seen.size < seen.add(identity).size;
  });
}
