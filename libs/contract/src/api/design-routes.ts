/** What designers and the work app read and change: entities, forms, views, roles, templates. */

import Type, { type Static } from 'typebox';
import { EntityDocument, FieldDocument } from '../documents/entity.ts';
import { FormDocument } from '../documents/form.ts';
import { Key } from '../documents/keys.ts';
import { RoleDocument } from '../documents/role.ts';
import { TemplateManifest } from '../documents/template.ts';
import { ViewDocument } from '../documents/view.ts';
import { DocumentVersion, KeyParams, list } from './common.ts';
import { route } from './route.ts';

const versioned = <S extends Type.TSchema>(document: S) => Type.Object({ version: Type.Integer(), document });

export const VersionedEntity = versioned(EntityDocument);
export const VersionedForm = versioned(FormDocument);
export const VersionedView = versioned(ViewDocument);
export const VersionedRole = versioned(RoleDocument);
export type VersionedEntity = Static<typeof VersionedEntity>;
export type VersionedForm = Static<typeof VersionedForm>;
export type VersionedView = Static<typeof VersionedView>;
export type VersionedRole = Static<typeof VersionedRole>;

/**
 * The work app's picture of the workspace: only entities and fields the actor may read; labels, options and
 * validations of hidden fields are absent, forms and views are cut to what is left.
 */
export const AppModel = Type.Object({
  entities: Type.Array(EntityDocument),
  forms: Type.Array(FormDocument),
  views: Type.Array(ViewDocument),
  /** Entities whose records can be submitted to a process, by the process's start. */
  submittable: Type.Array(Type.Object({ entity: Key, process: Key, label: Type.Record(Type.String(), Type.String()) })),
});
export type AppModel = Static<typeof AppModel>;

/** One line of a plan, shown before anything runs. */
export const PlannedChange = Type.Object({
  kind: Type.Enum(['createEntity', 'addField', 'changeField', 'removeField', 'changeEntity']),
  entity: Key,
  field: Type.Optional(Key),
  /** Whether values that exist today would be lost. */
  losesData: Type.Boolean(),
  sql: Type.Array(Type.String()),
});
export type PlannedChange = Static<typeof PlannedChange>;

export const SaveEntity = Type.Object({ version: DocumentVersion, document: EntityDocument }, { additionalProperties: false });
export const SaveForm = Type.Object(
  {
    version: DocumentVersion,
    document: FormDocument,
    /** Fields dragged onto the form that the entity does not have yet; added to it in the same transaction. */
    newFields: Type.Optional(Type.Array(FieldDocument, { maxItems: 50 })),
  },
  { additionalProperties: false },
);

export const TemplateView = Type.Object({
  manifest: TemplateManifest,
  installed: Type.Union([Type.Null(), Type.String({ description: 'The installed version.' })]),
  sampleRows: Type.Integer(),
});
export type TemplateView = Static<typeof TemplateView>;

export const InstallReport = Type.Object({ entities: Type.Integer(), forms: Type.Integer(), views: Type.Integer(), roles: Type.Integer(), processes: Type.Integer(), records: Type.Integer() });

export const designRoutes = {
  appModel: route({ method: 'GET', path: '/api/app', tag: 'work', permission: 'member', summary: 'Entities, forms and views as the actor may know them', answer: AppModel }),

  entities: route({ method: 'GET', path: '/api/design/entities', tag: 'design', permission: 'design', summary: 'All entity documents', answer: list(VersionedEntity) }),
  planEntity: route({ method: 'POST', path: '/api/design/entities/:key/plan', tag: 'design', permission: 'design', summary: 'What saving this document would change; changes nothing', params: KeyParams, body: SaveEntity, answer: Type.Object({ changes: Type.Array(PlannedChange) }) }),
  saveEntity: route({ method: 'PUT', path: '/api/design/entities/:key', tag: 'design', permission: 'design', summary: 'Create or change an entity and its table', params: KeyParams, body: SaveEntity, answer: VersionedEntity }),

  forms: route({ method: 'GET', path: '/api/design/forms', tag: 'design', permission: 'design', summary: 'All form documents', answer: list(VersionedForm) }),
  saveForm: route({ method: 'PUT', path: '/api/design/forms/:key', tag: 'design', permission: 'design', summary: 'Create or change a form, with the new fields on it', params: KeyParams, body: SaveForm, answer: Type.Object({ form: VersionedForm, entity: VersionedEntity }) }),

  views: route({ method: 'GET', path: '/api/design/views', tag: 'design', permission: 'design', summary: 'All view documents', answer: list(VersionedView) }),
  saveView: route({ method: 'PUT', path: '/api/design/views/:key', tag: 'design', permission: 'design', summary: 'Create or change a shared view', params: KeyParams, body: Type.Object({ version: DocumentVersion, document: ViewDocument }, { additionalProperties: false }), answer: VersionedView }),

  roles: route({ method: 'GET', path: '/api/design/roles', tag: 'access', permission: 'members', summary: 'All role documents', answer: list(VersionedRole) }),
  saveRole: route({ method: 'PUT', path: '/api/design/roles/:key', tag: 'access', permission: 'members', summary: 'Create or change a role; in force at once', params: KeyParams, body: Type.Object({ version: DocumentVersion, document: RoleDocument }, { additionalProperties: false }), answer: VersionedRole }),
  accessEntities: route({ method: 'GET', path: '/api/access/entities', tag: 'access', permission: 'members', summary: 'Entity documents, for whoever edits roles', answer: list(VersionedEntity) }),
  deleteRole: route({ method: 'DELETE', path: '/api/design/roles/:key', tag: 'access', permission: 'members', summary: 'Delete a role nobody holds', params: KeyParams }),

  templates: route({ method: 'GET', path: '/api/templates', tag: 'templates', permission: 'design', summary: 'Templates that can be installed', answer: list(TemplateView) }),
  installTemplate: route({
    method: 'POST', path: '/api/templates/:key/install', tag: 'templates', permission: 'design', summary: 'Install a template in one transaction', params: KeyParams,
    body: Type.Object({ sampleData: Type.Boolean(), version: Type.Optional(Type.String()) }, { additionalProperties: false }),
    answer: InstallReport,
  }),
};
