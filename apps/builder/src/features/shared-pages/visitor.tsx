/**
 * What the app's parts want to know around them, for a visitor without an account: nobody is signed in, nothing may be done,
 * and the model is no more than what the link shows.
 */

import { useState, type ReactNode } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { AppModel, SessionView } from '@tessera/contract';
import { appModelQuery } from '../../shared/app-model/index.ts';
import { useLocale } from '../../shared/i18n/index.ts';
import { SessionProvider } from '../../shared/session/index.ts';

export const NO_MODEL: AppModel = { entities: [], forms: [], views: [], submittable: [] };

export function Visitor({ workspace, model = NO_MODEL, children }: { workspace: string; model?: AppModel; children: ReactNode }) {
  const locale = useLocale();
  const [client] = useState(() => {
    const own = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false } } });
    own.setQueryData(appModelQuery.queryKey, model);
    own.setQueryDefaults(appModelQuery.queryKey, { staleTime: Infinity, gcTime: Infinity });
    return own;
  });
  const session: SessionView = {
    member: { id: '', name: '', email: '', roles: [] },
    workspace: { key: 'shared', name: workspace, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, empty: false },
    locale, capabilities: [], permissions: [], ability: [], viewedBy: null, mustDo: [], csrfToken: '',
  };
  return (
    <QueryClientProvider client={client}>
      <SessionProvider session={session}>{children}</SessionProvider>
    </QueryClientProvider>
  );
}
