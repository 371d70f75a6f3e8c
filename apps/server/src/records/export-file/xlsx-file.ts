/**
 * A workbook (ECMA-376) written as the rows come: texts inline, real numbers, dates and yes/no, a frozen header, columns
 * as wide as their names and kinds need. What is in a cell is never a formula. Rows beyond what a sheet holds go on in
 * another one.
 */

import type { MoneyOptions, NumberOptions } from '@tessera/contract';
import { civilInZone } from '@tessera/model';
import { cellText, headingOf, isLabel, MaskedCell, type ExportColumn, type ExportTable } from './export-file.ts';
import { zipped, type ZipPart } from './zip-stream.ts';

const SHEET_ROWS = 1_048_576;
/** A part of a zip must stay below 4 GB. */
const SHEET_CHARACTERS = 1_000_000_000;
/** What a cell of a spreadsheet can hold. */
const CELL_CHARACTERS = 32_767;
const DAY_MS = 86_400_000;

export const xlsxFile = (table: ExportTable): AsyncGenerator<Buffer> => zipped(partsOf(table));

async function* partsOf(table: ExportTable): AsyncGenerator<ZipPart> {
  const styles = new Styles();
  const cells = table.columns.map((column) => unlessMasked(cellOf(column, table, styles)));
  const rows = new Rows(table.rows, cells);
  const names: string[] = [];
  do {
    const part = names.length + 1;
    names.push(`${sheetName(table.name)}${part === 1 ? '' : ` ${part}`}`);
    yield { name: `xl/worksheets/sheet${part}.xml`, text: sheetText(table, rows) };
  } while (await rows.hasMore());
  yield { name: 'xl/styles.xml', text: [styles.text()] };
  yield { name: 'xl/workbook.xml', text: [workbookText(names)] };
  yield { name: 'xl/_rels/workbook.xml.rels', text: [workbookRelations(names.length)] };
  yield { name: '_rels/.rels', text: [`${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`] };
  yield { name: '[Content_Types].xml', text: [contentTypes(names.length)] };
}

/** The rows still to be written, which one sheet after the other takes from. */
class Rows {
  private readonly batches: AsyncIterator<readonly (readonly unknown[])[]>;
  private batch: readonly (readonly unknown[])[] = [];
  private next = 0;

  constructor(
    batches: ExportTable['rows'],
    private readonly cells: readonly WriteCell[],
  ) {
    this.batches = batches[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.next >= this.batch.length) {
      const { done, value } = await this.batches.next();
      if (done) return false;
      [this.batch, this.next] = [value, 0];
    }
    return true;
  }

  /** Rows of the batch at hand as XML, at most `most` of them. */
  take(first: number, most: number): { text: string; rows: number } {
    const taken = this.batch.slice(this.next, this.next + most);
    this.next += taken.length;
    return { text: taken.map((row, index) => rowText(first + index, this.cells.map((cell, at) => cell(row[at])))).join(''), rows: taken.length };
  }
}

/** Every cell says where it is; empty ones are left out. */
const rowText = (row: number, cells: readonly string[]): string =>
  `<row r="${row}">${cells.map((cell, at) => (cell === EMPTY ? '' : `<c r="${lettersOf(at)}${row}"${cell.slice(2)}`)).join('')}</row>`;

const letters: string[] = [];
function lettersOf(column: number): string {
  return (letters[column] ??= (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26)));
}

