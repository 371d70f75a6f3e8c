/** Pages of the design section, and the page of an instance. Each is loaded in its own chunk. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from './root-route.tsx';

const entitiesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/entities',
  component: lazyRouteComponent(() => import('../../features/entity-designer/entities-page.tsx'), 'EntitiesPage'),
});

const entityRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/entities/$key',
  component: lazyRouteComponent(() => import('../../features/entity-designer/entity-page.tsx'), 'EntityPage'),
});

const trashRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/trash',
  component: lazyRouteComponent(() => import('../../features/entity-designer/trash-page.tsx'), 'TrashPage'),
});

const formsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/forms',
  component: lazyRouteComponent(() => import('../../features/form-designer/forms-page.tsx'), 'FormsPage'),
});

const formRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/forms/$key',
  component: lazyRouteComponent(() => import('../../features/form-designer/form-designer-page.tsx'), 'FormDesignerPage'),
});

const rolesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/roles',
  component: lazyRouteComponent(() => import('../../features/role-editor/roles-page.tsx'), 'RolesPage'),
});

const roleRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/roles/$key',
  component: lazyRouteComponent(() => import('../../features/role-editor/role-page.tsx'), 'RolePage'),
});

const processesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/processes',
  component: lazyRouteComponent(() => import('../../features/process-designer/processes-page.tsx'), 'ProcessesPage'),
});

const processRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'design/processes/$key',
  component: lazyRouteComponent(() => import('../../features/process-designer/process-designer-page.tsx'), 'ProcessDesignerPage'),
});

const instanceRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: 'instances/$id',
  component: lazyRouteComponent(() => import('../../features/process-map/instance-page.tsx'), 'InstancePage'),
});

export const designRoutes = [entitiesRoute, entityRoute, trashRoute, formsRoute, formRoute, rolesRoute, roleRoute, processesRoute, processRoute, instanceRoute] as const;
