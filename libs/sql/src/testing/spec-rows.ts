/**
 * Rows in the binary form of Postgres without a connection that speaks it: `record_send` gives the same bytes for
 * each column, each with its type before it.
 */

import { PageAssembly, RecordAssembly, type AssemblyOptions, type PageStatement, type RecordStatement, type RowKeys, type RowSink } from '../read/page-cells.ts';
import type { SqlText } from '../statement.ts';

export interface Queries {
  query(text: string, values?: readonly unknown[]): Promise<unknown[]>;
}

export async function takeRows<Sink extends RowSink>(db: Queries, statement: SqlText, sink: Sink): Promise<Sink> {
  const rows = (await db.query(`SELECT record_send(r) AS "row" FROM (${statement.text}) r`, statement.values)) as { row: Uint8Array }[];
  for (const { row } of rows) sink.row(asDataRow(row), 0);
  return sink;
}

export interface SpecPage {
  readonly rows: { readonly id: string; readonly version: number; readonly values: Record<string, unknown> }[];
  readonly count: number;
  readonly next: RowKeys | null;
  readonly prev: RowKeys | null;
}

export async function readPage(db: Queries, statement: PageStatement, options: AssemblyOptions = {}): Promise<SpecPage> {
  const page = await takeRows(db, statement, new PageAssembly(statement.shape, options));
  const { next, prev } = page.ends;
  const { rows } = JSON.parse(new TextDecoder().decode(page.finish(null, null))) as Pick<SpecPage, 'rows'>;
  return { rows, count: page.count, next, prev };
}

/** Null when there is no row. */
export async function readRecord<Found = Record<string, unknown>>(db: Queries, statement: RecordStatement, options: AssemblyOptions = {}): Promise<Found | null> {
  const bytes = (await takeRows(db, statement, new RecordAssembly(statement.shape, options))).finish();
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Found);
}

/** A composite has four bytes of count and, before each length, four of type; a DataRow two and none. */
function asDataRow(composite: Uint8Array): Uint8Array {
  const from = new DataView(composite.buffer, composite.byteOffset, composite.length);
  const columns = from.getInt32(0);
  const row = new Uint8Array(composite.length);
  new DataView(row.buffer).setInt16(0, columns);
  let [read, written] = [4, 2];
  for (let column = 0; column < columns; column += 1) {
    const size = 4 + Math.max(0, from.getInt32(read + 4));
    row.set(composite.subarray(read + 4, read + 4 + size), written);
    read += 4 + size;
    written += size;
  }
  return row;
}
