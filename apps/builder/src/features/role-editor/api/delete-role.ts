import { call, routes } from '../../../shared/api/index.ts';

export const deleteRole = (key: string): Promise<void> => call(routes.deleteRole, { params: { key } });
