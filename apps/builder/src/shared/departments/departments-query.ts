import { queryOptions } from '@tanstack/react-query';
import { call, routes } from '../api/index.ts';

/** All departments; who changes them invalidates `['departments']`. */
export const departmentsQuery = queryOptions({ queryKey: ['departments'], queryFn: ({ signal }) => call(routes.departments, { signal }), staleTime: 60_000 });
