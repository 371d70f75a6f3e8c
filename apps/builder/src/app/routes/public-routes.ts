/** Pages for people who are not signed in. */

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { call, routes } from '../../shared/api/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';
import { rootRoute } from './root-route.tsx';

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'setup',
  beforeLoad: async () => {
    const { open } = await call(routes.setupState);
    if (!open) throw redirect({ to: '/', replace: true });
  },
  component: lazyRouteComponent(() => import('../../features/setup/setup-page.tsx'), 'SetupPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {},
  beforeLoad: async ({ context }) => {
    if (await context.queryClient.ensureQueryData(sessionQuery)) throw redirect({ to: '/', replace: true });
    const { open } = await call(routes.setupState);
    if (open) throw redirect({ to: '/setup', replace: true });
  },
  component: lazyRouteComponent(() => import('../../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'invitations/$token',
  component: lazyRouteComponent(() => import('../../features/invitation/invitation-page.tsx'), 'InvitationPage'),
});

export const publicRoutes = [setupRoute, signInRoute, invitationRoute] as const;
