/**
 * Order and paging. A page starts after the sort keys of the last row of the page before, never at an offset,
 * so that deep pages cost what the first one does and rows that come or go move nothing.
 *
 * Ascending puts empty values last, descending first: the order of a Postgres index read forwards or backwards.
 * Ties are broken by id, in the direction of the last key, so that one index serves the whole order.
 */

import type { StorageKind } from '../storage.ts';
import type { Statement } from '../statement.ts';

export interface SortColumn {
  readonly sql: string;
  readonly kind: StorageKind;
  readonly desc: boolean;
  readonly nullable: boolean;
  /** An index begins with it, so that reading in its order costs no sort. */
  readonly indexed: boolean;
}

export const orderBy = (keys: readonly SortColumn[]): string => keys.map(({ sql, desc }) => `${sql}${desc ? ' DESC' : ''}`).join(', ');

/**
 * Conditions on the rows after the one with these key values, the id last, as `last` of a page gave them: usually
 * one. Two mean that the rows of the second all come after those of the first: an index can jump to a value or to
 * the empty ones, but not to both at once.
 */
export function afterConditions(statement: Statement, keys: readonly SortColumn[], values: readonly unknown[]): readonly string[] {
  if (keys.length !== values.length) throw new Error(`a cursor of ${values.length} values for ${keys.length} sort keys`);
  const [first, ...rest] = keys.map((key, index): Bound => {
    const value = values[index] ?? null;
    return { ...key, value: value === null ? null : statement.bind(value, key.kind) };
  });
  if (first === undefined) throw new Error('a page is sorted by nothing');
  const emptyFollow = first.nullable && !first.desc && first.value !== null;
  if (emptyFollow && first.indexed) return [afterBounds([{ ...first, nullable: false }, ...rest]), `${first.sql} IS NULL`];
  return [afterBounds([first, ...rest])];
}

function afterBounds(bounds: readonly [Bound, ...Bound[]]): string {
  const [first] = bounds;
  const sameDirection = bounds.every(({ desc }) => desc === first.desc);
  const plain = bounds.every(({ value, desc, nullable }) => value !== null && (desc || !nullable));
  if (sameDirection && plain) return rowComparison(bounds);
  const reach = indexReach(first);
  return reach === null ? beyond(bounds, 0) : `${reach} AND ${beyond(bounds, 0)}`;
}

interface Bound extends SortColumn {
  /** Null stands for an empty value. */
  readonly value: string | null;
}

/** Compares left to right; an empty value in a row makes it NULL, which is right descending: those rows came first. */
function rowComparison(bounds: readonly Bound[]): string {
  const [columns, values] = [bounds.map(({ sql }) => sql), bounds.map(({ value }) => value)];
  return `(${columns.join(', ')}) ${bounds[0]?.desc ? '<' : '>'} (${values.join(', ')})`;
}

/** Later by the key at `index`, or the same there and later by the keys after it. */
function beyond(bounds: readonly Bound[], index: number): string {
  const bound = bounds[index];
  if (bound === undefined) return 'FALSE';
  const later = laterThan(bound);
  if (index === bounds.length - 1) return later;
  const same = bound.value === null ? `${bound.sql} IS NULL` : `${bound.sql} = ${bound.value}`;
  const tied = `(${same} AND ${beyond(bounds, index + 1)})`;
  return later === 'FALSE' ? tied : `(${later} OR ${tied})`;
}

function laterThan({ sql, desc, nullable, value }: Bound): string {
  if (value === null) return desc ? `${sql} IS NOT NULL` : 'FALSE';
  if (desc) return `${sql} < ${value}`;
  return nullable ? `(${sql} > ${value} OR ${sql} IS NULL)` : `${sql} > ${value}`;
}

/** Says again, in a form an index understands, where the first key is. Null where no such form exists. */
function indexReach({ sql, desc, nullable, value }: Bound): string | null {
  if (value === null || (nullable && !desc)) return null;
  return `${sql} ${desc ? '<=' : '>='} ${value}`;
}
