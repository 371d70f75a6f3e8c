/** What designers and the work app read and change: entities, forms, views, roles, templates. */

import Type, { type Static } from 'typebox';
import { EntityDocument, FieldDocument } from '../documents/entity.ts';
import { FormDocument } from '../documents/form.ts';
import { Key } from '../documents/keys.ts';
import { RoleDocument } from '../documents/role.ts';
import { TemplateManifest } from '../documents/template.ts';
import { ViewDocument } from '../documents/view.ts';
import { LocalizedText } from '../text.ts';
import { DocumentVersion, IdParams, Instant, KeyParams, Ref, Uuid, list } from './common.ts';
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
  kind: Type.Enum(['createEntity', 'addField', 'changeField', 'removeField', 'changeEntity', 'restoreField', 'removeEntity', 'restoreEntity']),
  entity: Key,
  field: Type.Optional(Key),
  /** Whether values that exist today would be lost. */
  losesData: Type.Boolean(),
  sql: Type.Array(Type.String()),
  /** The strongest lock any statement takes on the table; `none` for a new table. */
  lock: Type.Optional(Type.String()),
});
export type PlannedChange = Static<typeof PlannedChange>;

/**
 * Records that stand in the way of a change, counted before it runs. `convert`: values that are not of the new type;
 * `required`: records without a value; `unique`: records that share one; `choices`: records that hold a removed choice.
 */
export const ChangePreview = Type.Object({
  entity: Key,
  field: Key,
  kind: Type.Enum(['convert', 'required', 'unique', 'choices']),
  records: Type.Integer(),
  total: Type.Integer(),
  /** The first 20: what is there, and what it would become (`null`: nothing). */
  samples: Type.Array(Type.Object({ id: Uuid, label: Type.String(), from: Type.String(), to: Type.Union([Type.String(), Type.Null()]) })),
});
export type ChangePreview = Static<typeof ChangePreview>;

export const SaveEntity = Type.Object(
  {
    version: DocumentVersion,
    document: EntityDocument,
    /**
     * By field, what happens to values that do not convert: `clear` empties them (they stay in the history); `refuse`, when
     * absent, refuses the change. Making a field required or unique never changes records: `unique` is refused while
     * records share a value, `required` holds from the next save of each record.
     */
    unconvertible: Type.Optional(Type.Record(Type.String(), Type.Enum(['refuse', 'clear']))),
  },
  { additionalProperties: false },
);

/** What was deleted from the design, with what it held. */
export const TrashedDesign = Type.Object({
  id: Uuid,
  kind: Type.Enum(['field', 'entity']),
  entity: Key,
  key: Key,
  label: LocalizedText,
  type: Type.Optional(Type.String()),
  deletedAt: Instant,
  deletedBy: Type.Union([Ref, Type.Null()]),
  /** Records that have a value, or records of the entity. */
  records: Type.Integer(),
});
export type TrashedDesign = Static<typeof TrashedDesign>;

/** Where a field or entity is used; nothing that is used can be deleted. */
export const DesignUse = Type.Object({ kind: Type.Enum(['field', 'form', 'view', 'role', 'process', 'entity']), key: Type.String(), label: LocalizedText, place: Type.String() });
export type DesignUse = Static<typeof DesignUse>;

