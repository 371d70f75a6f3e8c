/** Pages for people who are not signed in. */

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { call, routes } from '../../shared/api/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';
import { rootRoute } from './root-route.tsx';

/** Browsers take `//` and a backslash for the beginning of another site's address. */
const isOwnPath = (path: unknown): path is string => typeof path === 'string' && /^\/(?![/\\])/.test(path);

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
  /** `step=code`, `to` and `problem` come with the way back from the OpenID provider. */
  validateSearch: (search: Record<string, unknown>): { next?: string; to?: string; step?: 'code' | 'forgot'; problem?: string } => ({
    ...(isOwnPath(search.next) ? { next: search.next } : {}),
    ...(isOwnPath(search.to) ? { to: search.to } : {}),
    ...(search.step === 'code' || search.step === 'forgot' ? { step: search.step } : {}),
    ...(typeof search.problem === 'string' ? { problem: search.problem } : {}),
  }),
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

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'password-reset/$token',
  component: lazyRouteComponent(() => import('../../features/sign-in/reset-password-page.tsx'), 'ResetPasswordPage'),
});

const completeAccountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'complete-account',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session?.mustDo.includes('totp')) throw redirect({ to: '/', replace: true });
  },
  component: lazyRouteComponent(() => import('../../features/account/complete-account-page.tsx'), 'CompleteAccountPage'),
});

const sharedPage = lazyRouteComponent(() => import('../../features/shared-pages/shared-page.tsx'), 'SharedPage');
const sharedRoute = createRoute({ getParentRoute: () => rootRoute, path: 's/$token', component: sharedPage });
const publicFormRoute = createRoute({ getParentRoute: () => rootRoute, path: 'f/$token', component: sharedPage });

export const publicRoutes = [setupRoute, signInRoute, invitationRoute, resetPasswordRoute, completeAccountRoute, sharedRoute, publicFormRoute] as const;
