/** Names of the members and departments that conditions mention. */

import type { DescribeEnv } from '@tessera/access';
import type { Db } from '../platform/database.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** `mentioning`: anything that is made of JSON. */
export async function loadNames(db: Db, mentioning: unknown): Promise<NonNullable<DescribeEnv['nameOf']>> {
  const ids = [...new Set(JSON.stringify(mentioning).match(UUID) ?? [])];
  if (ids.length === 0) return () => undefined;
  const rows = await db.query<{ kind: string; id: string; name: string }>(
    `SELECT 'member' AS kind, id::text, name FROM _member WHERE id = ANY ($1::uuid[]) UNION ALL SELECT 'department', id::text, name FROM _department WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL`,
    [ids],
  );
  const names = new Map(rows.map(({ kind, id, name }) => [`${kind} ${id}`, name]));
  return (kind, id) => names.get(`${kind} ${id}`);
}
