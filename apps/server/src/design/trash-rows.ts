/** What was deleted from a design: the documents, and under which revision the tables keep what they held. */

import type { EntityDocument, FieldDocument, FormDocument, LocalizedText, TrashedDesign, ViewDocument } from '@tessera/contract';
import { columnType } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import { isSealing, linkTable, typeChangeOf } from '@tessera/sql/schema';
import type { Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import type { Designer } from './design-store.ts';
import type { EntityChange } from './entity-change.ts';

export interface TrashedField {
  readonly revision: number;
  readonly field: FieldDocument;
  /** The field is still there as another type; these are its values of before. */
  readonly converted?: true;
}

export interface TrashedEntity {
  readonly revision: number;
  /** The entity first, then its child entities. */
  readonly documents: readonly EntityDocument[];
  readonly forms: readonly FormDocument[];
  readonly views: readonly ViewDocument[];
}

export type TrashRow = { readonly id: string; readonly entity: string; readonly key: string } & ({ readonly kind: 'field'; readonly body: TrashedField } | { readonly kind: 'entity'; readonly body: TrashedEntity });

/** Notes the fields that a change removes or turns into another type. Before the tables change. */
export async function keepRemoved(db: Db, designer: Designer, { changes, revision }: EntityChange): Promise<void> {
  for (const change of changes) {
    if (change.kind === 'removeField') await keepField(db, designer, change.entity, { revision, field: change.field });
    if (change.kind === 'changeField' && typeChangeOf(change.before, change.after) === 'convert' && !isSealing(change.before, change.after)) await keepField(db, designer, change.entity, { revision, field: change.before, converted: true });
  }
}

async function keepField(db: Db, designer: Designer, entity: string, body: TrashedField): Promise<void> {
  const { field } = body;
  await insert(db, designer, { kind: 'field', entity, key: field.key, label: field.label, type: field.type, body, records: await recordsWith(db, entity, field) });
}

export async function keepEntity(db: Db, designer: Designer, body: TrashedEntity): Promise<void> {
  const [document] = body.documents;
  if (!document) return;
  const [counted] = await db.query<{ records: number }>(`SELECT count(*)::int AS records FROM ${quoteIdent(document.key)} WHERE deleted_at IS NULL`);
  await insert(db, designer, { kind: 'entity', entity: document.key, key: document.key, label: document.label, type: null, body, records: counted?.records ?? 0 });
}

interface NewTrash {
  readonly kind: TrashRow['kind'];
  readonly entity: string;
  readonly key: string;
  readonly label: LocalizedText;
  readonly type: string | null;
  readonly body: TrashedField | TrashedEntity;
  readonly records: number;
}

async function insert(db: Db, { at, member }: Designer, { kind, entity, key, label, type, body, records }: NewTrash): Promise<void> {
  await db.query('INSERT INTO _trash (id, kind, entity, key, label, type, body, records, deleted_at, deleted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    newId(), kind, entity, key, JSON.stringify(label), type, JSON.stringify(body), records, at, member,
  ]);
}

/** Keys that are taken: `entity`, or `entity.field`. */
export async function keysInTrash(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.query<TrashRow>('SELECT id, kind, entity, key, body FROM _trash');
  return new Set(rows.flatMap((row) => (row.kind === 'entity' ? row.body.documents.map(({ key }) => key) : row.body.converted ? [] : [`${row.entity}.${row.key}`])));
}

/** The one to restore or purge, locked. Fields of an entity that is in the trash itself are out of reach. */
export async function trashRow(db: Db, id: string): Promise<TrashRow | undefined> {
  const [row] = await db.query<TrashRow>(`SELECT id, kind, entity, key, body FROM _trash t WHERE id = $1 AND ${REACHABLE} FOR UPDATE`, [id]);
  return row;
}

const REACHABLE = `(t.kind = 'entity' OR EXISTS (SELECT FROM _document d WHERE d.kind = 'entity' AND d.key = t.entity))`;

export async function trashedDesigns(db: Db): Promise<TrashedDesign[]> {
  const rows = await db.query<Omit<TrashedDesign, 'deletedAt' | 'deletedBy' | 'type'> & { type: string | null; deleted_at: Date; deleted_by: string | null; name: string | null }>(
    `SELECT t.id, t.kind, t.entity, t.key, t.label, t.type, t.records, t.deleted_at, t.deleted_by, m.name
     FROM _trash t LEFT JOIN _member m ON m.id = t.deleted_by WHERE ${REACHABLE} ORDER BY t.deleted_at DESC, t.id DESC`,
  );
  return rows.map(({ deleted_at, deleted_by, name, type, ...row }) => ({
    ...row,
    ...(type === null ? {} : { type }),
    deletedAt: deleted_at.toISOString(),
    deletedBy: deleted_by === null || name === null ? null : { id: deleted_by, label: name },
  }));
}

export const dropTrashRow = (db: Db, id: string): Promise<unknown> => db.query('DELETE FROM _trash WHERE id = $1', [id]);

async function recordsWith(db: Db, entity: string, field: FieldDocument): Promise<number> {
  const isColumn = columnType(field) !== null;
  const isLinks = field.options?.['cardinality'] === 'manyToMany';
  if (!isColumn && !isLinks) return 0;
  const [counted] = await db.query<{ records: number }>(
    isColumn
      ? `SELECT count(${quoteIdent(field.key)})::int AS records FROM ${quoteIdent(entity)} WHERE deleted_at IS NULL`
      : `SELECT count(DISTINCT "from")::int AS records FROM ${quoteIdent(linkTable(entity, field.key))}`,
  );
  return counted?.records ?? 0;
}
