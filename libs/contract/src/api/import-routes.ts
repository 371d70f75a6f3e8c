/** Imports: upload a file, map its columns, preview the problems, run in the background, see what came of it. */

import Type, { type Static } from 'typebox';
import { EntityDocument } from '../documents/entity.ts';
import { Key } from '../documents/keys.ts';
import { IdParams, Instant, Ref, Uuid, list } from './common.ts';
import { route } from './route.ts';

/** What the rows become: records of an entity, or members of the workspace. */
export const ImportTarget = Type.Union([
  Type.Object({ kind: Type.Literal('entity'), entity: Key }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('members') }, { additionalProperties: false }),
]);
export type ImportTarget = Static<typeof ImportTarget>;

/** `none`: not said yet, of a file for a table that is still to be made. */
export const UploadTarget = Type.Union([ImportTarget, Type.Object({ kind: Type.Literal('none') }, { additionalProperties: false })]);
export type UploadTarget = Static<typeof UploadTarget>;

/**
 * Where a column goes.
 * `field`: a field key; for members `name`, `email`, `title`, `phone`. Several columns may name the same text field:
 *   their values are joined by a space in the order of the mapping (first and last name).
 * `externalKey`: the row's key in the system the file comes from; remembered, so that later files can link by it.
 *   Several columns may form it together.
 * `match`: for relation and member fields, what the cell holds: the `externalKey` of an earlier import, or the
 *   `title` (name) of the record.
 * `values`: replaces cell texts before they are read, e.g. `{ "0": "on_sale", "1": "discontinued" }`.
 */
export const ColumnMapping = Type.Object(
  {
    column: Type.Integer({ minimum: 0 }),
    field: Type.Optional(Type.String({ maxLength: 48 })),
    externalKey: Type.Optional(Type.Boolean()),
    match: Type.Optional(Type.Enum(['externalKey', 'title', 'field'])),
    /** With `match: 'field'`: the unique field of the linked records that the cell holds. */
    matchField: Type.Optional(Type.String({ maxLength: 48 })),
    values: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { additionalProperties: false },
);
export type ColumnMapping = Static<typeof ColumnMapping>;

export const ImportMapping = Type.Object(
  {
    columns: Type.Array(ColumnMapping, { maxItems: 500 }),
    /** Cell texts that mean "nothing", compared exactly: `NULL`. The empty cell always does. */
    nullWords: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 }),
    /** Values for fields no column gives, e.g. `{ "status": "done" }`. */
    constants: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** What happens to rows that are (not) there yet; `create` when absent. */
    mode: Type.Optional(Type.Enum(['create', 'update', 'upsert'])),
    /** For `update` and `upsert`: the unique fields that tell which record a row is, or `externalKey`. */
    matchBy: Type.Optional(Type.Array(Type.String({ maxLength: 48 }), { minItems: 1, maxItems: 3 })),
    /** Rows like a record that is there, or like an earlier row, by a duplicate rule that warns: refused (also when absent), or imported all the same. A rule that refuses does so either way. */
    duplicates: Type.Optional(Type.Enum(['refuse', 'import'])),
  },
  { additionalProperties: false },
);
export type ImportMapping = Static<typeof ImportMapping>;

export const RowProblem = Type.Object({
  /** Line of the file, the header being line 1. */
  line: Type.Integer(),
  column: Type.Union([Type.String(), Type.Null()]),
  field: Type.Union([Type.String(), Type.Null()]),
  value: Type.Union([Type.String(), Type.Null()]),
  code: Type.String(),
  message: Type.String(),
});
export type RowProblem = Static<typeof RowProblem>;

