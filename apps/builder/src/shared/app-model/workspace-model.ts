/** Look-ups over AppModel: entities, their default form and view, and who points to whom. Pure. */

import type { AppModel, EntityDocument, FieldDocument, FormDocument, RelationOptions, SubformOptions, ViewDocument } from '@tessera/contract';

export interface IncomingRelation {
  readonly entity: EntityDocument;
  readonly field: FieldDocument;
}

export interface WorkspaceModel {
  readonly app: AppModel;
  /** Entities of the navigation, in the designer's order: child tables of subforms are not among them. */
  readonly mainEntities: readonly EntityDocument[];
  entity(key: string): EntityDocument | undefined;
  /** Whose field this is; undefined for a system field or one made up. */
  entityOfField(field: FieldDocument): EntityDocument | undefined;
  /** The form that opens by default: the one with the entity's key, else its first, else one made of all fields. */
  form(entity: EntityDocument): FormDocument;
  namedForm(key: string): FormDocument | undefined;
  view(entity: EntityDocument): ViewDocument | undefined;
  views(entity: EntityDocument): readonly ViewDocument[];
  /** Relation fields of other main entities that point to this one. */
  pointingTo(entity: string): readonly IncomingRelation[];
  submission(entity: string): AppModel['submittable'][number] | undefined;
}

export function workspaceModel(app: AppModel): WorkspaceModel {
  const byKey = new Map(app.entities.map((entity) => [entity.key, entity]));
  const owners = new Map(app.entities.flatMap((entity) => entity.fields.map((field) => [field, entity] as const)));
  const mainEntities = app.entities.filter((entity) => !entity.parent);
  return {
    app,
    mainEntities,
    entity: (key) => byKey.get(key),
    entityOfField: (field) => owners.get(field),
    form: (entity) => app.forms.find((form) => form.key === entity.key) ?? app.forms.find((form) => form.entity === entity.key) ?? formOfAllFields(entity),
    namedForm: (key) => app.forms.find((form) => form.key === key),
    view: (entity) => app.views.find((view) => view.key === entity.key) ?? app.views.find((view) => view.entity === entity.key),
    views: (entity) => app.views.filter((view) => view.entity === entity.key),
    pointingTo: (target) =>
      mainEntities.flatMap((entity) =>
        entity.fields.filter((field) => field.type === 'relation' && relationTarget(field) === target).map((field) => ({ entity, field })),
      ),
    submission: (entity) => app.submittable.find((start) => start.entity === entity),
  };
}

export const relationTarget = (field: FieldDocument): string | undefined => (field.options as RelationOptions | undefined)?.entity;
export const subformEntity = (field: FieldDocument): string | undefined => (field.options as SubformOptions | undefined)?.entity;

function formOfAllFields(entity: EntityDocument): FormDocument {
  const wide = new Set(['longText', 'richText', 'subform']);
  return {
    key: entity.key,
    entity: entity.key,
    label: entity.label,
    sections: [{ key: 'fields', columns: 2, items: entity.fields.map((field) => ({ field: field.key, ...(wide.has(field.type) ? { span: 2 } : {}) })) }],
  };
}
