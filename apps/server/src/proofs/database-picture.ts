/** What is stored, as one text: equal pictures, equal rows. For oracle O4, a refusal leaves no trace. */

import type { TestDatabase } from '@tessera/testing';

/** What may change with a refusal, or by itself: the trail, attempts, answers kept for repetition, what is built in the background. */
const OWN_LIFE = /^(_audit.*|_idempotency|_computed_column|_reading.*|sign_in_attempt|_share_attempt.*|_migration)$/;
/** Of when something was last seen. */
const SEEN = `'{last_seen_at,last_used_at,heartbeat_at}'::text[]`;

const tablesOf = new Map<string, readonly { schema: string; name: string }[]>();

export async function databasePicture(db: TestDatabase, schema?: string): Promise<string> {
  const key = `${db.url} ${schema ?? ''}`;
  let tables = tablesOf.get(key);
  if (!tables) {
    const all = await db.query<{ schema: string; name: string }>(`SELECT table_schema AS schema, table_name AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND (table_schema = $1 OR ($1 IS NULL AND (table_schema LIKE 'ws\\_%' OR table_schema = 'tessera'))) ORDER BY 1, 2`, [schema ?? null]);
    tables = all.filter(({ name }) => !OWN_LIFE.test(name));
    tablesOf.set(key, tables);
  }
  const parts = tables.map(({ schema: of, name }) => `SELECT '${of}.${name}' AS name, md5(coalesce(string_agg((to_jsonb(t) - ${SEEN})::text, E'\\n' ORDER BY (to_jsonb(t) - ${SEEN})::text), '')) AS rows FROM "${of}"."${name}" t`);
  const rows = await db.query<{ name: string; rows: string }>(parts.join(' UNION ALL '));
  return rows.map(({ name, rows: hash }) => `${name} ${hash}`).sort().join('\n');
}

/** Tables that differ between two pictures. */
export function changedTables(before: string, after: string): string[] {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line)).map((line) => line.split(' ')[0] ?? '');
}
