/** A JSON array with an object a record, by field key: values as the API has them, links and members by what they are called. */

import { isToMany } from '@tessera/sql';
import type { ExportTable } from './export-file.ts';

export async function* jsonFile({ columns, rows }: ExportTable): AsyncGenerator<Buffer> {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  const empty = columns.map(({ field }) => (isToMany(field) ? [] : null));
  let isFirst = true;
  yield Buffer.from('[');
  for await (const batch of rows) {
    const objects = batch.map((row) => `{${keys.map((key, index) => `${key}${JSON.stringify(row[index] ?? empty[index])}`).join(',')}}`);
    if (objects.length === 0) continue;
    yield Buffer.from(`${isFirst ? '\n' : ',\n'}${objects.join(',\n')}`);
    isFirst = false;
  }
  yield Buffer.from('\n]\n');
}
