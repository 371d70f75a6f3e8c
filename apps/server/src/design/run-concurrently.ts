/**
 * Statements that Postgres runs in no transaction, and that take as long as they take: CREATE INDEX CONCURRENTLY. One at a
 * time in a database: two of them wait for each other's snapshots, and Postgres ends one as a deadlock. Whoever waits asks
 * again and again instead of standing before the lock, because a statement that stands there has a snapshot as well.
 */

import { ServiceBusy } from '@tessera/contract';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../platform/database.ts';

const LOCK = `hashtextextended('tessera.run-concurrently', 0)`;
const ASK_AGAIN_MS = 100;
/** Longer than this a person does not wait for an answer; the background comes again. */
const MOST_ASKED = 600;

export async function runConcurrently(database: Database, sql: string): Promise<void> {
  const connection = database.dataSource.createQueryRunner();
  let isOurs = false;
  try {
    await connection.connect();
    for (let asked = 0; !isOurs; asked += 1) {
      if (asked === MOST_ASKED) throw ServiceBusy({});
      if (asked > 0) await wait(ASK_AGAIN_MS);
      const [lock] = (await connection.query(`SELECT pg_try_advisory_lock(${LOCK}) AS ours`)) as { ours: boolean }[];
      isOurs = lock?.ours === true;
    }
    await connection.query('SET statement_timeout TO 0');
    await connection.query(sql);
  } finally {
    await connection.query('RESET statement_timeout').catch(() => {});
    if (isOurs) await connection.query(`SELECT pg_advisory_unlock(${LOCK})`).catch(() => {});
    await connection.release();
  }
}
