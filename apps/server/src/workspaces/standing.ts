/**
 * A member as they stand at this moment, when it is not they who ask: whoever made a link, whoever started a process. Read from
 * the database each time, so that a right that was taken away is gone at once.
 */

import type { Access } from '@tessera/access';
import type { Capability } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { effectiveRoles } from '../accounts/effective-roles.ts';
import type { Workspace } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import type { WorkspaceModel } from './workspace-model.ts';

export interface Standing {
  readonly member: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  /** Ids of the departments the member belongs to. */
  readonly departments: readonly string[];
  readonly workspace: Workspace;
  readonly access: Access;
  readonly capabilities: ReadonlySet<Capability>;
  readonly design: Design;
  readonly model: WorkspaceModel;
}

/** What changes of records, and what they set off, need to know of whoever makes them: an actor or a standing. */
export interface Doer extends Pick<Standing, 'departments' | 'workspace' | 'access' | 'design'> {
  readonly member: { readonly id: string };
}

/** Null for who is no active member. */
export async function standingOf(db: Db, { model, workspace }: { readonly model: WorkspaceModel; readonly workspace: Workspace }, member: string): Promise<Standing | null> {
  const [row] = await db.query<{ name: string; roles: string[]; departments: string[] }>(
    `SELECT m.name, ${effectiveRoles('m')} AS roles, ARRAY(SELECT department::text FROM _department_member WHERE member = m.id ORDER BY department) AS departments
     FROM _member m WHERE m.id = $1 AND m.status = 'active'`,
    [member],
  );
  if (!row) return null;
  const access = model.accessOf(member, row.roles);
  return { member: { id: member, name: row.name, roles: row.roles }, departments: row.departments, workspace, access, capabilities: access.capabilities, design: model.design, model };
}
