import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { call, routes } from '../../shared/api/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';

export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: ({ signal }) => call(routes.account, { signal }) });
export const accountSessionsQuery = queryOptions({ queryKey: ['account', 'sessions'], queryFn: ({ signal }) => call(routes.accountSessions, { signal }) });

/** The session got a new name with what was changed: its CSRF token is another, too. */
export async function accountChanged(client: QueryClient): Promise<void> {
  await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  await client.invalidateQueries({ queryKey: ['account'] });
}
