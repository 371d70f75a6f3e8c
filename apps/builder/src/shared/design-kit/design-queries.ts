/** What designers edit, as the server has it. Saving invalidates the list it is in. */

import { queryOptions } from '@tanstack/react-query';
import { call, routes } from '../api/index.ts';

export const designEntitiesQuery = queryOptions({
  queryKey: ['design', 'entities'],
  queryFn: async ({ signal }) => (await call(routes.entities, { signal })).items,
});

export const designFormsQuery = queryOptions({
  queryKey: ['design', 'forms'],
  queryFn: async ({ signal }) => (await call(routes.forms, { signal })).items,
});

/** Entities for whoever edits roles, who need not be a designer. */
export const accessEntitiesQuery = queryOptions({
  queryKey: ['access', 'entities'],
  queryFn: async ({ signal }) => (await call(routes.accessEntities, { signal })).items,
});

export const rolesQuery = queryOptions({
  queryKey: ['design', 'roles'],
  queryFn: async ({ signal }) => (await call(routes.roles, { signal })).items,
});
