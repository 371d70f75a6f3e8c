/** Decides whether one member may give and take roles of another. Pure. */

import { ADMIN_ROLE, type FieldProblemInput } from '@tessera/contract';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { ROLE_NOT_FOUND, ROLE_NOT_HELD } from './account-errors.ts';

export interface RoleGrant {
  /** Roles of whoever decides, as they are now. */
  readonly granter: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Nobody gives or takes a role they do not hold, except administrators. */
export function checkGrant(model: WorkspaceModel, { granter, before, after }: RoleGrant): FieldProblemInput[] {
  const problems: FieldProblemInput[] = [];
  after.forEach((role, index) => {
    if (!before.includes(role) && !model.role(role)) problems.push({ path: `roles.${index}`, ...ROLE_NOT_FOUND, params: { role } });
  });
  if (granter.includes(ADMIN_ROLE)) return problems;
  after.forEach((role, index) => {
    if (!before.includes(role) && !granter.includes(role)) problems.push({ path: `roles.${index}`, ...ROLE_NOT_HELD, params: { role } });
  });
  for (const role of before) {
    if (!after.includes(role) && !granter.includes(role)) problems.push({ path: 'roles', ...ROLE_NOT_HELD, params: { role } });
  }
  return problems;
}
