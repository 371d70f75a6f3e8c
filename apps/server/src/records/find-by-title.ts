/** Records by what people call them, as far as the reader may see them. */

import { pageQuery } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

export interface Titled {
  readonly id: string;
  readonly title: string;
}

const BATCH = 100;

/** Every record found, several for a title that several have; titles that none has are absent. */
export async function findByTitle(db: Db, reader: Reader, entity: string, titles: readonly string[]): Promise<Titled[]> {
  const title = reader.design.entities.get(entity)?.title.key;
  if (title === undefined) return [];
  const found: Titled[] = [];
  for (let at = 0; at < titles.length; at += BATCH) {
    const filter = { field: title, op: 'in', value: titles.slice(at, at + BATCH) };
    const statement = pageQuery(readContextOf(reader), { entity, fields: [title], filter, limit: 1000 });
    if (!statement.ok) return found;
    const [page] = await db.query<{ rows: string }>(statement.value);
    const rows = JSON.parse(page?.rows ?? '[]') as { id: string; values: Record<string, unknown> }[];
    found.push(...rows.map(({ id, values }) => ({ id, title: String(values[title] ?? '') })));
  }
  return found;
}
