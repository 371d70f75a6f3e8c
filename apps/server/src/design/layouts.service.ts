/** Forms and views: how records are entered and listed. A form may bring fields that its entity does not have yet. */

import { Injectable } from '@nestjs/common';
import { RequestInvalid, type AnswerOf, type BodyOf, type FieldProblemInput, type routes, type VersionedView } from '@tessera/contract';
import { checkForm, checkView } from '@tessera/model';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { AidKeeper } from './aid-keeper.ts';
import { planAids } from './aid-plan.ts';
import { ENTITY_FIXED, FIELD_KEY_TAKEN, FormInvalid, ViewInvalid } from './design-errors.ts';
import { requireDesign } from './design-rights.ts';
import { DesignStore, type Designer } from './design-store.ts';
import type { DocumentBodies } from './document.row.ts';
import { checkKey, DDL, EntitiesService } from './entities.service.ts';

type SaveForm = BodyOf<typeof routes.saveForm>;
type SaveView = BodyOf<typeof routes.saveView>;

@Injectable()
export class LayoutsService {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly models: WorkspaceModels,
    private readonly entities: EntitiesService,
    private readonly keeper: AidKeeper,
  ) {}

  async saveForm(actor: Actor, key: string, { version, document, newFields = [] }: SaveForm): Promise<AnswerOf<typeof routes.saveForm>> {
    checkKey(key, document);
    requireDesign(actor, document.entity, actor.model.documents.form.get(key)?.document.entity);
    const designer = this.entities.designer(actor);
    return this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        const before = await this.store.lock(db, designer);
        await this.store.check(db, 'form', key, version);
        const model = newFields.length === 0 ? before : await this.addFields(db, designer, before, document.entity, newFields);
        const saved = await this.applyForm(db, designer, model, document);
        failpoint('form.save.before-commit');
        const entity = model.documents.entity.get(document.entity);
        if (!entity) throw FormInvalid({});
        return { form: { version: saved, document }, entity: { version: entity.version, document: entity.document } };
      },
      DDL,
    );
  }

  async saveView(actor: Actor, key: string, { version, document }: SaveView): Promise<VersionedView> {
    checkKey(key, document);
    requireDesign(actor, document.entity, actor.model.documents.view.get(key)?.document.entity);
    const designer = this.entities.designer(actor);
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const model = await this.store.lock(db, designer);
      await this.store.check(db, 'view', key, version);
      return { version: await this.applyView(db, designer, model, document), document };
    });
  }

  /** Inside a transaction that holds the design's lock. */
  async applyForm(db: Db, designer: Designer, model: WorkspaceModel, document: DocumentBodies['form']): Promise<number> {
    const problems = [...sameEntity(model.documents.form.get(document.key)?.document, document), ...inDocument(checkForm(model.design, document))];
    if (problems.length > 0) throw FormInvalid({}, { fields: problems });
    return this.store.put(db, designer, 'form', document, null);
  }

  async applyView(db: Db, designer: Designer, model: WorkspaceModel, document: DocumentBodies['view']): Promise<number> {
    const problems = [...sameEntity(model.documents.view.get(document.key)?.document, document), ...inDocument(checkView(model.design, document))];
    if (problems.length > 0) throw ViewInvalid({}, { fields: problems });
    const saved = await this.store.put(db, designer, 'view', document, null);
    const views = await db.query<{ body: DocumentBodies['view'] }>(`SELECT body FROM _document WHERE kind = 'view' ORDER BY position`);
    await planAids(db, designer.workspace, { design: model.design, views: views.map(({ body }) => body) }, { at: designer.at });
    db.afterCommit(() => this.keeper.wake());
    return saved;
  }

  private async addFields(db: Db, designer: Designer, model: WorkspaceModel, entity: string, fields: DocumentBodies['entity']['fields']): Promise<WorkspaceModel> {
    const current = model.documents.entity.get(entity)?.document;
    if (!current) throw FormInvalid({}, { fields: inDocument(checkForm(model.design, { key: entity, entity, label: { en: entity }, sections: [] })) });
    const taken = fields.flatMap(({ key }, index): FieldProblemInput[] =>
      current.fields.some((field) => field.key === key) ? [{ path: `newFields.${index}.key`, ...FIELD_KEY_TAKEN }] : [],
    );
    if (taken.length > 0) throw RequestInvalid({}, { fields: taken });
    await this.entities.apply(db, designer, model, [{ ...current, fields: [...current.fields, ...fields] }]);
    return this.models.loadIn(db);
  }
}

const inDocument = (problems: readonly FieldProblemInput[]): FieldProblemInput[] => problems.map((problem) => ({ ...problem, path: `document.${problem.path}` }));

function sameEntity(before: { entity: string } | undefined, after: { entity: string }): FieldProblemInput[] {
  return before !== undefined && before.entity !== after.entity ? [{ path: 'document.entity', ...ENTITY_FIXED }] : [];
}
