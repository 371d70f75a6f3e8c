/**
 * The roles of a member: their own, in their order, then those of their groups (by name). The only place that says so; who
 * asks inside SQL uses the same expressions. The administrator's role is never held through a group.
 */

import { ADMIN_ROLE } from '@tessera/contract';
import type { Db } from '../platform/database.ts';

/** SQL: all roles of the `_member` row named `m`, each once, as text[]. */
export const effectiveRoles = (m: string): string => `ARRAY(
  SELECT role FROM (
    SELECT role, row_number() OVER (ORDER BY source, name COLLATE "C", place) AS rank FROM (
      SELECT role, 0 AS source, '' AS name, place FROM unnest(${m}.roles) WITH ORDINALITY AS own (role, place)
      UNION ALL
      SELECT held.role, 1, g.name, held.place FROM _group_member gm JOIN _group g ON g.id = gm."group", unnest(g.roles) WITH ORDINALITY AS held (role, place)
      WHERE gm.member = ${m}.id AND held.role <> '${ADMIN_ROLE}'
    ) AS held
  ) AS ranked GROUP BY role ORDER BY min(rank))`;

/** SQL: whether the `_member` row named `m` holds the role that the expression `role` says. */
export const holdsRole = (m: string, role: string): string =>
  `(${role} = ANY (${m}.roles) OR (${role} <> '${ADMIN_ROLE}' AND EXISTS (SELECT FROM _group_member gm JOIN _group g ON g.id = gm."group" WHERE gm.member = ${m}.id AND ${role} = ANY (g.roles))))`;

/** Of an active member, as this transaction sees them: the actor in memory may be a moment old. Empty for anybody else. */
export async function rolesNow(db: Db, memberId: string): Promise<readonly string[]> {
  const [row] = await db.query<{ roles: string[] }>(`SELECT ${effectiveRoles('m')} AS roles FROM _member m WHERE m.id = $1 AND m.status = 'active'`, [memberId]);
  return row?.roles ?? [];
}
