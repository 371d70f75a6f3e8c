/**
 * What a change leaves behind: one line of the history for the record, one for each row of its subforms. What comes,
 * goes or comes back is told as an object of its values, a change as a list of fields; `toldChanges` reads both.
 */

import type { TrailAction, TrailLine } from '@tessera/sql/write';
import { newId } from '../../platform/new-id.ts';

export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Stored values by field key, as `lockRows` gives them. */
export type StoredValues = Readonly<Record<string, unknown>>;

const NOT_TOLD = new Set(['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'parent', 'position']);
/** Keys that start like this are aids for finding records. */
const isTold = (field: string): boolean => !NOT_TOLD.has(field) && !field.startsWith('_');

export interface RowPlace {
  readonly subform: string;
  readonly entity: string;
  readonly id: string;
}

const line = (record: string, action: TrailAction, changes: unknown, row: RowPlace | undefined): TrailLine => ({
  id: newId(),
  record,
  action,
  changes: JSON.stringify(changes),
  ...(row ? { subform: row.subform, rowEntity: row.entity, rowId: row.id } : {}),
});

/** Of something that comes, goes or comes back with these values. A row of a subform has no owner of its own to tell of. */
export function wholeLine(record: string, action: 'create' | 'delete' | 'restore', values: StoredValues, row?: RowPlace): TrailLine {
  const told: Record<string, unknown> = {};
  for (const field in values) if (values[field] !== null && values[field] !== undefined && isTold(field) && !(row && field === 'owner')) told[field] = values[field];
  return line(record, action, told, row);
}

/** Of a change; null when nothing that is told of has changed. */
export function changeLine(record: string, action: 'update' | 'merge', before: StoredValues, changed: StoredValues, row?: RowPlace): TrailLine | null {
  const changes: FieldChange[] = [];
  for (const field in changed) if (isTold(field) && !(row && field === 'owner')) changes.push({ field, from: before[field] ?? null, to: changed[field] ?? null });
  return changes.length === 0 && action === 'update' ? null : line(record, action, changes, row);
}

/** A row that was only moved among its siblings. */
export const movedLine = (record: string, row: RowPlace): TrailLine => line(record, 'update', [], row);

/** Those of the values that differ from what is there. */
export function changedValues(before: StoredValues, values: StoredValues): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const key in values) if (!sameValue(values[key], before[key])) changed[key] = values[key] ?? null;
  return changed;
}

/** Whatever the order of keys: JSON comes back from the database in another one. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one === null || one === undefined || other === null || other === undefined) return (one ?? null) === (other ?? null);
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && Array.isArray(one) === Array.isArray(other) && keys.every((key) => sameValue((one as StoredValues)[key], (other as StoredValues)[key]));
}

/** SQL of a set of `(field, from, to)` (jsonb) out of the columns `changes` and `action` of the history under the alias. */
export const toldChanges = (alias: string): string =>
  `(SELECT e ->> 'field' AS "field", e -> 'from' AS "from", e -> 'to' AS "to" FROM jsonb_array_elements(CASE jsonb_typeof(${alias}.changes) WHEN 'array' THEN ${alias}.changes ELSE '[]' END) e
   UNION ALL SELECT e.key, CASE ${alias}.action WHEN 'delete' THEN e.value ELSE 'null' END, CASE ${alias}.action WHEN 'delete' THEN 'null' ELSE e.value END
   FROM jsonb_each(CASE jsonb_typeof(${alias}.changes) WHEN 'object' THEN ${alias}.changes ELSE '{}' END) e)`;
