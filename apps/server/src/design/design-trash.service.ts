/**
 * Deleting from a design and bringing back. Nothing that is used goes: every use is named first. What goes keeps its
 * rows and values in tables and columns put aside, until it comes back or somebody deletes it for ever.
 */

import { Injectable } from '@nestjs/common';
import type { DesignUse, EntityDocument, TrashedDesign, VersionedEntity } from '@tessera/contract';
import { checkForm, checkView, type Design } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import { purgeField, purgeTable } from '@tessera/sql/schema';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { fieldCipher } from '../platform/field-cipher.ts';
import { audit } from '../workspaces/audit.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { AidKeeper } from './aid-keeper.ts';
import { loadAids, planAids, viewsOf } from './aid-plan.ts';
import { DesignInUse, DesignKeyTaken, DesignTrashMissing, EntityMissing } from './design-errors.ts';
import { DesignStore, type Designer } from './design-store.ts';
import { usesOf, withChildren } from './design-uses.ts';
import { DDL, EntitiesService } from './entities.service.ts';
import { decideRemoval } from './entity-change.ts';
import { ProcessUses } from './process-uses.ts';
import { decideDdl, runDdl } from './run-ddl.ts';
import { dropTrashRow, keepEntity, trashedDesigns, trashRow, type TrashedEntity, type TrashedField } from './trash-rows.ts';

