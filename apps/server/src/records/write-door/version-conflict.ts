/** What the second of two people learns who save the same record: which fields have changed since, and to what. */

import type { AppError, RecordView, Ref, VersionConflict } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import { allowedQuery, type AllowedRow } from '@tessera/sql/read';
import type { Db } from '../../platform/database.ts';
import { readRecordIn } from '../read-record.ts';
import { RecordVersionConflict } from '../record-errors.ts';
import { toldChanges } from './history.ts';
import { openRowFields } from './writable-fields.ts';
import { readContextOf, type Writer } from './writer.ts';

interface Conflict {
  readonly id: string;
  /** Version the change was based on. */
  readonly based: number;
  readonly wanted: Readonly<Record<string, unknown>>;
}

/** The error to throw; its details hold only what the writer may read of this record. */
export async function versionConflict(db: Db, writer: Writer, entity: EntityModel, { id, based, wanted }: Conflict): Promise<AppError> {
  const changed = await db.query<{ field: string; subform: string | null }>(
    `SELECT DISTINCT c.field, h.subform FROM _history h CROSS JOIN LATERAL ${toldChanges('h')} AS c
     WHERE h.entity = $1 AND h.record_id = $2 AND h.version > $3`,
    [entity.key, id, based],
  );
  const readable = await readableHere(db, writer, entity, id);
  const fields = [...new Set(changed.filter(({ field, subform }) => readable.includes(subform === null ? field : `${subform}.${field}`)).map(({ field, subform }) => subform ?? field))];
  const record: Pick<RecordView, 'version' | 'values'> = (await readRecordIn(db, readContextOf(writer), { entity: entity.key, id, fields: [...fields, 'updated_at', 'updated_by'] })) ?? { version: based, values: {} };
  const details: VersionConflict = {
    version: record.version,
    changedBy: (record.values['updated_by'] ?? null) as Ref | null,
    changedAt: String(record.values['updated_at'] ?? ''),
    fields: fields.map((field) => ({ field, current: record.values[field] ?? null, ...(field in wanted ? { yours: wanted[field] } : {}) })),
  };
  return RecordVersionConflict({}, { details });
}

/** Fields of this record, `lines.quantity` for those of its rows. */
async function readableHere(db: Db, writer: Writer, entity: EntityModel, id: string): Promise<readonly string[]> {
  const { access, design } = writer;
  const own = [...entity.fields.keys()].filter((field) => access.canField('read', entity.key, field));
  const [answer] = await db.query<AllowedRow>(allowedQuery(readContextOf(writer), { action: 'read', entity: entity.key, id, fields: own }));
  const refused = answer?.refused ?? own;
  return own
    .filter((field) => !refused.includes(field))
    .flatMap((field) => {
      const child = entity.children.find((link) => link.field === field)?.entity;
      return child === undefined ? [field] : openRowFields('read', access, design, child).map((key) => `${field}.${key}`);
    });
}
