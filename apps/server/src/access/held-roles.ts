/** Whose rights are asked about: a member, their roles in the order that counts, and the group that gives each. */

import type { Ref, RoleDocument } from '@tessera/contract';
import { MemberNotFound } from '../accounts/account-errors.ts';
import { effectiveRoles } from '../accounts/effective-roles.ts';
import type { Db } from '../platform/database.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';

export interface HeldRole {
  readonly document: RoleDocument;
  /** Null: the member's own. */
  readonly group: Ref | null;
}

export interface Holder {
  readonly member: Ref;
  /** Keys, also of roles that are gone: what an access is made of. */
  readonly keys: readonly string[];
  readonly roles: readonly HeldRole[];
}

export async function loadHolder(db: Db, model: WorkspaceModel, memberId: string): Promise<Holder> {
  const [member] = await db.query<{ name: string; own: string[]; roles: string[] }>(`SELECT m.name, m.roles AS own, ${effectiveRoles('m')} AS roles FROM _member m WHERE m.id = $1`, [memberId]);
  if (!member) throw MemberNotFound({});
  const groups = await db.query<{ id: string; name: string; roles: string[] }>(
    'SELECT g.id, g.name, g.roles FROM _group g JOIN _group_member gm ON gm."group" = g.id WHERE gm.member = $1 ORDER BY g.name COLLATE "C"',
    [memberId],
  );
  const groupOf = (role: string): Ref | null => {
    const group = member.own.includes(role) ? undefined : groups.find(({ roles }) => roles.includes(role));
    return group ? { id: group.id, label: group.name } : null;
  };
  const roles = member.roles.flatMap((key): HeldRole[] => {
    const document = model.role(key);
    return document ? [{ document, group: groupOf(key) }] : [];
  });
  return { member: { id: memberId, label: member.name }, keys: member.roles, roles };
}
