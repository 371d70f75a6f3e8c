import { queryOptions } from '@tanstack/react-query';
import { call, routes } from '../../shared/api/index.ts';

export const processesQuery = queryOptions({
  queryKey: ['design', 'processes'],
  queryFn: async ({ signal }) => (await call(routes.processes, { signal })).items,
});

export const processQuery = (key: string) =>
  queryOptions({ queryKey: ['design', 'process', key], queryFn: ({ signal }) => call(routes.readProcess, { params: { key }, signal }), staleTime: Infinity, gcTime: 0 });

export const processVersionQuery = (key: string, version: number) =>
  queryOptions({ queryKey: ['design', 'process', key, 'version', version], queryFn: ({ signal }) => call(routes.readProcessVersion, { params: { key, version }, signal }), staleTime: Infinity });
