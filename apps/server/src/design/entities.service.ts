/**
 * Entities: what saving would change, and saving. The tables of the workspace change in the same
 * transaction as the documents that describe them.
 */

import { Injectable } from '@nestjs/common';
import { RequestInvalid, type EntityDocument, type PlannedChange, type VersionedEntity } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db, type TransactionOptions } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { KEY_MISMATCH } from './design-errors.ts';
import { DesignStore, type Designer } from './design-store.ts';
import { decideEntityChange, plannedChanges } from './entity-change.ts';
import { runDdl } from './run-ddl.ts';

interface SaveEntity {
  readonly version: number;
  readonly document: EntityDocument;
}

/** Nobody waits long behind our wait for a table; the transaction is tried again instead. */
export const DDL: TransactionOptions = { lockTimeoutMs: 2_000, statementTimeoutMs: 300_000, retryLocks: true };

@Injectable()
export class EntitiesService {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly clock: Clock,
  ) {}

  async plan(actor: Actor, key: string, { version, document }: SaveEntity): Promise<PlannedChange[]> {
    checkKey(key, document);
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const model = await this.store.lock(db, this.designer(actor));
      await this.store.check(db, 'entity', key, version);
      return plannedChanges(decideEntityChange(actor.workspace.schema, model, [document]));
    });
  }

  async save(actor: Actor, key: string, { version, document }: SaveEntity): Promise<VersionedEntity> {
    checkKey(key, document);
    const designer = this.designer(actor);
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const model = await this.store.lock(db, designer);
        await this.store.check(db, 'entity', key, version);
        await this.apply(db, designer, model, [document]);
        failpoint('entity.save.before-commit');
        return { version: (await this.store.check(db, 'entity', key, null)) ?? 0, document };
      },
      DDL,
    );
  }

  /** Inside a transaction that holds the design's lock; gives the design as it is afterwards. */
  async apply(db: Db, designer: Designer, model: WorkspaceModel, documents: readonly EntityDocument[]): Promise<Design> {
    const change = decideEntityChange(designer.workspace.schema, model, documents);
    await runDdl(db, change.design, change.statements);
    for (const document of documents) await this.store.put(db, designer, 'entity', document, null);
    return change.design;
  }

  designer(actor: Actor): Designer {
    return { workspace: actor.workspace, member: actor.member.id, at: this.clock.now() };
  }
}

export function checkKey(key: string, document: { readonly key: string }): void {
  if (document.key !== key) throw RequestInvalid({}, { fields: [{ path: 'document.key', ...KEY_MISMATCH }] });
}
