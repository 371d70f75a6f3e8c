import { createRouter } from '@tanstack/react-router';
import { setSignedOutListener } from '../shared/api/index.ts';
import { forgetSession } from '../shared/session/index.ts';
import { ErrorPage, NotFoundPage, PageSkeleton } from '../shared/ui/index.ts';
import { queryClient } from './query-client.ts';
import { routeTree } from './routes/index.ts';

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingMinMs: 200,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => (
    <ErrorPage
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  ),
  defaultNotFoundComponent: () => <NotFoundPage />,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

// The session ended while somebody worked: the workspace route finds no session and leads to the sign-in page.
setSignedOutListener(() => {
  if (queryClient.getQueryData(['session']) === null) return;
  forgetSession(queryClient);
  void router.invalidate();
});
