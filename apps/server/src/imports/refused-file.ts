/** The refused rows as they came, with their line and the reason, as a CSV file that streams: to be corrected and imported again. */

import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../http/actor.ts';
import { BYTE_ORDER_MARK, csvLine, disarmed } from '../platform/csv-text.ts';
import { Database } from '../platform/database.ts';
import { findImport } from './import-line.ts';
import { loadRefused } from './refused-rows.ts';
import type { RowIssue } from './row-values.ts';

const BATCH = 1000;

@Injectable()
export class RefusedFile {
  constructor(private readonly database: Database) {}

  async of(actor: Actor, id: string): Promise<{ readonly stream: Readable; readonly fileName: string }> {
    const { columns, file_name } = await this.database.transaction(actor.workspace.schema, (db) => findImport(db, actor, id));
    const fileName = file_name.replace(/(\.(csv|txt|tsv|xlsx))?$/i, '.refused.csv');
    return { stream: Readable.from(this.lines(actor, id, columns), { objectMode: false }), fileName };
  }

  private async *lines(actor: Actor, id: string, columns: readonly string[]): AsyncGenerator<Buffer> {
    const [line, reason] = actor.locale === 'en' ? ['line in the file', 'reason'] : ['文件行号', '原因'];
    const reasons = (problems: readonly RowIssue[]): string => problems.map((issue) => [issue.column === null ? '' : `${columns[issue.column] ?? ''}: `, issue.message[actor.locale]].join('')).join(' ');
    yield Buffer.from(BYTE_ORDER_MARK + csvLine([...columns.map(disarmed), line ?? '', reason ?? '']));
    for (let after = 0; ; ) {
      const rows = await this.database.transaction(actor.workspace.schema, (db) => loadRefused(db, id, after, BATCH));
      const last = rows.at(-1);
      if (!last) return;
      yield Buffer.from(rows.map((row) => csvLine([...columns.map((_, at) => disarmed(row.cells[at] ?? '')), String(row.line), disarmed(reasons(row.problems))])).join(''));
      after = last.line;
    }
  }
}