/** What keeps a design fast: indexes and stored computed values, built in the background. */
export const PhysicalAid = Type.Object({ entity: Key, fields: Type.Array(Key), kind: Type.Enum(['sort', 'search', 'computed']), status: Type.Enum(['waiting', 'building', 'ready', 'failed']), done: Type.Integer(), total: Type.Integer() });
export type PhysicalAid = Static<typeof PhysicalAid>;
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

  entities: route({ method: 'GET', path: '/api/design/entities', tag: 'design', permission: 'designEntity', summary: 'All entity documents', answer: list(VersionedEntity) }),
  planEntity: route({ method: 'POST', path: '/api/design/entities/:key/plan', tag: 'design', permission: 'designEntity', asks: true, summary: 'What saving this document would change; changes nothing', params: KeyParams, body: SaveEntity, answer: Type.Object({ changes: Type.Array(PlannedChange), previews: Type.Array(ChangePreview) }) }),
  saveEntity: route({ method: 'PUT', path: '/api/design/entities/:key', tag: 'design', permission: 'designEntity', summary: 'Create or change an entity and its table', params: KeyParams, body: SaveEntity, answer: VersionedEntity }),

  deleteEntity: route({
    method: 'DELETE', path: '/api/design/entities/:key', tag: 'design', permission: 'design', summary: 'Put an entity with its records into the trash; refused while something uses it', params: KeyParams,
    query: Type.Object({ version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  }),
  designUses: route({
    method: 'GET', path: '/api/design/entities/:key/uses', tag: 'design', permission: 'design', summary: 'What uses an entity, or one of its fields', params: KeyParams,
    query: Type.Object({ field: Type.Optional(Key) }, { additionalProperties: false }), answer: list(DesignUse),
  }),
  mergeChoices: route({
    method: 'POST', path: '/api/design/entities/:key/choices', tag: 'design', permission: 'design', summary: 'Merge choices of a select field: records with any of `from` get `into`', params: KeyParams,
    body: Type.Object({ version: DocumentVersion, field: Key, from: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 100 }), into: Type.String({ maxLength: 100 }) }, { additionalProperties: false }),
    answer: Type.Object({ entity: VersionedEntity, records: Type.Integer() }),
  }),
  designTrash: route({ method: 'GET', path: '/api/design/trash', tag: 'design', permission: 'design', summary: 'Deleted fields and entities', answer: list(TrashedDesign) }),
  restoreDesign: route({ method: 'POST', path: '/api/design/trash/:id/restore', tag: 'design', permission: 'design', summary: 'Bring a field or entity back with its data', params: IdParams, answer: VersionedEntity }),
  purgeDesign: route({ method: 'DELETE', path: '/api/design/trash/:id', tag: 'design', permission: 'design', summary: 'Delete it for ever', params: IdParams }),
  previewFormula: route({
    method: 'POST', path: '/api/design/entities/:key/formula', tag: 'design', permission: 'design', asks: true, summary: 'Check a formula and compute it on a record the actor may read', params: KeyParams,
    body: Type.Object({ expression: Type.String({ maxLength: 200_000 }), record: Type.Optional(Uuid) }, { additionalProperties: false }),
    answer: Type.Object({
      type: Type.Union([Type.String(), Type.Null()]),
      value: Type.Unknown(),
      problems: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer(), code: Type.String(), message: Type.String() })),
    }),
  }),
  physicalAids: route({ method: 'GET', path: '/api/design/aids', tag: 'design', permission: 'design', summary: 'Indexes and stored computed values, and how far they are built', answer: list(PhysicalAid) }),
  forms: route({ method: 'GET', path: '/api/design/forms', tag: 'design', permission: 'designEntity', summary: 'All form documents', answer: list(VersionedForm) }),
  saveForm: route({ method: 'PUT', path: '/api/design/forms/:key', tag: 'design', permission: 'designEntity', summary: 'Create or change a form, with the new fields on it', params: KeyParams, body: SaveForm, answer: Type.Object({ form: VersionedForm, entity: VersionedEntity }) }),

  views: route({ method: 'GET', path: '/api/design/views', tag: 'design', permission: 'designEntity', summary: 'All view documents', answer: list(VersionedView) }),
  saveView: route({ method: 'PUT', path: '/api/design/views/:key', tag: 'design', permission: 'designEntity', summary: 'Create or change a shared view', params: KeyParams, body: Type.Object({ version: DocumentVersion, document: ViewDocument }, { additionalProperties: false }), answer: VersionedView }),

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