async function* sheetText({ columns, locale }: ExportTable, rows: Rows): AsyncGenerator<string> {
  const widths = columns.map((column, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf(column, headingOf(column, locale))}" customWidth="1"/>`);
  const headings = rowText(1, columns.map((column) => textCell(headingOf(column, locale), Styles.HEADING)));
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  yield `${widths.length > 0 ? `<cols>${widths.join('')}</cols>` : ''}<sheetData>${headings}`;
  let [next, characters] = [2, 0];
  while (next <= SHEET_ROWS && characters < SHEET_CHARACTERS && (await rows.hasMore())) {
    const { text, rows: taken } = rows.take(next, SHEET_ROWS + 1 - next);
    next += taken;
    characters += text.length;
    yield text;
  }
  yield '</sheetData></worksheet>';
}

/** A cell without its place. */
type WriteCell = (value: unknown) => string;

const EMPTY = '';

const unlessMasked = (write: WriteCell): WriteCell => (value) => (value instanceof MaskedCell ? textCell(value.text) : write(value));

/** How the values of a column are written: numbers and dates so that a spreadsheet can reckon with them. */
function cellOf(column: ExportColumn, table: ExportTable, styles: Styles): WriteCell {
  const { field } = column;
  const type = field.valueType;
  const asText: WriteCell = (value) => textCell(cellText(column, value, table));
  if (isLabel(field)) return asText;
  const numeric = (format: string): WriteCell => {
    const style = styles.of(format);
    // A spreadsheet keeps fifteen digits: what has more stays a text.
    return (value) => (value === null || value === undefined ? EMPTY : digitsOf(String(value)) > 15 ? textCell(String(value)) : `<c s="${style}"><v>${Number(value)}</v></c>`);
  };
  const { scale } = (field.document.options ?? {}) as NumberOptions & MoneyOptions;
  switch (type.valueKind) {
    case 'decimal':
      if (type.key === 'percent' || type.key === 'progress') return numeric(`0${decimals(scale ?? 0)}%`);
      if (type.key === 'duration') {
        const style = styles.of('[h]:mm:ss');
        return (value) => (value === null || value === undefined ? EMPTY : `<c s="${style}"><v>${Number(value) / 86_400}</v></c>`);
      }
      return numeric(type.key === 'money' ? `#,##0${decimals(scale ?? 2)}` : scale === undefined ? 'General' : `0${decimals(scale)}`);
    case 'integer':
      return numeric('0');
    case 'boolean':
      return (value) => (value === null || value === undefined ? EMPTY : `<c t="b"><v>${value === true ? 1 : 0}</v></c>`);
    case 'date':
      return dated(styles.of('yyyy-mm-dd'), (value) => Date.parse(`${String(value)}T00:00:00Z`), asText);
    case 'datetime':
      return dated(styles.of('yyyy-mm-dd hh:mm:ss'), (value) => wallClock(String(value), table.timeZone), asText);
    default:
      return asText;
  }
}

/** Days before March 1900 have no number a spreadsheet agrees on: they stay texts. */
function dated(style: number, millis: (value: unknown) => number, asText: WriteCell): WriteCell {
  return (value) => {
    if (value === null || value === undefined) return EMPTY;
    const day = millis(value) / DAY_MS + 25_569;
    return Number.isFinite(day) && day >= 61 && day < 2_958_466 ? `<c s="${style}"><v>${Math.round(day * 86_400) / 86_400}</v></c>` : asText(value);
  };
}

/** The time on the clock of the zone, as if it were UTC. */
function wallClock(instant: string, timeZone: string): number {
  const { year, month, day, hour, minute, second } = civilInZone(Date.parse(instant), timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const decimals = (scale: number): string => (scale > 0 ? `.${'0'.repeat(scale)}` : '');
const digitsOf = (number: string): number => number.replaceAll(/\D/g, '').replace(/^0+/, '').length;

function textCell(text: string, style?: number): string {
  if (text === '') return EMPTY;
  return `<c t="inlineStr"${style === undefined ? '' : ` s="${style}"`}><is><t xml:space="preserve">${escaped(text.slice(0, CELL_CHARACTERS))}</t></is></c>`;
}

/** Text that looks like `_x0041_` is kept from being read as a character; control characters are written so. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);

function widthOf({ field }: ExportColumn, heading: string): number {
  const kind = field.valueType.valueKind;
  const needed = kind === 'datetime' ? 20 : kind === 'date' ? 12 : kind === 'text' ? 18 : 12;
  const written = [...heading].reduce((width, character) => width + (character > '\u2e7f' ? 2 : 1), 2);
  return Math.min(Math.max(needed, written), 60);
}

/** What no sheet may be called with is left out. */
const sheetName = (name: string): string => name.replaceAll(/[[\]*?:/\\']/g, ' ').trim().slice(0, 26) || 'Sheet';

/** The number formats that are used; 0 is none, 1 that of the header. */
class Styles {
  static readonly HEADING = 1;
  private readonly formats = ['General'];

  of(format: string): number {
    const known = this.formats.indexOf(format);
    const index = known >= 0 ? known : this.formats.push(format) - 1;
    return index === 0 ? 0 : index + 1;
  }

  text(): string {
    const custom = this.formats.slice(1);
    const formats = custom.map((format, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(format)}"/>`).join('');
    const cells = custom.map((_, index) => `<xf numFmtId="${164 + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('');
    return `${XML}<styleSheet xmlns="${MAIN}">${custom.length > 0 ? `<numFmts count="${custom.length}">${formats}</numFmts>` : ''}<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${custom.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cells}</cellXfs></styleSheet>`;
  }
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const numbered = (count: number, text: (number: number) => string): string => Array.from({ length: count }, (_, index) => text(index + 1)).join('');

const workbookText = (names: readonly string[]): string =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map((name, index) => `<sheet name="${escaped(name).replaceAll('"', '&quot;')}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`;

const workbookRelations = (sheets: number): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${numbered(sheets, (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;

const contentTypes = (sheets: number): string =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>${numbered(sheets, (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>`)}</Types>`;
