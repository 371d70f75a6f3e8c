/**
 * People who write all the time: each changes one row after the other, at random, in a transaction of its own, straight on
 * the database. What counts is the longest any of them stood before a lock, as Postgres says; the longest write is told as
 * well, which also has in it what a busy processor or disk costs.
 */

import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from './stack.ts';

const WRITERS = 4;

export interface Writers {
  /** Since the last look, in milliseconds: the longest stay before a lock, the longest write; and how many writes there were. */
  look(): { readonly blocked: number; readonly longest: number; readonly writes: number };
  stop(): Promise<void>;
}

export async function startWriters(stack: Stack, schema: string, ids: readonly string[]): Promise<Writers> {
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: WRITERS + 1, application_name: 'bench-writer' });
  let [blocked, longest, writes, stopped] = [0, 0, 0, false];
  /** Looks every few milliseconds who stands before a lock; a stay is as long as somebody is seen to stand in the same write. */
  const watcher = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      for (; !stopped; await wait(5)) {
        const { rows } = await client.query<{ stay: number }>(
          `SELECT 1000 * extract(epoch FROM clock_timestamp() - query_start)::float8 AS stay FROM pg_stat_activity WHERE application_name = 'bench-writer' AND wait_event_type = 'Lock'`,
        );
        for (const { stay } of rows) blocked = Math.max(blocked, stay);
      }
    } finally {
      client.release();
    }
  };
  const writer = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      while (!stopped) {
        const started = performance.now();
        await client.query(`UPDATE "${schema}".sale SET cost = cost + 1, version = version + 1, updated_at = now() WHERE id = $1`, [ids[Math.floor(Math.random() * ids.length)]]);
        longest = Math.max(longest, performance.now() - started);
        writes += 1;
        await wait(2);
      }
    } finally {
      client.release();
    }
  };
  const running = Promise.all([watcher(), ...Array.from({ length: WRITERS }, writer)]);
  return {
    look: () => {
      const seen = { blocked, longest, writes };
      [blocked, longest, writes] = [0, 0, 0];
      return seen;
    },
    stop: async () => {
      stopped = true;
      await running;
      await pool.end();
    },
  };
}

/** Ids to write to, from all over the table. */
export async function someIds({ pool }: Stack, schema: string): Promise<string[]> {
  return (await pool.query<{ id: string }>(`SELECT id FROM "${schema}".sale ORDER BY md5(id::text) LIMIT 20000`)).rows.map(({ id }) => id);
}
