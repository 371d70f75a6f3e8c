/** Who is signed in: a SessionView, or null. Part of the query cache, so that every screen sees the same one. */

import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { SessionView } from '@tessera/contract';
import { call, isApiError, routes, setCsrfToken } from '../api/index.ts';
import { speak } from '../i18n/index.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      return await take(await call(routes.session, { signal }));
    } catch (error) {
      if (isApiError(error) && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** After signing in: what another person knew before is forgotten. `keepData`: the same person, only the session changed. */
export async function adoptSession(client: QueryClient, session: SessionView, { keepData = false } = {}): Promise<void> {
  await take(session);
  if (!keepData) client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  client.setQueryData(sessionQuery.queryKey, session);
}

export function forgetSession(client: QueryClient): void {
  setCsrfToken('');
  client.clear();
  client.setQueryData(sessionQuery.queryKey, null);
}

async function take(session: SessionView): Promise<SessionView> {
  setCsrfToken(session.csrfToken);
  await speak(session.locale);
  return session;
}
