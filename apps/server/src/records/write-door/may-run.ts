/** Whether somebody may start processes on a record: asked wherever one starts, by a form, a button or by hand. */

import { rightsQuery } from '@tessera/sql/write';
import type { Db } from '../../platform/database.ts';
import { permissionOf, tableOf } from './door.ts';
import type { Writer } from './writer.ts';

/** False also of a record that is not there. The system may always. */
export async function mayRun(db: Db, writer: Writer, entity: string, id: string): Promise<boolean> {
  if (writer.system) return true;
  const model = writer.design.entities.get(entity);
  if (!model || !writer.access.can('run', entity)) return false;
  const [row] = await db.query<{ allowed: boolean }>(rightsQuery({ ...tableOf({ writer }, model), ids: [id] }, permissionOf({ writer }, 'run')));
  return row?.allowed === true;
}
