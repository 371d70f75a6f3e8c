/**
 * The text of a CSV file to its rows, as they are read: nothing is held but the row at hand. Finds the delimiter. Rows
 * of another length than the header are kept as they are: the row is refused later, by its line, and not the file.
 */

import { pipeline, Readable } from 'node:stream';
import { AppError } from '@tessera/contract';
import { CsvError, parse } from 'csv-parse';
import { linesIn } from './decode-text.ts';
import { ImportFileEmpty, ImportFileInvalid, ImportHeaderInvalid, ImportRowTooLong } from './import-errors.ts';
import { mendRow } from './mend-row.ts';

export interface FileRow {
  /** Line on which the row begins, the header being line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvRow extends FileRow {
  /** It was put together again from cells that a comma had cut (mend-row.ts). */
  readonly mended?: true;
}

const MAX_COLUMNS = 500;
export const MAX_ROW_CHARACTERS = 1_000_000;

/**
 * The header's names and then every row. Blank rows, which spreadsheets leave at the end, are left out. Line breaks
 * inside cells become `\n`.
 */
export async function* readCsv(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<CsvRow> {
  const lines = new Lines(text);
  const delimiter = delimiterOf(await lines.first());
  const parser = parse({ bom: true, delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: MAX_ROW_CHARACTERS });
  pipeline(Readable.from(lines.pieces()), parser, () => {});
  let columns: number | undefined;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      if (record.every((cell) => cell.trim() === '')) continue;
      const inside = record.reduce((count, cell) => count + linesIn(cell), 0);
      columns ??= record.length;
      const cells = delimiter === ',' ? mendRow(record, columns) : record;
      yield { line: info.lines - inside, cells, ...(cells === record ? {} : { mended: true }) };
    }
  } catch (error) {
    throw error instanceof CsvError ? refusal(error, lines.lastQuote) : error;
  }
}

/** Text with `\n` for every line break, and where its last quotation mark was. */
class Lines {
  lastQuote = 1;
  private readonly source: AsyncIterator<string> | Iterator<string>;
  private readonly begun: string[] = [];
  private line = 1;

  constructor(text: AsyncIterable<string> | Iterable<string>) {
    this.source = Symbol.asyncIterator in text ? text[Symbol.asyncIterator]() : text[Symbol.iterator]();
  }

  /** The beginning of the text, with its whole first line unless that is longer than a row may be. */
  async first(): Promise<string> {
    let text = '';
    while (!/[\r\n]/.test(text) && text.length < MAX_ROW_CHARACTERS) {
      const next = await this.source.next();
      if (next.done) break;
      this.begun.push(next.value);
      text += next.value;
    }
    return text;
  }

  async *pieces(): AsyncGenerator<string> {
    let held = '';
    for await (const piece of this.all()) {
      const whole = held + piece;
      // The other half of a line break, or of a character, may come with the next piece.
      held = /[\r\uD800-\uDBFF]$/.test(whole) ? whole.slice(-1) : '';
      yield this.counted(held === '' ? whole : whole.slice(0, -1));
    }
    if (held !== '') yield this.counted(held);
  }

  private async *all(): AsyncGenerator<string> {
    yield* this.begun.splice(0);
    for (let next = await this.source.next(); !next.done; next = await this.source.next()) yield next.value;
  }

  private counted(piece: string): string {
    const text = piece.includes('\r') ? piece.replaceAll(/\r\n?/g, '\n') : piece;
    const quote = text.lastIndexOf('"');
    if (quote >= 0) this.lastQuote = this.line + linesIn(text.slice(0, quote));
    this.line += linesIn(text);
    return text;
  }
}

function refusal({ code, lines: at }: CsvError & { lines?: number }, lastQuote: number): AppError {
  if (code === 'CSV_MAX_RECORD_SIZE') return ImportRowTooLong({ line: at ?? 1, limit: MAX_ROW_CHARACTERS });
  // The parser says where the file ends; the quotation mark that is open there is the last one.
  return ImportFileInvalid({ line: (code === 'CSV_QUOTE_NOT_CLOSED' ? lastQuote : at) ?? 1 });
}

/** Column names, trimmed; refused when two are the same or there are none. An empty name becomes its number. */
export function headerOf(row: FileRow | undefined): string[] {
  if (!row) throw ImportFileEmpty({});
  const names = row.cells.map((cell, index) => cell.trim() || `#${index + 1}`);
  const problems = names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: `columns.${index}`, code: 'IMPORT_COLUMN_TWICE', message: { en: `The column "${name}" is there twice.`, 'zh-CN': `列“${name}”出现了两次。` } }],
  );
  if (names.length > MAX_COLUMNS) {
    problems.push({ path: 'columns', code: 'IMPORT_TOO_MANY_COLUMNS', message: { en: `A file may have ${MAX_COLUMNS} columns.`, 'zh-CN': `文件最多 ${MAX_COLUMNS} 列。` } });
  }
  if (problems.length > 0) throw ImportHeaderInvalid({}, { fields: problems });
  return names;
}

/** The one of `,` `;` tab that the header line has most of. */
export function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/)).replaceAll(/"[^"]*"/g, '');
  const [best] = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length })).sort((a, b) => b.count - a.count);
  return best?.mark ?? ',';
}
