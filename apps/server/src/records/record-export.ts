/**
 * Matching records as a file, streamed from a cursor: rows and fields in the scope of reading and exporting. What
 * format the file has is told in export-file/.
 */

import { PassThrough, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { textIn, type ExportFormat, type Locale } from '@tessera/contract';
import { exportQuery, type ExportedColumn, type ExportRequest, type ExportStatement } from '@tessera/sql/read';
import { ReadAudit } from '../audit/read-audit.ts';
import { Database } from '../platform/database.ts';
import { drained } from '../platform/drained.ts';
import { FILE_KINDS, MaskedCell } from './export-file/export-file.ts';
import { RecordActionForbidden } from './record-errors.ts';
import { opened } from './record-reader.ts';
import { readContextOf, type Reader } from './write-door/writer.ts';

const BATCH = 1000;
/** A fetch has this long. A reader who takes nothing for so long is given up. */
const SLOW = { statementTimeoutMs: 600_000 };
const IDLE_MS = 600_000;

/** Whose rights and language a file has. */
export interface Exporter extends Reader {
  readonly locale: Locale;
  readonly member: { readonly id: string };
}

@Injectable()
export class RecordExport {
  constructor(
    private readonly database: Database,
    private readonly audit: ReadAudit,
  ) {}

  /** Refuses before the first byte; later failures end the stream with an error, never as if it were complete. */
  async file(exporter: Exporter, request: ExportRequest, format: ExportFormat): Promise<Readable> {
    const statement = this.statement(exporter, request);
    if (this.sensitiveIn(exporter, request.entity, statement).length > 0) await this.audit.admit(exporter);
    return Readable.from(this.bytes(exporter, statement, request.entity, format), { objectMode: false });
  }

  /** Sensitive fields that a file of these columns shows. */
  sensitiveIn(exporter: Pick<Exporter, 'design' | 'access'>, entity: string, { columns }: Pick<ExportStatement, 'columns'>): readonly string[] {
    const parts = this.audit.about(exporter, { entity, fields: columns.map(({ name }) => name), as: 'export' });
    return parts === null ? [] : [...new Set([...parts.shown.values()].flat())];
  }

  /** Throws what is wrong with the question, or that there is no right to it. */
  statement(exporter: Exporter, request: ExportRequest): ExportStatement {
    if (exporter.access.can('read', request.entity) && !exporter.access.can('export', request.entity)) throw RecordActionForbidden({ action: 'export' });
    return opened(exportQuery(readContextOf(exporter), request));
  }

  /** The file in pieces; `onRows` hears of each batch. */
  async *bytes(exporter: Exporter, statement: ExportStatement, entity: string, format: ExportFormat, onRows: (rows: number) => void = () => {}): AsyncGenerator<Buffer> {
    const rows = new PassThrough({ objectMode: true, highWaterMark: 1 });
    const reading = this.read(exporter, statement, entity, format, rows, onRows).catch((error: unknown) => void rows.destroy(error instanceof Error ? error : new Error(String(error))));
    try {
      yield* FILE_KINDS[format].write({ name: nameOf(exporter, entity), columns: statement.columns, rows, locale: exporter.locale, timeZone: exporter.workspace.timeZone });
    } finally {
      rows.destroy();
      await reading;
    }
  }

  /** One entry says that it began, before the first row goes out, and one what it came to, however it ended. */
  private async read(exporter: Exporter, statement: ExportStatement, entity: string, format: ExportFormat, to: PassThrough, onRows: (rows: number) => void): Promise<void> {
    const fields = this.sensitiveIn(exporter, entity, statement);
    const detail = { format, columns: statement.columns.map(({ name }) => name) };
    await this.audit.noteCounted(exporter, { action: 'export.started', entity, fields, records: 0, detail });
    let [records, isWhole] = [0, false];
    try {
      await this.readRows(exporter, statement, async (batch) => {
        if (fields.length > 0) this.audit.count(exporter, batch.length);
        records += batch.length;
        onRows(batch.length);
        await push(to, batch);
      });
      isWhole = true;
    } finally {
      await this.audit.noteCounted(exporter, { action: 'record.exported', entity, fields, records, detail: isWhole ? detail : { ...detail, brokenOff: true } });
    }
    to.end();
  }

  private async readRows(exporter: Exporter, { columns, text, values }: ExportStatement, take: (batch: unknown[][]) => Promise<void>): Promise<void> {
    await this.database.transaction(
      exporter.workspace.schema,
      async (db) => {
        await db.query(`SET LOCAL idle_in_transaction_session_timeout TO ${IDLE_MS}`);
        await db.query({ text: `DECLARE exported NO SCROLL CURSOR FOR ${text}`, values });
        for (;;) {
          const rows = await db.query<Record<string, unknown>>(`FETCH ${BATCH} FROM exported`);
          if (rows.length === 0) break;
          await take(rows.map((row) => columns.map((column, index) => cellOf(row, column, index))));
        }
      },
      { ...SLOW, attempts: 1 },
    );
  }
}

function cellOf(row: Record<string, unknown>, { open, mask }: ExportedColumn, index: number): unknown {
  const shown = mask === null ? null : row[`m${index}`];
  if (mask !== null && typeof shown === 'string') return new MaskedCell(mask(shown));
  const value = row[`c${index}`];
  return open !== null && typeof value === 'string' ? open(value) : value;
}

/** Waits while the reader is slow; throws when they have gone away. */
async function push(to: PassThrough, batch: unknown): Promise<void> {
  if (!to.destroyed && !to.write(batch)) await drained(to);
  if (to.destroyed) throw new Error('the reader has gone away');
}

export const nameOf = ({ design, locale }: Pick<Exporter, 'design' | 'locale'>, entity: string): string => textIn(design.entities.get(entity)?.document.label, locale);
