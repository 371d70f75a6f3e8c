/**
 * Keeps the outbox and the answers given short: rows past their time go, once an hour in every workspace, in portions, so
 * that nobody waits. Several servers may do so at once. Whoever follows the outbox has three days to catch up, and reads
 * the records again after that.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import { KEPT_MS } from './idempotency.ts';

const EVERY_MS = 60 * 60_000;
const OUTBOX_MS = 3 * 24 * 60 * 60_000;
const PORTION = 20_000;

@Injectable()
export class OutboxPruner implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.work = this.prune().catch((error: unknown) => this.log.error('outbox.prune', error));
    }, EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.work;
  }

  async prune(): Promise<void> {
    const now = this.clock.now().getTime();
    const workspaces = await this.database.transaction(null, (db) => db.query<{ schema: string }>('SELECT schema FROM tessera.workspace ORDER BY id'));
    for (const { schema } of workspaces) {
      const portions = [
        // From the front: the oldest rows have the smallest ids.
        { text: `DELETE FROM _outbox WHERE id IN (SELECT id FROM _outbox ORDER BY id LIMIT ${PORTION} FOR UPDATE SKIP LOCKED) AND at < $1 RETURNING 1`, before: new Date(now - OUTBOX_MS) },
        { text: `DELETE FROM _idempotency WHERE (actor, key) IN (SELECT actor, key FROM _idempotency WHERE at < $1 ORDER BY at LIMIT ${PORTION} FOR UPDATE SKIP LOCKED) RETURNING 1`, before: new Date(now - KEPT_MS) },
      ];
      for (const { text, before } of portions) {
        while ((await this.database.transaction(schema, (db) => db.query(text, [before]))).length === PORTION);
      }
    }
  }
}
