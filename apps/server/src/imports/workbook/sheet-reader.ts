/** The rows of a worksheet from its XML, cell by cell: shared and inline texts, numbers by their format, yes and no, errors. */

import { ImportCellTooLong, ImportRowTooLong } from '../import-errors.ts';
import { MAX_ROW_CHARACTERS, type CsvRow } from '../read-csv.ts';
import type { CellStyles } from './cell-styles.ts';
import { localName, type Attributes } from './read-xml.ts';
import { plainText, type SharedStrings } from './shared-strings.ts';

const MAX_CELL_CHARACTERS = 1_000_000;
/** Cells that are kept of a row behind those of the header. */
const MAX_CELLS_BEYOND = 100;
/** As far as Excel's own sheets reach. */
const MAX_COLUMN = 16_384;

export class SheetReader {
  lastRow = 0;
  private ready: CsvRow[] = [];
  private cells: string[] = [];
  private characters = 0;
  /** Columns of the header; null before it. */
  private width: number | null = null;
  private column = 0;
  private type = 'n';
  private style = 0;
  private text = '';
  private isText = false;
  private isPhonetic = false;
  private isInRows = false;

  constructor(
    private readonly sheet: string,
    private readonly styles: CellStyles,
    private readonly texts: SharedStrings,
  ) {}

  /** What has been read since it was last asked. */
  taken(): CsvRow[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  readonly onTag = (tag: string, attributes: Attributes): void => {
    const name = localName(tag);
    if (name === 'sheetData') this.isInRows = true;
    else if (!this.isInRows) return;
    else if (name === 'c') this.beginCell(attributes);
    else if (name === 'row') {
      this.lastRow = Number(attributes['r'] ?? this.lastRow + 1);
      [this.cells, this.characters, this.column] = [[], 0, -1];
    } else if (name === 'rPh') this.isPhonetic = true;
    else if (name === 'v' || name === 't') this.isText = !this.isPhonetic;
  };

  readonly onText = (text: string): void => {
    if (!this.isText) return;
    this.text += text;
    if (this.text.length > MAX_CELL_CHARACTERS) this.refuseLongCell();
  };

  readonly onEnd = (tag: string): void => {
    const name = localName(tag);
    if (name === 'v' || name === 't') this.isText = false;
    else if (name === 'rPh') this.isPhonetic = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
    else if (name === 'sheetData') this.isInRows = false;
  };

  readonly refuseLongCell = (): never => {
    throw ImportCellTooLong({ sheet: this.sheet, cell: `${lettersOf(this.column)}${this.lastRow}`, limit: MAX_CELL_CHARACTERS });
  };

  private beginCell({ r, t = 'n', s = '0' }: Attributes): void {
    this.column = r === undefined ? this.column + 1 : columnOf(r);
    if (this.column >= MAX_COLUMN) this.refuseLongCell();
    [this.type, this.style, this.text] = [t, Number(s), ''];
  }

  private endCell(): void {
    const text = this.cellText();
    if (text === '') return;
    // A row that is longer than the header is refused; how much longer it says it is must not cost anything.
    const place = this.width === null ? this.column : Math.min(this.column, this.width + MAX_CELLS_BEYOND);
    while (this.cells.length < place) this.cells.push('');
    this.cells[place] = text;
    this.characters += text.length;
    if (this.characters > MAX_ROW_CHARACTERS) throw ImportRowTooLong({ line: this.lastRow, limit: MAX_ROW_CHARACTERS });
  }

  private cellText(): string {
    if (this.text === '') return '';
    if (this.type === 's') return this.texts.get(Number(this.text));
    if (this.type === 'b') return this.text === '1' ? 'TRUE' : 'FALSE';
    if (this.type === 'n') return this.styles.textOf(this.text, this.style);
    if (this.type === 'd') return this.text.replace('T', ' ');
    return plainText(this.text);
  }

  private endRow(): void {
    const { cells } = this;
    if (cells.every((cell) => cell.trim() === '')) return;
    while (cells.length > (this.width ?? 0) && (cells.at(-1) ?? '').trim() === '') cells.pop();
    this.width ??= cells.length;
    while (cells.length < this.width) cells.push('');
    this.ready.push({ line: this.lastRow, cells });
  }
}

/** `AB12` is column 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    const code = letter.charCodeAt(0);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

export function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
