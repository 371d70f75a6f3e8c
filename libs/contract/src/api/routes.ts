/** The inventory: every route of the API, by name. */

import { accessRoutes } from './access-routes.ts';
import { accountRoutes } from './account-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { departmentRoutes } from './department-routes.ts';
import { designRoutes } from './design-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { importRoutes } from './import-routes.ts';
import { processRoutes } from './process-routes.ts';
import { recordChangeRoutes } from './record-change-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { shareRoutes } from './share-routes.ts';

export const routes = {
  ...sessionRoutes,
  ...departmentRoutes,
  ...designRoutes,
  ...recordRoutes,
  ...recordChangeRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...fileRoutes,
  ...processRoutes,
  ...accountRoutes,
  ...accessRoutes,
  ...shareRoutes,
  ...auditRoutes,
};
export type RouteName = keyof typeof routes;
