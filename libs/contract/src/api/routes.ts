/** The inventory: every route of the API, by name. */

import { designRoutes } from './design-routes.ts';
import { importRoutes } from './import-routes.ts';
import { processRoutes } from './process-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { sessionRoutes } from './session-routes.ts';

export const routes = { ...sessionRoutes, ...designRoutes, ...recordRoutes, ...importRoutes, ...processRoutes };
export type RouteName = keyof typeof routes;
