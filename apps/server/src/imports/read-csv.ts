/**
 * Bytes of a CSV file to rows of text. Finds the encoding (UTF-8, UTF-16 with a byte order mark, else GB 18030,
 * which includes GBK), the delimiter, and reads row by row without holding up the process. Rows of another length
 * than the header are kept as they are: the row is refused later, by its line, and not the file.
 */

import { Readable } from 'node:stream';
import type { AppError } from '@tessera/contract';
import { CsvError, parse } from 'csv-parse';
import { ImportEncodingUnknown, ImportFileEmpty, ImportFileInvalid, ImportFileNotText, ImportHeaderInvalid, ImportRowTooLong } from './import-errors.ts';
import { mendRow } from './mend-row.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

export interface CsvRow {
  /** Line on which the row begins, the header being line 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** It was put together again from cells that a comma had cut (mend-row.ts). */
  readonly mended?: true;
}

const MAX_COLUMNS = 500;
const MAX_ROW_CHARACTERS = 1_000_000;
const PIECE = 64 * 1024;

export function decodeText(bytes: Buffer): { readonly encoding: Encoding; readonly text: string } {
  if (bytes.length === 0) throw ImportFileEmpty({});
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isUtf16 && (bytes.includes(0) || bytes.subarray(0, 2).toString('latin1') === 'PK')) throw ImportFileNotText({});
  const candidates: readonly Encoding[] = isUtf16 ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of candidates) {
    const text = decoded(bytes, encoding);
    if (text === null) continue;
    // A workbook, an image, a zip: no text has NUL, and no database stores it.
    if (text.includes('\0')) throw ImportFileNotText({});
    return { encoding, text };
  }
  throw ImportEncodingUnknown({});
}

/** Null when the bytes are not of this encoding. */
function decoded(bytes: Buffer, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The header's names and then every row, as they are read. Blank rows, which spreadsheets leave at the end, are left
 * out. Line breaks inside cells become `\n`.
 */
export async function* readCsv(text: string): AsyncGenerator<CsvRow> {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const delimiter = delimiterOf(lines);
  const parser = Readable.from(pieces(lines)).pipe(
    parse({ bom: true, delimiter, record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: MAX_ROW_CHARACTERS }),
  );
  let columns: number | undefined;
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      if (record.every((cell) => cell.trim() === '')) continue;
      const inside = record.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
      columns ??= record.length;
      const cells = delimiter === ',' ? mendRow(record, columns) : record;
      yield { line: info.lines - inside, cells, ...(cells === record ? {} : { mended: true }) };
    }
  } catch (error) {
    throw error instanceof CsvError ? refusal(error, lines) : error;
  }
}

function refusal({ code, lines: at }: CsvError & { lines?: number }, text: string): AppError {
  if (code === 'CSV_MAX_RECORD_SIZE') return ImportRowTooLong({ line: at ?? 1, limit: MAX_ROW_CHARACTERS });
  // The parser says where the file ends; the quotation mark that is open there is the last one.
  const line = code === 'CSV_QUOTE_NOT_CLOSED' ? text.slice(0, text.lastIndexOf('"')).split('\n').length : at;
  return ImportFileInvalid({ line: line ?? 1 });
}

/** Column names, trimmed; refused when two are the same or there are none. An empty name becomes its number. */
export function headerOf(row: CsvRow | undefined): string[] {
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

/** Never cut between the two halves of a character beyond the first plane: each alone would be read as nonsense. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const last = text.charCodeAt(at + PIECE - 1);
    const end = at + PIECE + (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
    yield text.slice(at, end);
    at = end;
  }
}
