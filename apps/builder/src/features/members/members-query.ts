import { queryOptions } from '@tanstack/react-query';
import { call, routes } from '../../shared/api/index.ts';

export const membersQuery = queryOptions({ queryKey: ['members'], queryFn: ({ signal }) => call(routes.members, { signal }) });
