/**
 * Pages of the design section and of instances. A page is one entry here, loaded in its own chunk:
 *   createRoute({ getParentRoute: () => workspaceRoute, path: 'design/forms/$key',
 *     component: lazyRouteComponent(() => import('../../features/form-designer/form-designer-page.tsx'), 'FormDesignerPage') })
 */

export const designRoutes = [] as const;