export const ImportView = Type.Object({
  id: Uuid,
  target: UploadTarget,
  fileName: Type.String(),
  /** `reading`: the file is being read. `undoing`: what it made is being taken back. */
  status: Type.Enum(['reading', 'mapping', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone']),
  /** Why it failed, in the reader's language. */
  problem: Type.Union([Type.String(), Type.Null()]),
  format: Type.Enum(['csv', 'xlsx']),
  /** Sheets of a workbook, and which one is read. */
  sheets: Type.Array(Type.String()),
  sheet: Type.Union([Type.String(), Type.Null()]),
  /** Names of the columns, in order, and the first rows as read. */
  columns: Type.Array(Type.String()),
  sample: Type.Array(Type.Array(Type.String())),
  encoding: Type.Enum(['utf-8', 'gb18030', 'utf-16le']),
  rows: Type.Integer(),
  /** Rows put together again where a comma without quotes had cut a text in two. */
  mended: Type.Integer(),
  /** Guessed at upload, then as the person set it. */
  mapping: ImportMapping,
  done: Type.Integer(),
  imported: Type.Integer(),
  /** Of those imported, records that were there before and were changed. */
  updated: Type.Integer(),
  refused: Type.Integer(),
  /** After an undo: records taken back, and records left because somebody has changed them since or they are not to be deleted. */
  undone: Type.Integer(),
  notUndone: Type.Integer(),
  createdAt: Instant,
  createdBy: Type.Union([Ref, Type.Null()]),
});
export type ImportView = Static<typeof ImportView>;

export const ImportPreview = Type.Object({
  checked: Type.Integer(),
  good: Type.Integer(),
  bad: Type.Integer(),
  /** The first 200. */
  problems: Type.Array(RowProblem),
  /** The first rows as they would be saved. */
  rows: Type.Array(Type.Record(Type.String(), Type.Unknown())),
});
export type ImportPreview = Static<typeof ImportPreview>;

export const importRoutes = {
  uploadImport: route({
    method: 'POST', path: '/api/imports', tag: 'imports', permission: 'record', summary: 'Upload a CSV or XLSX file (raw bytes, streamed); who designs may leave open what the rows become', bodyKind: 'stream', bodyLimit: 4 * 1024 * 1024 * 1024,
    query: Type.Object({ fileName: Type.String({ minLength: 1, maxLength: 200 }), entity: Type.Optional(Key), members: Type.Optional(Type.Boolean()), sheet: Type.Optional(Type.String({ maxLength: 100 })) }, { additionalProperties: false }),
    answer: ImportView,
  }),
  imports: route({ method: 'GET', path: '/api/imports', tag: 'imports', permission: 'record', summary: 'Own imports, newest first', answer: list(ImportView) }),
  readImport: route({ method: 'GET', path: '/api/imports/:id', tag: 'imports', permission: 'record', summary: 'An import and its progress', params: IdParams, answer: ImportView }),
  previewImport: route({ method: 'POST', path: '/api/imports/:id/preview', tag: 'imports', permission: 'record', summary: 'Check every row with this mapping; changes nothing', params: IdParams, body: ImportMapping, answer: ImportPreview }),
  runImport: route({ method: 'POST', path: '/api/imports/:id/run', tag: 'imports', permission: 'record', summary: 'Run in the background with this mapping', params: IdParams, body: ImportMapping, answer: ImportView }),
  cancelImport: route({ method: 'POST', path: '/api/imports/:id/cancel', tag: 'imports', permission: 'record', summary: 'Stop; what is in stays in', params: IdParams, answer: ImportView }),
  undoImport: route({ method: 'POST', path: '/api/imports/:id/undo', tag: 'imports', permission: 'record', summary: 'Take back what it made and changed, except what somebody changed since', params: IdParams, answer: ImportView }),
  proposeEntity: route({ method: 'GET', path: '/api/imports/:id/entity', tag: 'imports', permission: 'design', summary: 'An entity that fits the file, types guessed from its rows, and the mapping to it', params: IdParams, answer: Type.Object({ document: EntityDocument, mapping: ImportMapping }) }),
  retargetImport: route({ method: 'POST', path: '/api/imports/:id/target', tag: 'imports', permission: 'record', summary: 'Import into another entity', params: IdParams, body: ImportTarget, answer: ImportView }),
  readSheet: route({ method: 'POST', path: '/api/imports/:id/sheet', tag: 'imports', permission: 'record', summary: 'Read another sheet of the workbook, which is kept until the import is run or for a day', params: IdParams, body: Type.Object({ sheet: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false }), answer: ImportView }),
  importProblems: route({ method: 'GET', path: '/api/imports/:id/problems', tag: 'imports', permission: 'record', summary: 'Why rows were refused (first 200)', params: IdParams, answer: list(RowProblem) }),
  importRefused: route({ method: 'GET', path: '/api/imports/:id/refused.csv', tag: 'imports', permission: 'record', summary: 'The refused rows with the reason, as CSV', params: IdParams, produces: 'text/csv' }),
  importRecords: route({ method: 'GET', path: '/api/imports/:id/records', tag: 'imports', permission: 'record', summary: 'What was imported (first 200 the actor may read)', params: IdParams, answer: list(Type.Object({ line: Type.Integer(), id: Uuid, label: Type.String() })) }),
};
