/**
 * Records: reading over the secured relation, writing through the one door. A field the actor may not read
 * answers like one that does not exist, a record out of scope like one that does not exist.
 */

import Type, { type Static } from 'typebox';
import { FilterSchema, SortKeySchema } from '../documents/view.ts';
import { EntityParams, Instant, RecordParams, Ref, Uuid } from './common.ts';
import { route } from './route.ts';

/**
 * Values by field key in wire form. Reading: relation and member fields are `{ id, label }` or null, subform
 * fields an array of `{ id, values }`. Writing: relation and member fields take the id (or the object that was
 * read), a subform takes the whole list, rows with an `id` are kept and changed, those missing are deleted.
 * Decimals are strings.
 */
export const RecordValues = Type.Record(Type.String(), Type.Unknown());
export type RecordValues = Record<string, unknown>;

export const RecordView = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  values: RecordValues,
  /** What the actor may do with this record. */
  can: Type.Optional(Type.Object({ update: Type.Boolean(), delete: Type.Boolean() })),
});
export interface RecordView {
  id: string;
  version: number;
  values: RecordValues;
  can?: { update: boolean; delete: boolean };
}

export const RecordQuery = Type.Object(
  {
    /** Fields to return, paths over many-to-one relations allowed; all readable fields but subforms when absent. */
    fields: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200 })),
    filter: Type.Optional(FilterSchema),
    /** Ties are broken by id. */
    sort: Type.Optional(Type.Array(SortKeySchema, { maxItems: 5 })),
    /** Case-insensitive substring search over the readable text fields. */
    search: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    /** `next` of the page before; opaque, signed, bound to the actor and the query. */
    cursor: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  { additionalProperties: false },
);
export type RecordQuery = Static<typeof RecordQuery>;

export const RecordPage = Type.Object({ rows: Type.Array(RecordView), next: Type.Union([Type.String(), Type.Null()]) });
export interface RecordPage {
  rows: RecordView[];
  next: string | null;
}

export const CreateRecord = Type.Object(
  {
    values: RecordValues,
    /** Submits the record to the process that starts on submit, in the same transaction. */
    submit: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export const UpdateRecord = Type.Object(
  {
    /** The version the change is based on; a newer one answers RECORD_VERSION_CONFLICT with both values. */
    version: Type.Integer({ minimum: 1 }),
    /** Only the fields that change. */
    values: RecordValues,
    submit: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** `details` of RECORD_VERSION_CONFLICT, only fields the actor may read. */
export interface VersionConflict {
  readonly version: number;
  readonly changedBy: Ref | null;
  readonly changedAt: string;
  /** Fields changed since the version the person had: value now, and what they wanted to write if they did. */
  readonly fields: readonly { readonly field: string; readonly current: unknown; readonly yours?: unknown }[];
}

export const HistoryEntry = Type.Object({
  id: Type.String(),
  at: Instant,
  action: Type.Enum(['create', 'update', 'delete']),
  actor: Type.Union([Ref, Type.Null()]),
  /** Through what the change came. `ref`: instance or import id; `label`: its name. */
  via: Type.Object({ kind: Type.Enum(['form', 'import', 'process', 'template', 'api']), ref: Type.Optional(Type.String()), label: Type.Optional(Type.String()) }),
  /** The row of a subform the change is about; absent for the record itself. */
  row: Type.Optional(Type.Object({ subform: Type.String(), entity: Type.String(), id: Uuid })),
  changes: Type.Array(Type.Object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const recordRoutes = {
  queryRecords: route({ method: 'POST', path: '/api/records/:entity/query', tag: 'records', permission: 'record', summary: 'A page of records', params: EntityParams, body: RecordQuery, answer: RecordPage }),
  countRecords: route({
    method: 'POST', path: '/api/records/:entity/count', tag: 'records', permission: 'record', summary: 'How many records match',
    params: EntityParams,
    body: Type.Object({ filter: Type.Optional(FilterSchema), search: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
    answer: Type.Object({ count: Type.Integer() }),
  }),
  exportRecords: route({
    method: 'POST', path: '/api/records/:entity/export', tag: 'records', permission: 'record', summary: 'Matching records as CSV, streamed',
    params: EntityParams,
    body: Type.Object({ fields: Type.Optional(Type.Array(Type.String({ maxLength: 100 }))), filter: Type.Optional(FilterSchema), sort: Type.Optional(Type.Array(SortKeySchema, { maxItems: 5 })), search: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
    produces: 'text/csv',
  }),
  readRecord: route({ method: 'GET', path: '/api/records/:entity/:id', tag: 'records', permission: 'record', summary: 'One record with its subforms', params: RecordParams, answer: RecordView }),
  createRecord: route({ method: 'POST', path: '/api/records/:entity', tag: 'records', permission: 'record', summary: 'Create a record', params: EntityParams, body: CreateRecord, answer: RecordView }),
  updateRecord: route({ method: 'PATCH', path: '/api/records/:entity/:id', tag: 'records', permission: 'record', summary: 'Change a record', params: RecordParams, body: UpdateRecord, answer: RecordView }),
  deleteRecord: route({
    method: 'DELETE', path: '/api/records/:entity/:id', tag: 'records', permission: 'record', summary: 'Delete a record', params: RecordParams,
    query: Type.Object({ version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  }),
  recordHistory: route({ method: 'GET', path: '/api/records/:entity/:id/history', tag: 'records', permission: 'record', summary: 'Who changed what, newest first, as far as the actor may read', params: RecordParams, answer: Type.Object({ items: Type.Array(HistoryEntry) }) }),
  recordInstances: route({
    method: 'GET', path: '/api/records/:entity/:id/instances', tag: 'processes', permission: 'record', summary: 'Processes of a record, newest first', params: RecordParams,
    answer: Type.Object({ items: Type.Array(Type.Object({ id: Uuid, process: Type.String(), label: Type.Record(Type.String(), Type.String()), version: Type.Integer(), status: Type.Enum(['running', 'completed', 'terminated', 'incident']), startedAt: Instant, startedBy: Type.Union([Ref, Type.Null()]), endedAt: Type.Union([Instant, Type.Null()]) })) }),
  }),
};
