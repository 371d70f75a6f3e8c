/** One record inside a transaction, as its reader may see it there. */

import type { RecordView } from '@tessera/contract';
import { RecordAssembly, recordQuery, type ReadContext, type RecordRequest } from '@tessera/sql/read';
import type { Db } from '../platform/database.ts';

/** For whoever looks at rows on their way into an answer. */
export type { PageShape, RecordStatement } from '@tessera/sql/read';

/** Some fields of a record as its reader may see it, inside a transaction; null when they may not. */
export async function readRecordIn(db: Db, context: ReadContext, request: RecordRequest): Promise<RecordView | null> {
  const statement = recordQuery(context, request);
  if (!statement.ok) return null;
  const record = (await db.rows(statement.value, new RecordAssembly(statement.value.shape, { cipher: context.cipher }))).finish();
  return record === null ? null : (JSON.parse(asBuffer(record).toString('utf8')) as RecordView);
}

export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
