/** Records by what people call them, as far as the reader may see them. */

import { titlesQuery } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

export interface Titled {
  readonly id: string;
  readonly title: string;
}

const BATCH = 100;
const MOST = 1000;

/** Records found, several for a title that several have (at most 1000 of one title); titles that none has are absent. */
export async function findByTitle(db: Db, reader: Reader, entity: string, titles: readonly string[]): Promise<Titled[]> {
  if (titles.length > BATCH) return [...(await findByTitle(db, reader, entity, titles.slice(0, BATCH))), ...(await findByTitle(db, reader, entity, titles.slice(BATCH)))];
  if (titles.length === 0) return [];
  const statement = titlesQuery(readContextOf(reader), entity, titles, MOST + 1);
  if (!statement.ok) return [];
  const found = await db.query<Titled>(statement.value);
  if (found.length > MOST && titles.length > 1) {
    // A title that a crowd has must not crowd out the others.
    const half = Math.ceil(titles.length / 2);
    return [...(await findByTitle(db, reader, entity, titles.slice(0, half))), ...(await findByTitle(db, reader, entity, titles.slice(half)))];
  }
  return found.slice(0, MOST);
}
