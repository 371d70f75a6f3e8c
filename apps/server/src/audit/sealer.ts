/**
 * Gives committed entries their place in the chain, about a second after their commit. The row of the head is the lock:
 * of all processes on a database one seals at a time, and whatever it does is one transaction, so that a process killed at
 * any point leaves a whole chain. An entry that commits after later ones were sealed simply gets the next place.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { outsideRequests } from '../http/current-request.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { Log } from '../platform/log.ts';
import { onEntries } from '../workspaces/audit.ts';
import { hashOf, type ChainedColumns } from './chain.ts';
import { CHAINED_COLUMNS } from './trail-tables.ts';

const AFTER_MS = 1_000;
/** What a killed process has left behind is found by this. */
const SWEEP_MS = 30_000;
const BATCH = 2_000;
const DAY_MS = 24 * 3_600_000;

@Injectable()
export class Sealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly told = new Map<string, number>();
  private sweeping: NodeJS.Timeout | undefined;
  private unsubscribe = (): void => {};
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.unsubscribe = onEntries((schema) => this.soon(schema));
    this.sweeping = setInterval(() => this.watch(this.sweep()), SWEEP_MS);
    this.sweeping.unref();
    this.watch(this.sweep());
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.unsubscribe();
    clearInterval(this.sweeping);
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.underWay);
  }

  /** Seals all that is committed now; gives how many. */
  async seal(schema: string): Promise<number> {
    let sealed = 0;
    for (;;) {
      const batch = await this.database.transaction(schema, (db) => sealBatch(db, BATCH));
      failpoint('audit.seal.after-commit');
      sealed += batch;
      if (batch < BATCH || this.stopped) return sealed;
    }
  }

  /** All workspaces; the head of each goes to the log once a day, where who can change the database cannot reach it. */
  private async sweep(): Promise<void> {
    const workspaces = await this.database.transaction(null, (db) => db.query<{ schema: string; key: string }>('SELECT schema, key FROM tessera.workspace ORDER BY id'));
    for (const { schema, key } of workspaces) {
      if (this.stopped) return;
      await this.seal(schema);
      await this.database.transaction(schema, (db) => db.query(`DELETE FROM _reading_count WHERE minute < now() - interval '2 hours'`));
      const now = Date.now();
      if (now - (this.told.get(schema) ?? 0) < DAY_MS) continue;
      this.told.set(schema, now);
      const [head] = await this.database.transaction(schema, (db) => db.query<{ seq: string; hash: string }>(`SELECT seq, encode(hash, 'hex') AS hash FROM _audit_head`));
      if (head && head.seq !== '0') this.log.info('audit.head', { workspace: key, seq: Number(head.seq), hash: head.hash });
    }
  }

  private soon(schema: string): void {
    if (this.stopped || this.timers.has(schema)) return;
    const timer = outsideRequests(() =>
      setTimeout(() => {
        this.timers.delete(schema);
        this.watch(this.seal(schema));
      }, AFTER_MS),
    );
    timer.unref();
    this.timers.set(schema, timer);
  }

  private watch(work: Promise<unknown>): void {
    const watched = work.catch((error: unknown) => this.log.error('audit.seal', error)).finally(() => void this.underWay.delete(watched));
    this.underWay.add(watched);
  }
}

async function sealBatch(db: Db, most: number): Promise<number> {
  const [head] = await db.query<{ seq: string; hash: Buffer }>('SELECT seq, hash FROM _audit_head FOR UPDATE');
  if (!head) throw new Error('the head of the audit trail is gone');
  const waiting = await db.query<{ id: string; columns: ChainedColumns }>(
    `SELECT w.id, ${CHAINED_COLUMNS} AS columns FROM _audit_unsealed w JOIN _audit a ON a.id = w.id ORDER BY w.id LIMIT $1`,
    [most],
  );
  if (waiting.length === 0) return 0;
  let seq = Number(head.seq);
  let prev = head.hash;
  const seals = waiting.map(({ id, columns }) => {
    seq += 1;
    const seal = { seq, id, prev: prev.toString('hex'), hash: '' };
    prev = hashOf(prev, seq, columns);
    return { ...seal, hash: prev.toString('hex') };
  });
  await db.query(
    `INSERT INTO _audit_seal (seq, id, prev, hash)
     SELECT seq, id, decode(prev, 'hex'), decode(hash, 'hex') FROM jsonb_to_recordset($1::jsonb) AS seal (seq bigint, id uuid, prev text, hash text)`,
    [JSON.stringify(seals)],
  );
  await db.query('DELETE FROM _audit_unsealed WHERE id = ANY ($1::uuid[])', [seals.map(({ id }) => id)]);
  await db.query('UPDATE _audit_head SET seq = $1, hash = $2', [seq, prev]);
  failpoint('audit.seal.before-commit');
  return seals.length;
}
