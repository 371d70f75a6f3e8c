/** Pages of the daily work: records, inbox, imports, members; and the template gallery. */

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { appModelQuery } from '../../shared/app-model/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';
import { parseListSearch } from '../../features/records/list/list-search.ts';
import { workspaceRoute } from './root-route.tsx';

/** The start page: the templates while the workspace is empty, else the inbox when something waits, else the first entity. */
const startRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    const app = await context.queryClient.ensureQueryData(appModelQuery);
    const first = app.entities.find((entity) => !entity.parent);
    if (first) throw redirect({ href: `/records/${first.key}`, replace: true });
    throw redirect({ href: session?.capabilities.includes('design') ? '/design/templates' : '/tasks', replace: true });
  },
});

const templatesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/templates',
  component: lazyRouteComponent(() => import('../../features/setup/templates-page.tsx'), 'TemplatesPage'),
});

const recordsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'records/$entity',
  validateSearch: parseListSearch,
  component: lazyRouteComponent(() => import('../../features/records/list/records-page.tsx'), 'RecordsPage'),
});

const newRecordRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'records/$entity/new',
  /** A relation to fill in beforehand: from the related list of another record. */
  validateSearch: (search: Record<string, unknown>): { field?: string; id?: string; label?: string } => ({
    ...(typeof search.field === 'string' && typeof search.id === 'string' ? { field: search.field, id: search.id, label: String(search.label ?? '') } : {}),
  }),
  component: lazyRouteComponent(() => import('../../features/records/form/new-record-page.tsx'), 'NewRecordPage'),
});

const recordRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'records/$entity/$id',
  validateSearch: (search: Record<string, unknown>): { tab?: string } => (typeof search.tab === 'string' ? { tab: search.tab } : {}),
  component: lazyRouteComponent(() => import('../../features/records/record/record-page.tsx'), 'RecordPage'),
});

const editRecordRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'records/$entity/$id/edit',
  component: lazyRouteComponent(() => import('../../features/records/form/edit-record-page.tsx'), 'EditRecordPage'),
});

const inboxRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'tasks',
  validateSearch: (search: Record<string, unknown>): { status?: 'open' | 'completed' } => (search.status === 'completed' ? { status: 'completed' } : {}),
  component: lazyRouteComponent(() => import('../../features/inbox/inbox-page.tsx'), 'InboxPage'),
});

const taskRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'tasks/$id',
  component: lazyRouteComponent(() => import('../../features/inbox/task-page.tsx'), 'TaskPage'),
});

const importsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'import',
  validateSearch: (search: Record<string, unknown>): { entity?: string; new?: true } => ({
    ...(typeof search.entity === 'string' ? { entity: search.entity } : {}),
    ...(search.new === true ? { new: true } : {}),
  }),
  component: lazyRouteComponent(() => import('../../features/import/imports-page.tsx'), 'ImportsPage'),
});

const importRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'import/$id',
  component: lazyRouteComponent(() => import('../../features/import/import-page.tsx'), 'ImportPage'),
});

const membersRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'members',
  validateSearch: (search: Record<string, unknown>): { tab?: 'departments' | 'groups' } => (search.tab === 'departments' || search.tab === 'groups' ? { tab: search.tab } : {}),
  component: lazyRouteComponent(() => import('../../features/members/members-page.tsx'), 'MembersPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'keys',
  component: lazyRouteComponent(() => import('../../features/api-keys/keys-page.tsx'), 'KeysPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'account',
  validateSearch: (search: Record<string, unknown>): { problem?: string } => (typeof search.problem === 'string' ? { problem: search.problem } : {}),
  component: lazyRouteComponent(() => import('../../features/account/account-page.tsx'), 'AccountPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'audit',
  component: lazyRouteComponent(() => import('../../features/audit/audit-page.tsx'), 'AuditPage'),
});

const securityRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'security',
  component: lazyRouteComponent(() => import('../../features/security/security-page.tsx'), 'SecurityPage'),
});

export const workRoutes = [
  startRoute, templatesRoute, recordsRoute, newRecordRoute, recordRoute, editRecordRoute, inboxRoute, taskRoute, importsRoute, importRoute, membersRoute, keysRoute,
  accountRoute, auditRoute, securityRoute,
] as const;
