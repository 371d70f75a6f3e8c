/**
 * A file as it arrives: recognised by its first bytes, read row by row while it is sent, and kept as parts. A file that
 * cannot be read is refused with the line or sheet, and nothing of it is kept. A large workbook, whose table of contents
 * comes last, is kept as it is and read in the background; one of several sheets is kept until it is imported, for a day
 * at most, so that another sheet can be read.
 */

import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ImportMapping, ImportView, UploadTarget } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Access } from '@tessera/access';
import { askerIdOf } from '../accounts/asker.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { sealJson } from '../platform/sealed.ts';
import { decodeText, type DecodedText } from './decode-text.ts';
import { guessMapping } from './guess-mapping.ts';
import { ImportFileEmpty, ImportFileGone, ImportWorkbookLocked, ImportWorkbookOld } from './import-errors.ts';
import { findImport, viewOf } from './import-line.ts';
import { PartWriter } from './import-parts.ts';
import { rereader } from './misread-rows.ts';
import { entityOf } from './import-rows.ts';
import { importableFields } from './import-rights.ts';
import { headerOf, readCsv, type CsvRow } from './read-csv.ts';
import { bytesIn, chunksIn, saveChunks } from './workbook/workbook-bytes.ts';
import { openWorkbook, type Workbook } from './workbook/open-workbook.ts';

/** A workbook up to this size is read while the person waits. */
const READ_AT_ONCE_BYTES = 8 * 1024 * 1024;
const SAMPLE_ROWS = 10;
const GUESS_ROWS = 200;

export interface UploadWanted {
  readonly target: UploadTarget;
  readonly fileName: string;
  readonly sheet: string | null;
}

/** For whom a file is read. */
interface FileReader {
  readonly schema: string;
  readonly design: Design;
  readonly access: Access;
}

@Injectable()
export class ImportUpload {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async receive(actor: Actor, wanted: UploadWanted, body: Readable): Promise<ImportView> {
    const { schema } = actor.workspace;
    const id = newId();
    await this.database.transaction(schema, (db) =>
      db.query(
        `INSERT INTO _import (id, target, file_name, status, received, columns, encoding, mapping, sheet, created_at, created_by, heartbeat_at)
         VALUES ($1, $2, $3, 'reading', false, '[]', 'utf-8', '{"columns": [], "nullWords": []}', $4, $5, $6, $5)`,
        [id, JSON.stringify(wanted.target), wanted.fileName, wanted.sheet, this.clock.now(), askerIdOf(actor)],
      ),
    );
    try {
      await this.read({ schema, design: actor.design, access: actor.access }, id, wanted, body);
      return await this.database.transaction(schema, async (db) => viewOf(actor, await findImport(db, actor, id)));
    } catch (error) {
      await this.database.transaction(schema, (db) => db.query('DELETE FROM _import WHERE id = $1', [id]));
      throw error;
    }
  }

  /** A workbook that was kept as it came. When it is stopped it begins anew the next time. */
  async readKept(reader: FileReader, id: string, wanted: UploadWanted, stopping: AbortSignal): Promise<void> {
    await this.database.transaction(reader.schema, (db) => db.query('DELETE FROM _import_part WHERE import_id = $1', [id]));
    const workbook = await openWorkbook(await chunksIn(this.database, reader.schema, id));
    await this.readWorkbook(reader, id, wanted, workbook, stopping);
    if (stopping.aborted || workbook.sheets.length > 1) return;
    await this.database.transaction(reader.schema, (db) => db.query('DELETE FROM _import_chunk WHERE import_id = $1', [id]));
  }

  /** Throws why a sheet of a workbook that is kept cannot be read, as far as its first rows tell. */
  async lookInto(schema: string, id: string, sheet: string): Promise<void> {
    const bytes = await chunksIn(this.database, schema, id);
    if (bytes.size === 0) throw ImportFileGone({});
    const workbook = await openWorkbook(bytes);
    try {
      const rows = workbook.sheet(sheet).rows();
      headerOf((await rows.next()).value as CsvRow | undefined);
      const { done } = await rows.next();
      await rows.return(undefined);
      if (done) throw ImportFileEmpty({});
    } finally {
      workbook.close();
    }
  }

  private async read(reader: FileReader, id: string, wanted: UploadWanted, body: Readable): Promise<void> {
    const { head, rest } = await begin(body);
    const kind = kindOf(head);
    if (kind === 'ole') throw head.includes(ENCRYPTED) ? ImportWorkbookLocked({}) : ImportWorkbookOld({});
    if (kind === 'text') {
      const decoded = await decodeText(rest);
      return this.keep(reader, id, wanted, readCsv(decoded.text), decoded, { format: 'csv', sheets: [], sheet: null });
    }
    const small = await upTo(rest, READ_AT_ONCE_BYTES);
    if ('whole' in small) {
      const workbook = await openWorkbook(bytesIn(small.whole));
      await this.readWorkbook(reader, id, wanted, workbook);
      if (workbook.sheets.length > 1) await saveChunks(this.database, reader.schema, id, [small.whole]);
      return;
    }
    await saveChunks(this.database, reader.schema, id, small.all);
    await this.database.transaction(reader.schema, (db) => db.query(`UPDATE _import SET received = true, format = 'xlsx' WHERE id = $1`, [id]));
  }

