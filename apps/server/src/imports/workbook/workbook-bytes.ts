/** Where the bytes of a workbook are: in memory, or kept in pieces in `_import_chunk`, where any server can read them. */

import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import type { Database } from '../../platform/database.ts';
import { SEAL_BYTES } from '../../platform/field-cipher.ts';
import { openBytes, sealBytes } from '../../platform/sealed.ts';

export interface WorkbookBytes {
  readonly size: number;
  readonly reader: RandomAccessReader;
}

const CHUNK_BYTES = 1024 * 1024;

export function bytesIn(whole: Buffer): WorkbookBytes {
  return { size: whole.length, reader: new RangeReader((start, end) => [whole.subarray(start, end)]) };
}

/** Every piece but the last has the same size, so that a place in the file tells its piece. */
export async function saveChunks(database: Database, schema: string, id: string, bytes: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  let [waiting, length, seq] = [[] as Buffer[], 0, 0];
  const save = async (piece: Buffer): Promise<void> => {
    await database.transaction(schema, (db) => db.query('INSERT INTO _import_chunk (import_id, seq, bytes) VALUES ($1, $2, $3)', [id, seq, sealBytes('_import_chunk', 'bytes', piece)]));
    seq += 1;
  };
  for await (const chunk of bytes) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < CHUNK_BYTES) continue;
    let whole = Buffer.concat(waiting);
    for (; whole.length >= CHUNK_BYTES; whole = whole.subarray(CHUNK_BYTES)) await save(whole.subarray(0, CHUNK_BYTES));
    [waiting, length] = [[whole], whole.length];
  }
  if (length > 0) await save(Buffer.concat(waiting));
}

export async function chunksIn(database: Database, schema: string, id: string): Promise<WorkbookBytes> {
  const [found] = await database.transaction(schema, (db) => db.query<{ size: string }>('SELECT coalesce(sum(length(bytes) - $2), 0)::text AS size FROM _import_chunk WHERE import_id = $1', [id, SEAL_BYTES]));
  // The table of contents is read in many small steps: the piece at hand is kept.
  let kept: { readonly seq: number; readonly bytes: Buffer } | undefined;
  const piece = async (seq: number): Promise<Buffer> => {
    if (kept?.seq !== seq) {
      const [row] = await database.transaction(schema, (db) => db.query<{ bytes: Buffer }>('SELECT bytes FROM _import_chunk WHERE import_id = $1 AND seq = $2', [id, seq]));
      kept = { seq, bytes: row ? openBytes('_import_chunk', 'bytes', row.bytes) : Buffer.alloc(0) };
    }
    return kept.bytes;
  };
  return {
    size: Number(found?.size ?? 0),
    reader: new RangeReader(async function* (start, end) {
      for (let at = start; at < end; ) {
        const seq = Math.floor(at / CHUNK_BYTES);
        const from = at - seq * CHUNK_BYTES;
        const bytes = (await piece(seq)).subarray(from, from + end - at);
        if (bytes.length === 0) throw new Error('a piece of the workbook is gone');
        yield bytes;
        at += bytes.length;
      }
    }),
  };
}

class RangeReader extends RandomAccessReader {
  constructor(private readonly range: (start: number, end: number) => Iterable<Buffer> | AsyncIterable<Buffer>) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.range(start, end), { objectMode: false });
  }
}
