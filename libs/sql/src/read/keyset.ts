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
}

export const orderBy = (keys: readonly SortColumn[]): string => keys.map(({ sql, desc }) => `${sql}${desc ? ' DESC' : ''}`).join(', ');

/** Condition on the rows after the one with these key values, the id last, as `last` of a page gave them. */
export function afterCondition(statement: Statement, keys: readonly SortColumn[], values: readonly unknown[]): string {
  if (keys.length !== values.length) throw new Error(`a cursor of ${values.length} values for ${keys.length} sort keys`);
  const bounds = keys.map((key, index) => {
    const value = values[index] ?? null;
    return { ...key, value: value === null ? null : statement.bind(value, key.kind) };
  });
  const sameDirection = bounds.every(({ desc }) => desc === bounds[0]?.desc);
  const plain = bounds.every(({ value, desc, nullable }) => value !== null && (desc || !nullable));
  if (sameDirection && plain) return rowComparison(bounds);
  const condition = beyond(bounds, 0);
  const reach = indexReach(bounds[0]);
  return reach === null ? condition : `${reach} AND ${condition}`;
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
function indexReach(bound: Bound | undefined): string | null {
  if (bound === undefined || (bound.nullable && !bound.desc && bound.value !== null)) return null;
  if (bound.value === null) return null;
  return `${bound.sql} ${bound.desc ? '<=' : '>='} ${bound.value}`;
}
