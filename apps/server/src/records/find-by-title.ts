/** Records by what people call them, as far as the reader may see them. */

import { pageOf, pageQuery, type Cell } from '@tessera/sql/read';
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
  const title = reader.design.entities.get(entity)?.title.key;
  if (title === undefined || titles.length === 0) return [];
  const statement = pageQuery(readContextOf(reader), { entity, fields: [title], filter: { field: title, op: 'in', value: titles }, limit: MOST });
  if (!statement.ok) return [];
  const page = pageOf(statement.value.shape, (await db.query<Record<string, Cell>>(statement.value)).map((row) => Object.values(row)));
  if (page.more && titles.length > 1) {
    // A title that a crowd has must not crowd out the others.
    const half = Math.ceil(titles.length / 2);
    return [...(await findByTitle(db, reader, entity, titles.slice(0, half))), ...(await findByTitle(db, reader, entity, titles.slice(half)))];
  }
  const rows = JSON.parse(page.rows) as { id: string; values: Record<string, unknown> }[];
  return rows.map(({ id, values }) => ({ id, title: String(values[title] ?? '') }));
}
