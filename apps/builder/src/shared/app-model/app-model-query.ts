import { queryOptions } from '@tanstack/react-query';
import { call, routes } from '../api/index.ts';

/** The workspace as the actor may know it. Designers' pages invalidate `['app']` after saving. */
export const appModelQuery = queryOptions({
  queryKey: ['app'],
  queryFn: ({ signal }) => call(routes.appModel, { signal }),
  staleTime: 60_000,
});
