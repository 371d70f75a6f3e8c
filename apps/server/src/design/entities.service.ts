/**
 * Entities: what saving would change, and saving. The tables of the workspace change in the same
 * transaction as the documents that describe them.
 */

import { Injectable } from '@nestjs/common';
import { DEFAULT_LOCALE, RequestInvalid, type AnswerOf, type BodyOf, type EntityDocument, type FieldProblemInput, type Locale, type routes, type VersionedEntity } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { isSealing } from '@tessera/sql/schema';
import { rolesNow } from '../accounts/effective-roles.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db, type TransactionOptions } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { fieldCipher } from '../platform/field-cipher.ts';
import { forgetToldValues } from '../records/write-door/rewrite-values.ts';
import { audit } from '../workspaces/audit.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { AidKeeper } from './aid-keeper.ts';
import { planAids, viewsOf } from './aid-plan.ts';
import { ChangePreviews } from './change-previews.ts';
import { EntityFieldInUse, EntityInvalid, FieldPublishedByAdmin, KEY_IN_TRASH, KEY_MISMATCH, PUBLISHING_NOT_HELD } from './design-errors.ts';
import { isAdministrator, publishedChanges, requireDesign, type PublishedChange } from './design-rights.ts';
import { DesignStore, type Designer } from './design-store.ts';
import { decideEntityChange, plannedChanges, rewrittenBy, type EntityChange, type Restored } from './entity-change.ts';
import { ProcessUses } from './process-uses.ts';
import { decideDdl, runDdl } from './run-ddl.ts';
import { keepRemoved, keysInTrash } from './trash-rows.ts';
import { dropUniqueIndexes, makeUniqueIndexes } from './unique-index.ts';

type SaveEntity = BodyOf<typeof routes.saveEntity>;

/** Nobody waits long behind our wait for a table; the transaction is tried again instead. */
export const DDL: TransactionOptions = { lockTimeoutMs: 80, statementTimeoutMs: 600_000, retryLocks: true, attempts: 80 };

export interface ApplyOptions {
  readonly unconvertible?: SaveEntity['unconvertible'];
  readonly locale?: Locale;
  readonly restored?: Restored;
  /** `entity.field` of values that were written anew past the records' own columns of ours. */
  readonly rewritten?: readonly string[];
}

