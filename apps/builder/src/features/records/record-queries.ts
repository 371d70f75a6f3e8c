/** The queries about one record; saving anything invalidates `['records']`, for other lists show its name. */

import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { RecordView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';

export const recordQuery = (entity: string, id: string) =>
  queryOptions({ queryKey: ['records', entity, 'one', id], queryFn: ({ signal }) => call(routes.readRecord, { params: { entity, id }, signal }) });

export const historyQuery = (entity: string, id: string) =>
  queryOptions({ queryKey: ['records', entity, 'history', id], queryFn: ({ signal }) => call(routes.recordHistory, { params: { entity, id }, signal }) });

export const instancesQuery = (entity: string, id: string) =>
  queryOptions({ queryKey: ['records', entity, 'instances', id], queryFn: ({ signal }) => call(routes.recordInstances, { params: { entity, id }, signal }) });

export async function recordSaved(client: QueryClient, entity: string, record: RecordView): Promise<void> {
  client.setQueryData(recordQuery(entity, record.id).queryKey, record);
  await Promise.all([client.invalidateQueries({ queryKey: ['records'] }), client.invalidateQueries({ queryKey: ['tasks'] })]);
}
