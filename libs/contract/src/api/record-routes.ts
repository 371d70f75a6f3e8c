/**
 * Records: reading over the secured relation, writing through the one door. A field the actor may not read
 * answers like one that does not exist, a record out of scope like one that does not exist.
 */

import Type, { type Static } from 'typebox';
import { FIELD_AGGREGATES, FilterSchema, GroupKeySchema, MAX_VIEW_TOTALS, SortKeySchema } from '../documents/view.ts';
import { EntityParams, Instant, RecordParams, Ref, Uuid } from './common.ts';
import { route } from './route.ts';

/**
 * Values by field key in wire form. Reading: relation and member fields are `{ id, label }` or null, subform
 * fields an array of `{ id, values }`, lists of members, links and files `[]` where there are none. Writing: relation
 * and member fields take the id (or the object that was read), a list may be `[]` or null, a subform takes the whole
 * list, rows with an `id` are kept and changed, those missing are deleted. Decimals are strings.
 */
export const RecordValues = Type.Record(Type.String(), Type.Unknown());
export type RecordValues = Record<string, unknown>;

export const RecordView = Type.Object({
  id: Uuid,
  version: Type.Integer(),
  values: RecordValues,
  /** What the actor may do with this record. */
  can: Type.Optional(Type.Object({ update: Type.Boolean(), delete: Type.Boolean() })),
  /**
   * Names in `values` whose value is shown masked: it is a text like `138****5678`, whatever the type of the field. Sent back
   * as it came it changes nothing. Absent when there are none.
   */
  masked: Type.Optional(Type.Array(Type.String())),
});
export interface RecordView {
  id: string;
  version: number;
  values: RecordValues;
  can?: { update: boolean; delete: boolean };
  masked?: string[];
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
    /** `next` or `prev` of a page; opaque, signed, bound to the actor and the query. */
    cursor: Type.Optional(Type.String({ maxLength: 4000 })),
    /**
     * Relations whose records come along: a to-one relation's value is then `{ id, label, values }`, a subform or to-many
     * relation is a list of such (the first 50), `order:account` is a further key of `values` with the records that point here.
     */
    expand: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 10 })),
  },
  { additionalProperties: false },
);
export type RecordQuery = Static<typeof RecordQuery>;

const Cursor = Type.Union([Type.String(), Type.Null()]);
/** `prev`: the page before this one, in the same order; null on the first page. */
export const RecordPage = Type.Object({ rows: Type.Array(RecordView), next: Cursor, prev: Cursor });
export interface RecordPage {
  rows: RecordView[];
  next: string | null;
  prev: string | null;
}

const filtered = { filter: Type.Optional(FilterSchema), search: Type.Optional(Type.String({ maxLength: 200 })) };

export const GROUP_AGGREGATES = ['count', ...FIELD_AGGREGATES] as const;