  private async readWorkbook(reader: FileReader, id: string, wanted: UploadWanted, workbook: Workbook, stopping?: AbortSignal): Promise<void> {
    try {
      const sheet = workbook.sheet(wanted.sheet);
      await this.keep(reader, id, wanted, sheet.rows(), { encoding: 'utf-8', misreadBefore: null }, { format: 'xlsx', sheets: workbook.sheets, sheet: sheet.name }, stopping);
    } finally {
      workbook.close();
    }
  }

  private async keep(reader: FileReader, id: string, { target }: UploadWanted, rows: AsyncGenerator<CsvRow>, decoded: Omit<DecodedText, 'text'>, of: { format: ImportView['format']; sheets: readonly string[]; sheet: string | null }, stopping?: AbortSignal): Promise<void> {
    const header = (await rows.next()).value as CsvRow | undefined;
    let columns = headerOf(header);
    const parts = new PartWriter(this.database, reader.schema, id);
    let sample: CsvRow[] = [];
    let mended = 0;
    for await (const row of rows) {
      if (stopping?.aborted) return;
      if (row.mended) mended += 1;
      if (sample.length < GUESS_ROWS) sample.push(row);
      await parts.add(row);
    }
    await parts.flush();
    if (parts.rows === 0) throw ImportFileEmpty({});
    if (header && decoded.misreadBefore !== null) {
      const reread = rereader(decoded.misreadBefore);
      [columns, sample] = [headerOf(reread(header)), sample.map(reread)];
      await parts.rewrite(decoded.misreadBefore, reread);
    }
    const cells = sample.map((row) => row.cells);
    const mapping = firstMapping(reader, target, columns, cells);
    await this.database.transaction(reader.schema, async (db) => {
      const kept = await db.query(
        `UPDATE _import SET status = 'mapping', received = true, columns = $2, encoding = $3, format = $4, sheets = $5, sheet = $6, sample = $7, rows = $8, mended = $9, mapping = $10
         WHERE id = $1 AND status = 'reading' RETURNING id`,
        [id, JSON.stringify(columns), decoded.encoding, of.format, JSON.stringify(of.sheets), of.sheet, sealJson('_import', 'sample', cells.slice(0, SAMPLE_ROWS)), parts.rows, mended, sealJson('_import', 'mapping', mapping)],
      );
      // It was cancelled while it was read.
      if (kept.length === 0) await db.query('DELETE FROM _import_part WHERE import_id = $1', [id]);
    });
  }
}

/** A proposal of what the columns mean for this target. */
export function firstMapping(reader: Pick<FileReader, 'access' | 'design'>, target: UploadTarget, columns: readonly string[], sample: readonly (readonly string[])[]): ImportMapping {
  if (target.kind === 'none') return { columns: [], nullWords: [] };
  const entity = entityOf(reader, target);
  const labels = new Map([...reader.design.entities.values()].filter(({ key }) => reader.access.can('read', key)).map((one) => [one.key, one.document.label]));
  return guessMapping(columns, sample, { entity, writable: importableFields(reader, entity), labels });
}

/** What an encrypted workbook has in the directory of its container. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const HEAD_BYTES = 64 * 1024;

function kindOf(head: Buffer): 'zip' | 'ole' | 'text' {
  const magic = head.subarray(0, 4).toString('hex');
  return magic === '504b0304' ? 'zip' : magic === 'd0cf11e0' ? 'ole' : 'text';
}

/** The first bytes, and all bytes. */
async function begin(body: Readable): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  const source = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const chunks: Buffer[] = [];
  for (let length = 0; length < HEAD_BYTES; ) {
    const next = await source.next();
    if (next.done) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(chunks), rest: joined(chunks, source) };
}

async function* joined(first: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** All bytes in one piece when they are few, else as they come. */
async function upTo(bytes: AsyncGenerator<Buffer>, limit: number): Promise<{ whole: Buffer } | { all: AsyncGenerator<Buffer> }> {
  const chunks: Buffer[] = [];
  for (let length = 0; length <= limit; ) {
    const next = await bytes.next();
    if (next.done) return { whole: Buffer.concat(chunks) };
    chunks.push(next.value);
    length += next.value.length;
  }
  return { all: joined(chunks, bytes) };
}
