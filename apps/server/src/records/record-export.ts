/**
 * Matching records as a file, streamed from a cursor: rows and fields in the scope of reading and exporting. What
 * format the file has is told in export-file/.
 */

import { PassThrough, Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { textIn, type ExportFormat, type Locale } from '@tessera/contract';
import { exportQuery, type ExportedColumn, type ExportRequest, type ExportStatement } from '@tessera/sql/read';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { drained } from '../platform/drained.ts';
import { audit } from '../workspaces/audit.ts';
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
    private readonly clock: Clock,
  ) {}

  /** Refuses before the first byte; later failures end the stream with an error, never as if it were complete. */
  file(exporter: Exporter, request: ExportRequest, format: ExportFormat): Readable {
    return Readable.from(this.bytes(exporter, this.statement(exporter, request), request.entity, format), { objectMode: false });
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

  private async read(exporter: Exporter, { columns, ...statement }: ExportStatement, entity: string, format: ExportFormat, to: PassThrough, onRows: (rows: number) => void): Promise<void> {
    await this.database.transaction(
      exporter.workspace.schema,
      async (db) => {
        await db.query(`SET LOCAL idle_in_transaction_session_timeout TO ${IDLE_MS}`);
        await db.query({ text: `DECLARE exported NO SCROLL CURSOR FOR ${statement.text}`, values: statement.values });
        let count = 0;
        for (;;) {
          const rows = await db.query<Record<string, unknown>>(`FETCH ${BATCH} FROM exported`);
          if (rows.length === 0) break;
          count += rows.length;
          onRows(rows.length);
          await push(to, rows.map((row) => columns.map((column, index) => cellOf(row, column, index))));
        }
        await audit(db, { at: this.clock.now(), actor: exporter.member.id, action: 'records.exported', target: entity, detail: { rows: count, fields: columns.map(({ name }) => name), ...(format === 'csv' ? {} : { format }) } });
      },
      SLOW,
    );
    to.end();
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
