/** The workspaces of an account, and whether its member there may sign in. */

import type { Database } from '../platform/database.ts';

export interface Place {
  readonly workspaceId: string;
  readonly memberId: string;
  readonly schema: string;
  readonly isActive: boolean;
}

export async function placesOf(database: Database, accountId: string): Promise<Place[]> {
  const memberships = await database.read<Omit<Place, 'isActive'>>({
    text: `SELECT m.workspace_id AS "workspaceId", m.member_id AS "memberId", w.schema
           FROM tessera.membership m JOIN tessera.workspace w ON w.id = m.workspace_id WHERE m.account_id = $1 ORDER BY w.created_at, w.id`,
    values: [accountId],
  });
  const places: Place[] = [];
  for (const membership of memberships) {
    const members = await database.transaction(membership.schema, (db) => db.query(`SELECT FROM _member WHERE id = $1 AND status = 'active'`, [membership.memberId]));
    places.push({ ...membership, isActive: members.length > 0 });
  }
  return places;
}
