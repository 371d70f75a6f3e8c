/** Exports as background jobs that survive a restart: ask, watch the progress, fetch the file. */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';
import { FilterSchema, SortKeySchema } from '../documents/view.ts';
import { IdParams, Instant, Uuid, list } from './common.ts';
import { ExportFormat } from './record-routes.ts';
import { route } from './route.ts';

export const ExportRequest = Type.Object(
  {
    entity: Key,
    format: ExportFormat,
    /** Every readable and exportable field when absent. */
    fields: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 })),
    filter: Type.Optional(FilterSchema),
    sort: Type.Optional(Type.Array(SortKeySchema, { maxItems: 5 })),
    search: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type ExportRequest = Static<typeof ExportRequest>;

export const ExportView = Type.Object({
  id: Uuid,
  entity: Key,
  format: ExportFormat,
  status: Type.Enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  rows: Type.Integer(),
  /** Bytes of the file, once done. */
  size: Type.Union([Type.Integer(), Type.Null()]),
  fileName: Type.String(),
  /** Why it failed, in the reader's language. */
  problem: Type.Union([Type.String(), Type.Null()]),
  createdAt: Instant,
  /** When the file is deleted. */
  expiresAt: Instant,
});
export type ExportView = Static<typeof ExportView>;

export const exportRoutes = {
  startExport: route({ method: 'POST', path: '/api/exports', tag: 'exports', permission: 'record', summary: 'Write matching records to a file in the background', body: ExportRequest, answer: ExportView }),
  exports: route({ method: 'GET', path: '/api/exports', tag: 'exports', permission: 'record', summary: 'Own exports, newest first', answer: list(ExportView) }),
  readExport: route({ method: 'GET', path: '/api/exports/:id', tag: 'exports', permission: 'record', summary: 'An export and its progress', params: IdParams, answer: ExportView }),
  cancelExport: route({ method: 'POST', path: '/api/exports/:id/cancel', tag: 'exports', permission: 'record', summary: 'Stop an export', params: IdParams, answer: ExportView }),
  exportFile: route({ method: 'GET', path: '/api/exports/:id/file', tag: 'exports', permission: 'record', summary: 'The file', params: IdParams, produces: 'application/octet-stream' }),
};
