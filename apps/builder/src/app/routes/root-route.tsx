/** The root of the tree, and the two halves below it: pages for anybody, and pages for a signed-in member. */

import type { QueryClient } from '@tanstack/react-query';
import { Outlet, createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { call, routes } from '../../shared/api/index.ts';
import { appModelQuery } from '../../shared/app-model/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';

export interface RouterContext {
  readonly queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet });

/** The parent of every page that needs a member: `getParentRoute: () => workspaceRoute`. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'workspace',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session?.mustDo.includes('totp')) throw redirect({ to: '/complete-account', replace: true });
    if (session) return;
    const { open } = await call(routes.setupState);
    if (open) throw redirect({ to: '/setup', replace: true });
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href }, replace: true });
  },
  loader: ({ context }) => context.queryClient.ensureQueryData(appModelQuery),
  component: lazyRouteComponent(() => import('../layout/workspace-layout.tsx'), 'WorkspaceLayout'),
});
