/** On which rows an action is allowed, and what two such sets of rows have together. Pure. */

import type { Filter } from '@tessera/contract';

export type Cell = 'none' | 'all' | { readonly where: Filter };

export const sameFilter = (first: Filter | undefined, second: Filter | undefined): boolean => JSON.stringify(first) === JSON.stringify(second);

export const sameCell = (first: Cell, second: Cell): boolean => JSON.stringify(first) === JSON.stringify(second);

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
