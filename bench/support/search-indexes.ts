/** Fills tables the quick way: a search index that is there already costs each row more than all else together. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from './stack.ts';

/** Runs `fill` without the search indexes of the workspace, and makes them again as they were, unless nobody will search. */
export async function withoutSearchIndexes({ pool }: Pick<Stack, 'pool'>, schema: string, fill: () => Promise<void>, { again = true } = {}): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await wait(200)) {
    const { rows } = await pool.query<{ open: number }>(`SELECT count(*)::int AS open FROM "${schema}"._computed_column WHERE kind = 'search' AND status IN ('waiting', 'building')`);
    if (rows[0]?.open === 0) break;
  }
  const { rows: indexes } = await pool.query<{ name: string; sql: string }>(`SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = $1 AND indexname LIKE '%.search'`, [schema]);
  for (const { name } of indexes) await pool.query(`DROP INDEX "${schema}"."${name}"`);
  await fill();
  if (again) for (const { sql } of indexes) await pool.query(sql);
}
