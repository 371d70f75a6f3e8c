import { queryOptions } from '@tanstack/react-query';
import { call, routes } from '../api/index.ts';

/** Open tasks of the member, for the badge; whoever completes or starts something invalidates it. */
export const taskCountQuery = queryOptions({
  queryKey: ['tasks', 'count'],
  queryFn: ({ signal }) => call(routes.taskCount, { signal }),
  refetchInterval: 60_000,
  refetchOnWindowFocus: true,
  staleTime: 10_000,
});
