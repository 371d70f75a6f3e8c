/** What the second of two people learns who save the same record: which fields have changed since, and to what. */

import type { AppError, Ref, VersionConflict } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import { recordQuery } from '@tessera/sql/read';
import type { Db } from '../../platform/database.ts';
import { RecordVersionConflict } from '../record-errors.ts';
import { selectedFields } from './writable-fields.ts';
import { readContextOf, type Writer } from './writer.ts';

interface Conflict {
  readonly id: string;
  /** Version the change was based on. */
  readonly based: number;
  readonly wanted: Readonly<Record<string, unknown>>;
}

/** The error to throw; its details hold only what the writer may read. */
export async function versionConflict(db: Db, writer: Writer, entity: EntityModel, { id, based, wanted }: Conflict): Promise<AppError> {
  const changed = await db.query<{ field: string; row_entity: string | null; subform: string | null }>(
    `SELECT DISTINCT c->>'field' AS field, subform, row_entity FROM _history CROSS JOIN LATERAL jsonb_array_elements(changes) AS c
     WHERE entity = $1 AND record_id = $2 AND version > $3`,
    [entity.key, id, based],
  );
  const readable = selectedFields(writer.access, writer.design, 'read', entity.key);
  const since = new Set(changed.map(({ field, subform }) => subform ?? field));
  const fields = [...since].filter((field) => readable.includes(field) || readable.some((one) => one.startsWith(`${field}.`)));
  const current = recordQuery(readContextOf(writer), { entity: entity.key, id, fields: [...fields, 'updated_at', 'updated_by'] });
  const [row] = current.ok ? await db.query<{ record: string }>(current.value) : [];
  const record = row ? (JSON.parse(row.record) as { version: number; values: Record<string, unknown> }) : { version: based, values: {} };
  const details: VersionConflict = {
    version: record.version,
    changedBy: (record.values['updated_by'] ?? null) as Ref | null,
    changedAt: String(record.values['updated_at'] ?? ''),
    fields: fields.map((field) => ({ field, current: record.values[field] ?? null, ...(field in wanted ? { yours: wanted[field] } : {}) })),
  };
  return RecordVersionConflict({}, { details });
}
