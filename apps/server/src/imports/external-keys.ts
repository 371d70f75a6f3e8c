/** Keys of the systems imports came from, and the records they stand for. A key of a deleted record is free again. */

import type { UploadTarget } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import type { Db } from '../platform/database.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { MEMBER_ENTITY } from './link-finder.ts';

const keyEntity = (target: UploadTarget): string => (target.kind === 'entity' ? target.entity : MEMBER_ENTITY);

/** Ids by key, of keys that stand for a record that is there. */
export async function knownKeys(db: Db, design: Design, target: UploadTarget, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db.query<{ key: string; id: string }>(`SELECT k.key, k.record_id AS id FROM _external_key k WHERE k.entity = $1 AND k.key = ANY ($2) AND ${standsForARecord(design, target)}`, [keyEntity(target), keys]);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** The keys that are kept now; the others stand for another record meanwhile. */
export async function rememberKeys(db: Db, { design, via }: Writer, target: UploadTarget, keyed: readonly { readonly key: string; readonly id: string }[]): Promise<ReadonlySet<string>> {
  if (keyed.length === 0) return new Set();
  const rows = await db.query<{ key: string }>(
    `INSERT INTO _external_key AS k (source, entity, key, record_id) SELECT $1, $2, n.key, n.id FROM unnest($3::text[], $4::uuid[]) AS n(key, id)
     ON CONFLICT (entity, key) DO UPDATE SET source = EXCLUDED.source, record_id = EXCLUDED.record_id WHERE k.record_id = EXCLUDED.record_id OR NOT (${standsForARecord(design, target)}) RETURNING k.key`,
    [via.ref ?? '', keyEntity(target), keyed.map(({ key }) => key), keyed.map(({ id }) => id)],
  );
  return new Set(rows.map(({ key }) => key));
}

/** SQL condition on `k`. */
function standsForARecord(design: Design, target: UploadTarget): string {
  if (target.kind !== 'entity') return 'TRUE';
  const { parent } = design.entities.get(target.entity) ?? { parent: null };
  const owner = parent === null ? '' : ` AND EXISTS (SELECT FROM ${quoteIdent(parent)} p WHERE p.id = r.parent AND p.deleted_at IS NULL)`;
  return `EXISTS (SELECT FROM ${quoteIdent(target.entity)} r WHERE r.id = k.record_id AND r.deleted_at IS NULL${owner})`;
}
