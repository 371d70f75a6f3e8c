import type { RoleDocument, VersionedRole } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

/** `version` is 0 for a new role. In force at once. */
export const saveRole = (version: number, document: RoleDocument): Promise<VersionedRole> =>
  call(routes.saveRole, { params: { key: document.key }, body: { version, document } });
