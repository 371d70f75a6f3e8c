/** The route tree. Each file beside this one registers pages of one kind; features know nothing of each other. */

import { designRoutes } from './design-routes.ts';
import { publicRoutes } from './public-routes.ts';
import { rootRoute, workspaceRoute } from './root-route.tsx';
import { workRoutes } from './work-routes.ts';

export const routeTree = rootRoute.addChildren([...publicRoutes, workspaceRoute.addChildren([...workRoutes, ...designRoutes])]);
