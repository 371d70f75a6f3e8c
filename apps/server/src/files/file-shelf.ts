/**
 * Where the bytes of files are: in chunks in the workspace's schema, so that every server process finds them and a
 * backup of the database is a backup of everything (docs/decisions/0015). No connection is held while a person's network
 * is waited for: each chunk goes in, and comes out, on its own.
 *
 * What may be uploaded for a field and who may read it is decided by files.service.ts; which files a record may hold by
 * the write door, which asks `describe`.
 */

import { Injectable } from '@nestjs/common';
import type { FileValue } from '@tessera/contract';
import { Readable } from 'node:stream';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import type { FileLimits } from './file-limits.ts';
import { FileNotFound, FileTooLarge, FileTypeRefused } from './file-errors.ts';
import { cleanFileName } from './file-name.ts';
import { HEAD_BYTES, mediaTypeOf } from './media-type.ts';
import { rechunked } from './rechunked.ts';

export const CHUNK_BYTES = 256 * 1024;
export const WAITING_MS = 24 * 60 * 60_000;

/** The field a file was uploaded for; its limits were enforced then. */
export interface FilePlace {
  readonly entity: string;
  readonly field: string;
}

export interface Upload extends FilePlace {
  readonly fileName: string;
  /** Member id. */
  readonly by: string;
  readonly limits: FileLimits;
}

interface FileColumns {
  readonly id: string;
  readonly name: string;
  /** int8 arrives as text. */
  readonly size: string;
  readonly type: string;
}

@Injectable()
export class FileShelf {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Keeps what the stream brings; what is too large or of the wrong kind leaves nothing behind. */
  async put(schema: string, upload: Upload, bytes: Readable): Promise<FileValue> {
    const id = newId();
    const name = cleanFileName(upload.fileName);
    const most = upload.limits.megabytes * 1024 * 1024;
    await this.database.transaction(schema, (db) =>
      db.query(`INSERT INTO _file (id, entity, field, name, status, uploaded_at, uploaded_by) VALUES ($1, $2, $3, $4, 'uploading', $5, $6)`, [
        id, upload.entity, upload.field, name, this.clock.now(), upload.by,
      ]),
    );
    try {
      let size = 0;
      let type: string | undefined;
      let seq = 0;
      for await (const chunk of rechunked(bytes, CHUNK_BYTES)) {
        size += chunk.length;
        if (size > most) throw FileTooLarge({ limit: upload.limits.megabytes });
        // Refused by its beginning, and not when all of it has been sent.
        if (seq === 0) type = acceptedType(chunk, name, upload.limits);
        await this.database.transaction(schema, (db) => db.query('INSERT INTO _file_chunk (file, seq, bytes) VALUES ($1, $2, $3)', [id, seq, chunk]));
        seq += 1;
      }
      type ??= acceptedType(Buffer.alloc(0), name, upload.limits);
      await this.database.transaction(schema, (db) => db.query(`UPDATE _file SET status = 'ready', size = $2, type = $3 WHERE id = $1`, [id, size, type]));
      return { id, name, size, type };
    } catch (error) {
      await this.database.transaction(schema, (db) => db.query('DELETE FROM _file WHERE id = $1', [id])).catch(() => {});
      throw error;
    }
  }

  /**
   * In the transaction that saves a record: the files among `ids` that `uploader` may put into it, as values, by id. From
   * now on they are kept. Ask it about ids that are new to the record only: what is there already need not be one's own.
   *
   * One may use what one has uploaded oneself, for this field when `place` is given. `uploader` null is the system, which
   * may use any.
   */
  async describe(db: Db, ids: readonly string[], uploader: string | null, place?: FilePlace): Promise<Map<string, FileValue>> {
    if (ids.length === 0) return new Map();
    const rows = await db.query<FileColumns>(
      `UPDATE _file SET held_at = coalesce(held_at, $2)
       WHERE id = ANY ($1::uuid[]) AND status = 'ready' AND ($3::uuid IS NULL OR uploaded_by = $3)
         AND ($4::text IS NULL OR (entity = $4 AND field = $5))
       RETURNING id, name, size, type`,
      [ids, this.clock.now(), uploader, place?.entity ?? null, place?.field ?? null],
    );
    return new Map(rows.map((row) => [row.id, { id: row.id, name: row.name, size: Number(row.size), type: row.type }]));
  }

