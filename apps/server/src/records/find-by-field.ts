/** Records by the values of fields that tell one from another, as far as the reader may see them. */

import { valuesQuery } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

export interface FoundRecord {
  readonly id: string;
  /** In the order of the fields, in the form in which they are written. */
  readonly values: readonly unknown[];
}

const BATCH = 500;
const MOST = 2000;

/** Records whose first field has one of `wanted`, with the values of all `fields` to compare; at most 2000 of one value. */
export async function findByField(db: Db, reader: Reader, entity: string, fields: readonly string[], wanted: readonly (string | boolean)[]): Promise<FoundRecord[]> {
  if (wanted.length === 0 || fields.length === 0) return [];
  if (wanted.length > BATCH) return [...(await findByField(db, reader, entity, fields, wanted.slice(0, BATCH))), ...(await findByField(db, reader, entity, fields, wanted.slice(BATCH)))];
  const context = readContextOf(reader);
  const statement = valuesQuery(context, entity, fields, wanted, MOST + 1);
  if (!statement.ok) return [];
  const rows = await db.query<{ id: string } & Record<string, unknown>>(statement.value);
  if (rows.length > MOST && wanted.length > 1) {
    // A value that a crowd has must not crowd out the others.
    const half = Math.ceil(wanted.length / 2);
    return [...(await findByField(db, reader, entity, fields, wanted.slice(0, half))), ...(await findByField(db, reader, entity, fields, wanted.slice(half)))];
  }
  const { columns } = statement.value;
  return rows.map((row) => ({
    id: row.id,
    values: columns.map(({ key, encrypted }, index) => {
      const value = row[`c${index}`] ?? null;
      return encrypted && typeof value === 'string' ? (context.cipher?.open(entity, key, value) ?? null) : value;
    }),
  }));
}
