/**
 * Looks at every start whether tables and designs agree, and says what does not: each difference is a line of the log. The
 * aids of designs are planned anew on the way, so that an index somebody has dropped is built again; unique indexes that
 * a killed change has left behind are dropped.
 */

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Workspace } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type TransactionOptions } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import { AidKeeper } from './aid-keeper.ts';
import { planAids, viewsOf } from './aid-plan.ts';
import { DesignStore } from './design-store.ts';
import { findDrift, type Drift } from './drift.ts';
import { dropStrayUniqueIndexes } from './unique-index.ts';

/** Nobody waits long behind our wait for a table. */
const BRIEF: TransactionOptions = { lockTimeoutMs: 80, retryLocks: true, attempts: 20 };

@Injectable()
export class DriftWatch implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly keeper: AidKeeper,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** A difference keeps nobody from working; the server starts all the same. */
  async onApplicationBootstrap(): Promise<void> {
    await this.look().catch((error: unknown) => this.log.error('drift.check.failed', error));
  }

  async look(): Promise<Drift[]> {
    const workspaces = await this.database.transaction(null, (db) => db.query<Workspace>('SELECT id, key, name, schema, time_zone AS "timeZone" FROM tessera.workspace ORDER BY id'));
    const all: Drift[] = [];
    for (const workspace of workspaces) {
      await this.dropStrays(workspace).catch((error: unknown) => this.log.error('drift.strays.failed', error));
      const found = await this.database.transaction(workspace.schema, async (db) => {
        const model = await this.store.lock(db, { workspace });
        await planAids(db, workspace, { design: model.design, views: viewsOf(model.documents.view) }, { at: this.clock.now() });
        return findDrift(db, model.design);
      });
      for (const drift of found) this.log.warn('tables and design differ', { workspace: workspace.key, ...drift });
      all.push(...found);
    }
    this.keeper.wake();
    return all;
  }

  /** An index that is being made is not waited for: its change is alive. */
  private async dropStrays(workspace: Workspace): Promise<void> {
    const dropped = await this.database.transaction(workspace.schema, async (db) => dropStrayUniqueIndexes(db, (await this.store.lock(db, { workspace })).design), BRIEF);
    for (const name of dropped) this.log.warn('a unique index that no document asks for was dropped', { workspace: workspace.key, name });
  }
}
