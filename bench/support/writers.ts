/**
 * People who write all the time: each changes one row after the other, at random, in a transaction of its own, straight on
 * the database, so that nothing but a lock can hold them up. What counts is the longest any of them had to wait.
 */

import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from './stack.ts';

const WRITERS = 4;

export interface Writers {
  /** The longest wait of anybody since the last look, in milliseconds, and how many writes there were. */
  look(): { readonly longest: number; readonly writes: number };
  stop(): Promise<void>;
}

export async function startWriters(stack: Stack, schema: string, ids: readonly string[]): Promise<Writers> {
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: WRITERS });
  let [longest, writes, stopped] = [0, 0, false];
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
  const running = Promise.all(Array.from({ length: WRITERS }, writer));
  return {
    look: () => {
      const seen = { longest, writes };
      [longest, writes] = [0, 0];
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