@Injectable()
export class EntitiesService {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly models: WorkspaceModels,
    private readonly clock: Clock,
    private readonly keeper: AidKeeper,
    private readonly previews: ChangePreviews,
    private readonly processes: ProcessUses,
  ) {}

  async plan(actor: Actor, key: string, { version, document }: SaveEntity): Promise<AnswerOf<typeof routes.planEntity>> {
    checkKey(key, document);
    requireDesign(actor, key);
    const context = { workspace: actor.workspace, locale: actor.locale, cipher: fieldCipher() };
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        await this.store.check(db, 'entity', key, version);
        const change = decideEntityChange(actor.workspace.schema, await this.models.loadIn(db), [document]);
        return { changes: plannedChanges(change), previews: await this.previews.of(db, actor, context, change) };
      },
      { statementTimeoutMs: 300_000 },
    );
  }

  async save(actor: Actor, key: string, { version, document, unconvertible }: SaveEntity): Promise<VersionedEntity> {
    checkKey(key, document);
    requireDesign(actor, key);
    const designer = this.designer(actor);
    const made = await this.prepare(actor, version, document);
    try {
      return await this.database.transaction(
        actor.workspace.schema,
        async (db) => {
          const model = await this.store.lock(db, designer);
          await this.store.check(db, 'entity', key, version);
          await this.apply(db, designer, model, [document], { unconvertible, locale: actor.locale });
          failpoint('entity.save.before-commit');
          return { version: (await this.store.check(db, 'entity', key, null)) ?? 0, document };
        },
        DDL,
      );
    } catch (error) {
      await dropUniqueIndexes(this.database, actor.workspace, made);
      throw error;
    }
  }

  /** Inside a transaction that holds the design's lock; gives the design as it is afterwards. */
  async apply(db: Db, designer: Designer, model: WorkspaceModel, documents: readonly EntityDocument[], { unconvertible = {}, locale = DEFAULT_LOCALE, restored, rewritten = [] }: ApplyOptions = {}): Promise<Design> {
    const { workspace } = designer;
    const change = decideEntityChange(workspace.schema, model, documents, restored);
    if (restored === undefined) await this.refuseKeysInTrash(db, change);
    await this.refuseBrokenProcesses(db, model, change);
    await this.notePublished(db, designer, publishedChanges(model.design, change.design));
    await keepRemoved(db, designer, change);
    for (const document of documents) await this.store.put(db, designer, 'entity', document, null);
    const context = { workspace, locale, cipher: fieldCipher(), design: change.design, mayClear: (field: string) => unconvertible[field] === 'clear' };
    const ddl = await decideDdl(db, change.statements);
    await planAids(db, workspace, { design: change.design, views: viewsOf(model.documents.view) }, { ...ddl, rewritten: new Set([...rewrittenBy(change), ...rewritten]), at: designer.at });
    await this.forgetSealed(db, change);
    await runDdl(db, context, ddl);
    db.afterCommit(() => this.keeper.wake());
    return change.design;
  }

  designer(actor: Actor): Designer {
    return { workspace: actor.workspace, member: actor.member.id, at: this.clock.now() };
  }

  /** What takes long and needs no transaction is done before it: then the tables are held for a moment only. */
  private async prepare(actor: Actor, version: number, document: EntityDocument): Promise<string[]> {
    const model = await this.models.current(actor.workspace);
    if (version === 0 || model.documents.entity.get(document.key)?.version !== version) return [];
    return makeUniqueIndexes(this.database, actor.workspace, decideEntityChange(actor.workspace.schema, model, [document]));
  }

  /** Only what goes or becomes something else can break a process. */
  private async refuseBrokenProcesses(db: Db, model: WorkspaceModel, { changes, design }: EntityChange): Promise<void> {
    if (!changes.some((change) => change.kind === 'removeField' || (change.kind === 'changeField' && JSON.stringify(change.before) !== JSON.stringify({ ...change.after, label: change.before.label })))) return;
    const fields = await this.processes.brokenBy(db, model, design);
    if (fields.length > 0) throw EntityFieldInUse({}, { fields });
  }

  /** What is computed from hidden values is shown by administrators only. */
  private async notePublished(db: Db, { member, at }: Designer, changes: readonly PublishedChange[]): Promise<void> {
    const shown = changes.filter(({ kind }) => kind !== 'withdrawn');
    if (shown.length > 0 && !isAdministrator(await rolesNow(db, member))) {
      throw FieldPublishedByAdmin({}, { fields: shown.map(({ entity, field }) => ({ path: `document.fields.${field}.published`, ...PUBLISHING_NOT_HELD, params: { entity, field } })) });
    }
    for (const { entity, field, kind } of changes) {
      await audit(db, { at, actor: member, action: kind === 'withdrawn' ? 'design.unpublished' : 'design.published', target: `${entity}.${field}`, entity, detail: { change: kind } });
    }
  }

  private async forgetSealed(db: Db, { changes, design }: EntityChange): Promise<void> {
    for (const change of changes) {
      const entity = design.entities.get(change.entity);
      if (entity && change.kind === 'changeField' && isSealing(change.before, change.after)) await forgetToldValues(db, entity, change.after.key);
    }
  }

  private async refuseKeysInTrash(db: Db, { changes }: EntityChange): Promise<void> {
    const taken = await keysInTrash(db);
    const fields = changes.flatMap((change): FieldProblemInput[] => {
      if (change.kind === 'createEntity' && taken.has(change.entity)) return [{ path: 'document.key', ...KEY_IN_TRASH }];
      return change.kind === 'addField' && taken.has(`${change.entity}.${change.field.key}`) ? [{ path: `document.fields.${change.field.key}.key`, ...KEY_IN_TRASH }] : [];
    });
    if (fields.length > 0) throw EntityInvalid({}, { fields });
  }
}

export function checkKey(key: string, document: { readonly key: string }): void {
  if (document.key !== key) throw RequestInvalid({}, { fields: [{ path: 'document.key', ...KEY_MISMATCH }] });
}
