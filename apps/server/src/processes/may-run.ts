/** Whether somebody may start a process on a record, as both are now: by submitting it, by a button, by hand. */

import { allowedQuery, type AllowedRow } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { readContextOf, type Reader } from '../records/write-door/writer.ts';

export async function mayRun(db: Db, doer: Reader, record: { readonly entity: string; readonly id: string }): Promise<boolean> {
  if (!doer.access.can('run', record.entity)) return false;
  const [row] = await db.query<AllowedRow>(allowedQuery(readContextOf(doer), { action: 'run', ...record }));
  return row?.allowed === true;
}
