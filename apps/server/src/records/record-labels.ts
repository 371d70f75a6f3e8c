/** What records are called, as far as the actor may read them. */

import type { Ref } from '@tessera/contract';
import { labelsQuery } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

/** By `entity id`; records out of the reader's sight are absent. */
export async function labelsOf(db: Db, reader: Reader, records: readonly { readonly entity: string; readonly id: string }[]): Promise<Map<string, Ref>> {
  const found = new Map<string, Ref>();
  for (const entity of new Set(records.map((record) => record.entity))) {
    const ids = [...new Set(records.filter((record) => record.entity === entity).map(({ id }) => id))];
    const statement = labelsQuery(readContextOf(reader), entity, ids);
    if (!statement.ok) continue;
    for (const { id, label } of await db.query<Ref>(statement.value)) found.set(`${entity} ${id}`, { id, label });
  }
  return found;
}
