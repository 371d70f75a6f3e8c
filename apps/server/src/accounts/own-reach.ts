/**
 * Whoever manages members without being an administrator does not widen what they see themselves: row conditions ask for
 * one's departments, for those one leads, and for the people in them and in one's groups. Their own places never grow by
 * their own hand; whom those places hold may, unless one of their roles shows records by that list.
 */

import { ADMIN_ROLE, type ActorList } from '@tessera/contract';
import type { Db } from '../platform/database.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import type { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { OwnReachWidened } from './account-errors.ts';
import { rolesNow } from './effective-roles.ts';

/** Ids, by what they are to the member. */
type Reach = ReadonlySet<string>;

/** Of the member $1. */
const PLACES = `
  SELECT 'department ' || department AS one FROM _department_member WHERE member = $1
  UNION SELECT 'below ' || b.below FROM _department_member m JOIN _department_below b ON b.department = m.department WHERE m.member = $1
  UNION SELECT 'led ' || b.below FROM _department d JOIN _department_below b ON b.department = d.id WHERE d.supervisor = $1 AND d.deleted_at IS NULL
  UNION SELECT 'group ' || "group" FROM _group_member WHERE member = $1`;

const PEOPLE: Partial<Record<ActorList, string>> = {
  myColleagues: `SELECT 'colleague ' || s.member AS one FROM _department_member m JOIN _department_member s ON s.department = m.department WHERE m.member = $1`,
  myTeam: `SELECT 'team ' || s.member AS one FROM _department_member m JOIN _department_below b ON b.department = m.department JOIN _department_member s ON s.department = b.below WHERE m.member = $1`,
  myReports: `SELECT 'report ' || s.member AS one FROM _department d JOIN _department_below b ON b.department = d.id JOIN _department_member s ON s.department = b.below WHERE d.supervisor = $1 AND d.deleted_at IS NULL`,
  myGroupMembers: `SELECT 'mate ' || o.member AS one FROM _group_member m JOIN _group_member o ON o."group" = m."group" WHERE m.member = $1`,
};

/** Does the work, a change of who is where; refuses it when the member's own reach is wider afterwards. Inside a transaction that lets nobody else change it. */
export async function withoutWidening<T>(db: Db, models: WorkspaceModels, member: string, work: () => Promise<T>): Promise<T> {
  const roles = await rolesNow(db, member);
  if (roles.includes(ADMIN_ROLE)) return work();
  const lists = [PLACES, ...askedLists(await models.loadIn(db), roles)];
  const before = await reachOf(db, lists, member);
  const done = await work();
  for (const one of await reachOf(db, lists, member)) if (!before.has(one)) throw OwnReachWidened({});
  return done;
}

/** All places of a member as one text: another one once they have moved, or what is below theirs has. */
export async function placesOfMember(db: Db, member: string): Promise<string> {
  return [...(await reachOf(db, [PLACES], member))].sort().join(' ');
}

/** Lists of people that a condition of one of the roles asks for. */
function askedLists(model: WorkspaceModel, roles: readonly string[]): string[] {
  const conditions = JSON.stringify(roles.flatMap((key) => model.role(key)?.rules.map(({ where }) => where) ?? []));
  return Object.entries(PEOPLE).flatMap(([list, people]) => (conditions.includes(`"${list}"`) ? [people] : []));
}

async function reachOf(db: Db, lists: readonly string[], member: string): Promise<Reach> {
  const rows = await db.query<{ one: string }>(lists.join('\n  UNION '), [member]);
  return new Set(rows.map(({ one }) => one));
}
