/**
 * Changes to records, all through the one write door. Every POST and PATCH takes a header `Idempotency-Key` (8 to 200
 * characters): the same key with the same request gives the first answer again for a day, with another request 422.
 */

import Type, { type Static } from 'typebox';
import { EntityParams, RecordParams, Ref, Uuid } from './common.ts';
import { RecordValues, RecordView } from './record-routes.ts';
import { route } from './route.ts';

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
    /** The version the change is based on (or the header `If-Match: "3"`); a newer one answers RECORD_VERSION_CONFLICT with both values. */
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Only the fields that change. */
    values: RecordValues,
    submit: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);


/** One of many changes. `upsert`: the record with these values in the unique fields `by` is changed, or made. */
export const RecordChange = Type.Union([
  Type.Object({ op: Type.Literal('create'), values: RecordValues }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('update'), id: Uuid, version: Type.Optional(Type.Integer({ minimum: 1 })), values: RecordValues }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('delete'), id: Uuid, version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('upsert'), by: Type.Array(Type.String({ maxLength: 48 }), { minItems: 1, maxItems: 3 }), values: RecordValues }, { additionalProperties: false }),
]);
export type RecordChange = Static<typeof RecordChange>;
export const MAX_BULK_CHANGES = 1000;

/** `all`: all or nothing, the first refusal is the answer's error; `each`: row by row, with a report. */
export const BulkChange = Type.Object(
  { mode: Type.Enum(['all', 'each']), changes: Type.Array(RecordChange, { minItems: 1, maxItems: MAX_BULK_CHANGES }) },
  { additionalProperties: false },
);
export type BulkChange = Static<typeof BulkChange>;

/** In the order of `changes`. `error` has the wire form of an error. */
export const BulkAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      status: Type.Enum(['created', 'updated', 'unchanged', 'deleted', 'refused']),
      id: Type.Optional(Uuid),
      version: Type.Optional(Type.Integer()),
      error: Type.Optional(Type.Unknown()),
    }),
  ),
});
export type BulkAnswer = Static<typeof BulkAnswer>;

/** A record like the one being entered. `rule`: key of the duplicate rule. */
export const DuplicateMatch = Type.Object({ rule: Type.String(), label: Type.Record(Type.String(), Type.String()), onMatch: Type.Enum(['warn', 'refuse']), record: Ref });
export type DuplicateMatch = Static<typeof DuplicateMatch>;

/**
 * Records become one: `values` go into the kept one, what pointed to the others points to it, its subforms and to-many
 * relations take theirs in, the others go to the trash.
 */
export const MergeRecords = Type.Object(
  { version: Type.Integer({ minimum: 1 }), others: Type.Array(Type.Object({ id: Uuid, version: Type.Integer({ minimum: 1 }) }), { minItems: 1, maxItems: 9 }), values: RecordValues },
  { additionalProperties: false },
);
export type MergeRecords = Static<typeof MergeRecords>;

export const recordChangeRoutes = {
  createRecord: route({ method: 'POST', path: '/api/records/:entity', tag: 'records', permission: 'record', summary: 'Create a record', params: EntityParams, body: CreateRecord, answer: RecordView }),
  updateRecord: route({ method: 'PATCH', path: '/api/records/:entity/:id', tag: 'records', permission: 'record', summary: 'Change a record', params: RecordParams, body: UpdateRecord, answer: RecordView }),
  deleteRecord: route({
    method: 'DELETE', path: '/api/records/:entity/:id', tag: 'records', permission: 'record', summary: 'Delete a record', params: RecordParams,
    query: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }),
  }),
  changeRecords: route({ method: 'POST', path: '/api/records/:entity/bulk', tag: 'records', permission: 'record', summary: 'Many changes at once', params: EntityParams, body: BulkChange, bodyLimit: 16 * 1024 * 1024, answer: BulkAnswer }),
  restoreRecord: route({ method: 'POST', path: '/api/records/:entity/:id/restore', tag: 'records', permission: 'record', summary: 'Bring a deleted record back', params: RecordParams, answer: RecordView }),
  findDuplicates: route({
    method: 'POST', path: '/api/records/:entity/duplicates', tag: 'records', permission: 'record', asks: true, summary: 'Records like these values, by the duplicate rules', params: EntityParams,
    body: Type.Object({ values: RecordValues, id: Type.Optional(Uuid) }, { additionalProperties: false }),
    answer: Type.Object({ items: Type.Array(DuplicateMatch) }),
  }),
  mergeRecords: route({ method: 'POST', path: '/api/records/:entity/:id/merge', tag: 'records', permission: 'record', summary: 'Merge duplicates into this record', params: RecordParams, body: MergeRecords, answer: RecordView }),
  pressButton: route({
    method: 'POST', path: '/api/records/:entity/:id/buttons/:field', tag: 'records', permission: 'record', summary: 'What a button field does',
    params: Type.Object({ ...RecordParams.properties, field: Type.String({ maxLength: 48 }) }),
    answer: Type.Object({ record: Type.Union([RecordView, Type.Null()]), url: Type.Optional(Type.String()), instance: Type.Optional(Uuid) }),
  }),
};
