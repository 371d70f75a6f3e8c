/**
 * Bytes of a CSV file to rows of text. Finds the encoding (UTF-8, UTF-16 with a byte order mark, else GB 18030,
 * which includes GBK), the delimiter, and reads row by row without holding up the process. Rows of another length
 * than the header are kept as they are: the row is refused later, by its line, and not the file.
 */

import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { ImportEncodingUnknown, ImportFileEmpty, ImportFileInvalid, ImportFileNotText, ImportHeaderInvalid, ImportCellTooLong } from './import-errors.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

export interface CsvRow {
  /** Line on which the row begins, the header being line 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const MAX_COLUMNS = 500;
const MAX_ROW_CHARACTERS = 1_000_000;
const PIECE = 64 * 1024;

export function decodeText(bytes: Buffer): { readonly encoding: Encoding; readonly text: string } {
  if (bytes.length === 0) throw ImportFileEmpty({});
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (utf16) return { encoding: 'utf-16le', text: decoded(bytes, 'utf-16le') };
  // A workbook, an image, a zip: no text has NUL.
  if (bytes.subarray(0, 4096).includes(0) || bytes.subarray(0, 2).toString('latin1') === 'PK') throw ImportFileNotText({});
  try {
    return { encoding: 'utf-8', text: decoded(bytes, 'utf-8') };
  } catch {
    return { encoding: 'gb18030', text: decoded(bytes, 'gb18030') };
  }
}

function decoded(bytes: Buffer, encoding: Encoding): string {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw ImportFileNotText({});
    return text;
  } catch (error) {
    throw encoding === 'utf-8' ? error : ImportEncodingUnknown({});
  }
}

/** The header's names and then every row, as they are read. */
export async function* readCsv(text: string): AsyncGenerator<CsvRow> {
  const parser = Readable.from(pieces(text)).pipe(
    parse({ bom: true, delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: MAX_ROW_CHARACTERS }),
  );
  try {
    let line = 1;
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>) {
      yield { line, cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    const { code, lines } = error as CsvError & { lines?: number };
    if (typeof code !== 'string' || !code.startsWith('CSV_')) throw error;
    throw code === 'CSV_MAX_RECORD_SIZE' ? ImportCellTooLong({ line: lines ?? 1, limit: MAX_ROW_CHARACTERS }) : ImportFileInvalid({ line: lines ?? 1 });
  }
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

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}
