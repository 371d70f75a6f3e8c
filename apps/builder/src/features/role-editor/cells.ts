/** On which rows an action is allowed, and what two such sets of rows have together. Pure. */

import type { Filter } from '@tessera/contract';

export type Cell = 'none' | 'all' | { readonly where: Filter };

/** One text for one meaning: documents come back from the server with their keys in another order. */
export function spellingOf(value: unknown): string {
  if (!isObject(value)) return spell(value);
  const kept = spellings.get(value) ?? spell(value);
  spellings.set(value, kept);
  return kept;
}

/** Documents are never changed in place. */
const spellings = new WeakMap<object, string>();

const spell = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part)) ?? '';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

export const sameFilter = (first: Filter | undefined, second: Filter | undefined): boolean => spellingOf(first) === spellingOf(second);

export const sameCell = (first: Cell, second: Cell): boolean => spellingOf(first) === spellingOf(second);

export function eitherCell(first: Cell, second: Cell): Cell {
  if (first === 'none' || sameCell(first, second)) return second;
  if (second === 'none') return first;
  return first === 'all' || second === 'all' ? 'all' : { where: { or: [first.where, second.where] } };
}

/** The rows of a cell that meet a condition as well. */
export function reachWithin(cell: Cell, where: Filter | undefined): Cell {
  if (cell === 'none' || where === undefined) return cell;
  return cell === 'all' || sameFilter(cell.where, where) ? { where } : { where: { and: [cell.where, where] } };
}