  /** An upload of the member that no record holds yet. */
  async waiting(schema: string, id: string, uploader: string, place: FilePlace): Promise<FileValue | null> {
    const [row] = await this.database.transaction(schema, (db) =>
      db.query<FileColumns>(
        `SELECT id, name, size, type FROM _file WHERE id = $1 AND uploaded_by = $2 AND entity = $3 AND field = $4 AND status = 'ready' AND held_at IS NULL`,
        [id, uploader, place.entity, place.field],
      ),
    );
    return row ? { ...row, size: Number(row.size) } : null;
  }

  /** How many uploads of the member no record holds, and their bytes. */
  async waitingOf(schema: string, uploader: string): Promise<{ files: number; bytes: number }> {
    const [row] = await this.database.transaction(schema, (db) =>
      db.query<{ files: number; bytes: string }>('SELECT count(*)::int AS files, coalesce(sum(size), 0) AS bytes FROM _file WHERE held_at IS NULL AND uploaded_by = $1', [uploader]),
    );
    return { files: row?.files ?? 0, bytes: Number(row?.bytes ?? 0) };
  }

  /** The bytes, chunk by chunk as the reader takes them. */
  read(schema: string, id: string): Readable {
    return Readable.from(this.chunks(schema, id), { objectMode: false });
  }

  /** Uploads that no record has come to hold in a day; how many went. */
  async sweep(schema: string): Promise<number> {
    const before = new Date(this.clock.now().getTime() - WAITING_MS);
    const gone = await this.database.transaction(schema, (db) =>
      db.query('DELETE FROM _file WHERE id IN (SELECT id FROM _file WHERE held_at IS NULL AND uploaded_at < $1 ORDER BY uploaded_at LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING id', [before]),
    );
    return gone.length;
  }

  private async *chunks(schema: string, id: string): AsyncGenerator<Buffer> {
    const text = `SELECT bytes FROM "${schema.replaceAll('"', '""')}"."_file_chunk" WHERE file = $1 AND seq = $2`;
    for (let seq = 0; ; seq += 1) {
      const { bytes } = await this.database.readRows({ text, values: [id, seq] }, () => new ChunkSink());
      if (bytes === null) break;
      yield bytes;
    }
    // Swept or never finished: a file that ends early must not look complete.
    const [file] = await this.database.transaction(schema, (db) => db.query(`SELECT 1 FROM _file WHERE id = $1 AND status = 'ready'`, [id]));
    if (!file) throw FileNotFound({});
  }
}

function acceptedType(head: Buffer, name: string, limits: FileLimits): string {
  const type = mediaTypeOf(head.subarray(0, HEAD_BYTES), name);
  if (!limits.takes({ name, type })) throw FileTypeRefused({ accept: limits.accept.map(kindName).join(', ') });
  return type;
}

/** 'image/png' is PNG to people, '.docx' DOCX, 'image/*' image. */
const kindName = (accept: string): string => (accept.startsWith('.') ? accept.slice(1).toUpperCase() : accept.endsWith('/*') ? accept.slice(0, -2) : (accept.split('/')[1] ?? accept).toUpperCase());

/** The one column of the one row, as the bytes it is: a DataRow has the count of its columns and the length of each before it. */
class ChunkSink {
  bytes: Buffer | null = null;

  row(message: Uint8Array, at: number): void {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    const [length, from] = [view.getInt32(at + 2), at + 6];
    this.bytes = Buffer.from(message.subarray(from, from + length));
  }
}
