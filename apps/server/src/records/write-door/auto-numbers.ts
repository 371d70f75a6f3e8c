/** Numbers the system gives to a new record, without gaps: the counter is locked until the commit. */

import { autoNumberSeries, autoNumberText, type EntityModel } from '@tessera/model';
import { takeNumbers } from '@tessera/sql/write';
import type { Db } from '../../platform/database.ts';

/** Values of the automatic numbers of `count` new records, one object each. `today`: `YYYY-MM-DD` in the workspace's zone. */
export async function nextNumbers(db: Db, schema: string, entity: EntityModel, today: string, count: number): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = Array.from({ length: count }, () => ({}));
  for (const field of entity.fields.values()) {
    if (field.type.key !== 'autoNumber' || count === 0) continue;
    const [taken] = await db.query<{ value: number }>(
      takeNumbers({ schema, key: `${entity.key}.${field.key}`, period: autoNumberSeries(field.document, today), count }),
    );
    const last = taken?.value ?? count;
    rows.forEach((row, index) => (row[field.key] = autoNumberText(field.document, today, last - count + 1 + index)));
  }
  return rows;
}
