/**
 * Matching records as CSV, streamed from a cursor: rows and fields in the scope of reading and exporting. A cell a
 * spreadsheet would run as a formula is disarmed with an apostrophe (OWASP, CSV injection); numbers stay numbers.
 */

import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { textIn, type FieldDocument, type Locale } from '@tessera/contract';
import { exportQuery, type ExportRequest, type ExportStatement } from '@tessera/sql/read';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { BYTE_ORDER_MARK, csvLine, disarmed } from '../platform/csv-text.ts';
import { Database } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { RecordActionForbidden } from './record-errors.ts';
import { opened } from './record-reader.ts';
import { readContextOf } from './write-door/writer.ts';

const BATCH = 1000;

@Injectable()
export class RecordExport {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Refuses before the first byte; later failures end the stream with an error, never as if it were complete. */
  export(actor: Actor, request: ExportRequest): PassThrough {
    if (actor.access.can('read', request.entity) && !actor.access.can('export', request.entity)) throw RecordActionForbidden({ action: 'export' });
    const statement = opened(exportQuery(readContextOf(actor), request));
    const stream = new PassThrough();
    this.pump(actor, request.entity, statement, stream).catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
    return stream;
  }

  private async pump(actor: Actor, entity: string, { columns, ...statement }: ExportStatement, stream: PassThrough): Promise<void> {
    const write = async (text: string): Promise<void> => {
      if (stream.destroyed) throw new Error('the reader has gone away');
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    };
    const env = { locale: actor.locale, timeZone: actor.workspace.timeZone };
    await this.database.transaction(
      actor.workspace.schema,
      async (db) => {
        await write(BYTE_ORDER_MARK + csvLine(columns.map(({ name, field }) => headerOf(name, field.document, actor.locale))));
        await db.query({ text: `DECLARE exported NO SCROLL CURSOR FOR ${statement.text}`, values: statement.values });
        let count = 0;
        for (;;) {
          const rows = await db.query<Record<string, unknown>>(`FETCH ${BATCH} FROM exported`);
          if (rows.length === 0) break;
          count += rows.length;
          const lines = rows.map((row) =>
            csvLine(
              columns.map(({ field }, index) => {
                const value = row[`c${index}`];
                const isLabel = field.type.refersTo === 'record' || field.type.key === 'member';
                const text = isLabel ? String(value ?? '') : field.valueType.formatText(value, field.document, env);
                return field.valueType.valueKind === 'decimal' ? text : disarmed(text);
              }),
            ),
          );
          await write(lines.join(''));
        }
        await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'records.exported', target: entity, detail: { rows: count, fields: columns.map(({ name }) => name) } });
      },
      { statementTimeoutMs: 600_000 },
    );
    stream.end();
  }
}

const headerOf = (name: string, document: FieldDocument, locale: Locale): string => disarmed(textIn(document.label, locale) || name);
