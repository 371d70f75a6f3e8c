/** What a change leaves behind: one history entry for the record, one for each row of its subforms. */

import type { Db } from '../../platform/database.ts';
import { newId } from '../../platform/new-id.ts';
import type { Writer } from './writer.ts';

export type HistoryAction = 'create' | 'update' | 'delete';

export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface HistoryLine {
  readonly action: HistoryAction;
  readonly changes: readonly FieldChange[];
  /** The row of a subform, when the change is about one. */
  readonly row?: { readonly subform: string; readonly entity: string; readonly id: string };
}

/** Stored values by field key, as `lockRecord` gives them. */
export type StoredValues = Readonly<Record<string, unknown>>;

const NOT_TOLD = new Set(['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'parent', 'position']);

/** Fields whose stored value is another one; system columns say nothing. `{}` stands for a record that is not there. */
export function diffStored(before: StoredValues, after: StoredValues): FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !NOT_TOLD.has(field));
  return fields
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

/** The same for a row of a subform, which has no owner of its own to tell of. */
export const diffRow = (before: StoredValues, after: StoredValues): FieldChange[] => diffStored(before, after).filter(({ field }) => field !== 'owner');

/** A row that was only moved among its siblings has no change to tell. */
export async function saveHistory(
  db: Db,
  writer: Writer,
  record: { readonly entity: string; readonly id: string; readonly version: number; readonly at: string },
  lines: readonly HistoryLine[],
): Promise<void> {
  const told = lines.filter(({ action, changes }) => action !== 'update' || changes.length > 0);
  if (told.length === 0) return;
  const rows = told.map(({ action, changes, row }) => ({
    id: newId(),
    action,
    changes,
    subform: row?.subform ?? null,
    row_entity: row?.entity ?? null,
    row_id: row?.id ?? null,
  }));
  await db.query(
    `INSERT INTO _history (id, entity, record_id, version, at, actor, action, via_kind, via_ref, subform, row_entity, row_id, changes)
     SELECT r.id, $1, $2, $3, $4, $5, r.action, $6, $7, r.subform, r.row_entity, r.row_id, r.changes
     FROM jsonb_to_recordset($8::jsonb) AS r(id uuid, action text, subform text, row_entity text, row_id uuid, changes jsonb)`,
    [record.entity, record.id, record.version, record.at, writer.member, writer.via.kind, writer.via.ref ?? null, JSON.stringify(rows)],
  );
}