export const GroupQuery = Type.Object(
  {
    ...filtered,
    /**
     * Fields or paths; dates and instants by `bucket` in the workspace's zone. By a list (choices, members, links) a record
     * is in the group of each entry, so that counts and sums of the groups may be more than those of the records.
     * Empty: one group of everything.
     */
    by: Type.Array(GroupKeySchema, { maxItems: 4 }),
    /** `count` needs no field. */
    aggregates: Type.Array(
      Type.Object({ aggregate: Type.Enum([...GROUP_AGGREGATES]), field: Type.Optional(Type.String({ maxLength: 100 })) }, { additionalProperties: false }),
      { minItems: 1, maxItems: 1 + MAX_VIEW_TOTALS },
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
);
export type GroupQuery = Static<typeof GroupQuery>;
/** In the order of `by`. A key is a value in reading form (a bucket is its first day); `values` in the order of `aggregates`. */
export const GroupAnswer = Type.Object({
  groups: Type.Array(Type.Object({ keys: Type.Array(Type.Unknown()), values: Type.Array(Type.Unknown()) })),
  more: Type.Boolean(),
});
export type GroupAnswer = Static<typeof GroupAnswer>;
export const DistinctQuery = Type.Object(
  { ...filtered, field: Type.String({ maxLength: 100 }), startsWith: Type.Optional(Type.String({ maxLength: 200 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) },
  { additionalProperties: false },
);
export type DistinctQuery = Static<typeof DistinctQuery>;
/** Most frequent first. */
export const DistinctAnswer = Type.Object({ items: Type.Array(Type.Object({ value: Type.Unknown(), count: Type.Integer() })), more: Type.Boolean() });
export type DistinctAnswer = Static<typeof DistinctAnswer>;
/** Deleted records the actor may restore, last deleted first. */
export const TrashedRecord = Type.Object({ id: Uuid, label: Type.String(), version: Type.Integer(), deletedAt: Instant, deletedBy: Type.Union([Ref, Type.Null()]) });
export type TrashedRecord = Static<typeof TrashedRecord>;

/** `details` of RECORD_VERSION_CONFLICT, only fields the actor may read. */
export interface VersionConflict {
  readonly version: number;
  readonly changedBy: Ref | null;
  readonly changedAt: string;
  /** Fields changed since the version the person had: value now, and what they wanted to write if they did. */
  readonly fields: readonly { readonly field: string; readonly current: unknown; readonly yours?: unknown }[];
}

/** Through what a change came. `share`: the public form of a link; `handOver`: what somebody left to a colleague. */
export const VIA_KINDS = ['form', 'import', 'process', 'template', 'api', 'share', 'handOver'] as const;
export type ViaKind = (typeof VIA_KINDS)[number];

export const HistoryEntry = Type.Object({
  id: Type.String(),
  at: Instant,
  action: Type.Enum(['create', 'update', 'delete', 'restore', 'merge']),
  actor: Type.Union([Ref, Type.Null()]),
  /** Through what the change came. `ref`: instance or import id; `label`: its name. */
  via: Type.Object({ kind: Type.Enum([...VIA_KINDS]), ref: Type.Optional(Type.String()), label: Type.Optional(Type.String()) }),
  /** The row of a subform the change is about; absent for the record itself. */
  row: Type.Optional(Type.Object({ subform: Type.String(), entity: Type.String(), id: Uuid })),
  changes: Type.Array(Type.Object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const EXPORT_FORMATS = ['csv', 'xlsx', 'json'] as const;
export const ExportFormat = Type.Enum([...EXPORT_FORMATS]);
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const recordRoutes = {
  queryRecords: route({ method: 'POST', path: '/api/records/:entity/query', tag: 'records', permission: 'record', asks: true, summary: 'A page of records', params: EntityParams, body: RecordQuery, answer: RecordPage }),
  countRecords: route({
    method: 'POST', path: '/api/records/:entity/count', tag: 'records', permission: 'record', asks: true, summary: 'How many records match',
    params: EntityParams,
    body: Type.Object({ filter: Type.Optional(FilterSchema), search: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
    answer: Type.Object({ count: Type.Integer() }),
  }),
  groupRecords: route({ method: 'POST', path: '/api/records/:entity/group', tag: 'records', permission: 'record', asks: true, summary: 'Groups of records with aggregates', params: EntityParams, body: GroupQuery, answer: GroupAnswer }),
  distinctValues: route({ method: 'POST', path: '/api/records/:entity/distinct', tag: 'records', permission: 'record', asks: true, summary: 'Values a field has, with how often', params: EntityParams, body: DistinctQuery, answer: DistinctAnswer }),
  trashedRecords: route({ method: 'GET', path: '/api/records/:entity/trash', tag: 'records', permission: 'record', summary: 'Deleted records (last 200)', params: EntityParams, answer: Type.Object({ items: Type.Array(TrashedRecord) }) }),
  exportRecords: route({
    method: 'POST', path: '/api/records/:entity/export', tag: 'records', permission: 'record', asks: true, summary: 'Matching records as a file, streamed',
    params: EntityParams,
    body: Type.Object({ format: Type.Optional(ExportFormat), fields: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 })), filter: Type.Optional(FilterSchema), sort: Type.Optional(Type.Array(SortKeySchema, { maxItems: 5 })), search: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
    produces: 'application/octet-stream',
  }),
  readRecord: route({ method: 'GET', path: '/api/records/:entity/:id', tag: 'records', permission: 'record', summary: 'One record with its subforms', params: RecordParams, answer: RecordView }),
  recordHistory: route({ method: 'GET', path: '/api/records/:entity/:id/history', tag: 'records', permission: 'record', summary: 'Who changed what, newest first, as far as the actor may read', params: RecordParams, answer: Type.Object({ items: Type.Array(HistoryEntry) }) }),
  recordInstances: route({
    method: 'GET', path: '/api/records/:entity/:id/instances', tag: 'processes', permission: 'record', summary: 'Processes of a record, newest first', params: RecordParams,
    answer: Type.Object({ items: Type.Array(Type.Object({ id: Uuid, process: Type.String(), label: Type.Record(Type.String(), Type.String()), version: Type.Integer(), status: Type.Enum(['running', 'completed', 'terminated', 'incident']), startedAt: Instant, startedBy: Type.Union([Ref, Type.Null()]), endedAt: Type.Union([Instant, Type.Null()]) })) }),
  }),
};
