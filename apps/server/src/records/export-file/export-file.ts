/**
 * A file of records, written as its rows come: nothing but a batch is held. A format gets the columns and, batch by
 * batch, the values as Postgres gave them (wire form; links and members are what people call them).
 */

import type { Readable } from 'node:stream';
import { textIn, type ExportFormat, type Locale } from '@tessera/contract';
import type { FieldModel } from '@tessera/model';
import { csvFile } from './csv-file.ts';
import { jsonFile } from './json-file.ts';
import { xlsxFile } from './xlsx-file.ts';

export interface ExportColumn {
  /** Field key or path. */
  readonly name: string;
  readonly field: FieldModel;
}

export interface ExportTable {
  /** What people call the entity. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** Batches of rows, each with a value for every column. */
  readonly rows: AsyncIterable<readonly (readonly unknown[])[]>;
  readonly locale: Locale;
  /** IANA zone in which instants are shown. */
  readonly timeZone: string;
}

export interface FileKind {
  readonly mediaType: string;
  readonly extension: string;
  write(table: ExportTable): AsyncIterable<Buffer> | Readable;
}

export const FILE_KINDS: Readonly<Record<ExportFormat, FileKind>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', write: csvFile },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx', write: xlsxFile },
  json: { mediaType: 'application/json; charset=utf-8', extension: 'json', write: jsonFile },
};

export const headingOf = ({ name, field }: ExportColumn, locale: Locale): string => textIn(field.document.label, locale) || name;

/** Links and members come as what they are called. */
export const isLabel = ({ type }: FieldModel): boolean => type.refersTo === 'record' || type.pointsTo === 'member' || type.pointsTo === 'department';

/** What is shown of a value that is masked, whatever its column holds. */
export class MaskedCell {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): string {
    return this.text;
  }
}

/** A value as people read it. */
export function cellText({ field }: ExportColumn, value: unknown, env: { readonly locale: Locale; readonly timeZone: string }): string {
  if (value instanceof MaskedCell) return value.text;
  if (!isLabel(field)) return field.valueType.formatText(value, field.valueDocument, env);
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}