@Injectable()
export class DesignTrashService {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly entities: EntitiesService,
    private readonly processes: ProcessUses,
    private readonly keeper: AidKeeper,
  ) {}

  async uses(actor: Actor, entity: string, field: string | undefined): Promise<DesignUse[]> {
    const document = actor.model.documents.entity.get(entity)?.document;
    if (!document || (field !== undefined && !document.fields.some(({ key }) => key === field))) throw EntityMissing({});
    return this.database.transaction(actor.workspace.schema, (db) => usesOf(db, actor.model, this.processes, { entity, field }));
  }

  async deleteEntity(actor: Actor, key: string, version: number): Promise<void> {
    const designer = this.entities.designer(actor);
    await this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const model = await this.store.lock(db, designer);
        if (!model.documents.entity.has(key)) throw EntityMissing({});
        await this.store.check(db, 'entity', key, version);
        const uses = await usesOf(db, model, this.processes, { entity: key });
        if (uses.length > 0) throw DesignInUse({ uses: uses.length }, { details: { uses } });
        await this.putAside(db, designer, model, withChildren(model, key));
        failpoint('entity.delete.before-commit');
      },
      DDL,
    );
  }

  list(actor: Actor): Promise<TrashedDesign[]> {
    return this.database.transaction(actor.workspace.schema, trashedDesigns);
  }

  async restore(actor: Actor, id: string): Promise<VersionedEntity> {
    const designer = this.entities.designer(actor);
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const model = await this.store.lock(db, designer);
        const row = await trashRow(db, id);
        if (!row) throw DesignTrashMissing({});
        const key = row.kind === 'field' ? await this.restoreField(db, designer, model, row.entity, row.body) : await this.restoreEntity(db, designer, model, row.body);
        await dropTrashRow(db, id);
        const restored = await this.store.load(db, 'entity', key);
        if (!restored) throw EntityMissing({});
        return restored;
      },
      DDL,
    );
  }

  async purge(actor: Actor, id: string): Promise<void> {
    const designer = this.entities.designer(actor);
    const { schema } = actor.workspace;
    await this.database.transaction(
      schema,
      async (db) => {
        await this.store.lock(db, designer);
        const row = await trashRow(db, id);
        if (!row) throw DesignTrashMissing({});
        const statements =
          row.kind === 'field' ? purgeField(schema, row.entity, row.body.field, row.body.revision) : [...row.body.documents].reverse().flatMap((document) => purgeTable(schema, document, row.body.revision));
        for (const sql of statements) await db.query(sql);
        if (row.kind === 'entity') await forget(db, row.body.documents);
        await dropTrashRow(db, id);
        await audit(db, { at: designer.at, actor: designer.member, action: `${row.kind}.purged`, target: row.kind === 'field' ? `${row.entity}.${row.key}` : row.key });
      },
      DDL,
    );
  }

  /** Rows and links stay in tables that are renamed aside; the entity's own forms and views go with it. */
  private async putAside(db: Db, designer: Designer, model: WorkspaceModel, documents: readonly EntityDocument[]): Promise<void> {
    const { workspace, at } = designer;
    const gone = new Set(documents.map(({ key }) => key));
    const own = <Document extends { entity: string }>(all: ReadonlyMap<string, { document: Document }>): Document[] => [...all.values()].map(({ document }) => document).filter(({ entity }) => gone.has(entity));
    const [forms, views] = [own(model.documents.form), own(model.documents.view)];
    const change = decideRemoval(workspace.schema, model, documents);
    await keepEntity(db, designer, { revision: change.revision, documents, forms, views });
    for (const { key } of forms) await this.store.remove(db, designer, 'form', key);
    for (const { key } of views) await this.store.remove(db, designer, 'view', key);
    for (const { key } of documents) await this.store.remove(db, designer, 'entity', key);
    for (const { entity, key, kind } of await loadAids(db)) if (kind === 'computed' && gone.has(entity)) await db.query(`ALTER TABLE ${quoteIdent(entity)} DROP COLUMN IF EXISTS ${quoteIdent(key)}`);
    const left = viewsOf(model.documents.view).filter(({ entity }) => !gone.has(entity));
    await planAids(db, workspace, { design: change.design, views: left }, { at });
    await runDdl(db, { workspace, locale: 'en', cipher: fieldCipher(), design: change.design, mayClear: () => false }, await decideDdl(db, change.statements));
    db.afterCommit(() => this.keeper.wake());
  }

  private async restoreField(db: Db, designer: Designer, model: WorkspaceModel, entity: string, { field, revision, converted }: TrashedField): Promise<string> {
    const document = model.documents.entity.get(entity)?.document;
    if (!document) throw DesignTrashMissing({});
    if (converted || document.fields.some(({ key }) => key === field.key)) throw DesignKeyTaken({ key: field.key });
    await this.entities.apply(db, designer, model, [{ ...document, fields: [...document.fields, field] }], { restored: { revision, field: field.key } });
    return entity;
  }

  /** Forms and views come back as far as what they show is still there. */
  private async restoreEntity(db: Db, designer: Designer, model: WorkspaceModel, { documents, forms, views, revision }: TrashedEntity): Promise<string> {
    const [first] = documents;
    if (!first) throw DesignTrashMissing({});
    const taken = documents.find(({ key }) => model.documents.entity.has(key));
    if (taken) throw DesignKeyTaken({ key: taken.key });
    const design: Design = await this.entities.apply(db, designer, model, documents, { restored: { revision } });
    for (const form of forms) if (checkForm(design, form).length === 0 && !model.documents.form.has(form.key)) await this.store.put(db, designer, 'form', form, null);
    const fitting = views.filter((view) => checkView(design, view).length === 0 && !model.documents.view.has(view.key));
    for (const view of fitting) await this.store.put(db, designer, 'view', view, null);
    await planAids(db, designer.workspace, { design, views: [...viewsOf(model.documents.view), ...fitting] }, { at: designer.at });
    return first.key;
  }
}

/** What is kept about records besides their tables. */
async function forget(db: Db, documents: readonly EntityDocument[]): Promise<void> {
  const keys = documents.map(({ key }) => key);
  await db.query('DELETE FROM _history WHERE entity = ANY ($1)', [keys]);
  await db.query('DELETE FROM _external_key WHERE entity = ANY ($1)', [keys]);
  await db.query(`DELETE FROM _counter WHERE split_part(key, '.', 1) = ANY ($1)`, [keys]);
  await db.query('DELETE FROM _file WHERE entity = ANY ($1)', [keys]);
  await db.query(`DELETE FROM _trash WHERE kind = 'field' AND entity = ANY ($1)`, [keys]);
}
