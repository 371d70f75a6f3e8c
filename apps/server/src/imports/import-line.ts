/** The line of an import in `_import`: found for whoever made it, and shown to them. */

import { textIn, type ImportMapping, type ImportView, type LocalizedText, type RowProblem, type UploadTarget } from '@tessera/contract';
import { askerIdOf } from '../accounts/asker.ts';
import type { Actor } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { openJson } from '../platform/sealed.ts';
import { ImportNotFound } from './import-errors.ts';
import type { FileRow } from './read-csv.ts';
import type { RowIssue } from './row-values.ts';

export interface ImportLine {
  readonly id: string;
  readonly target: UploadTarget;
  readonly file_name: string;
  readonly status: ImportView['status'];
  readonly problem: LocalizedText | null;
  readonly format: ImportView['format'];
  readonly sheets: string[];
  readonly sheet: string | null;
  readonly columns: string[];
  readonly encoding: ImportView['encoding'];
  /** Sealed; `mappingOf` opens it. */
  readonly mapping: unknown;
  /** Sealed. */
  readonly sample: unknown;
  readonly rows: number;
  readonly mended: number;
  /** The part that is read next. */
  readonly next_part: number;
  readonly done: number;
  readonly imported: number;
  readonly updated: number;
  readonly refused: number;
  readonly undone: number;
  readonly not_undone: number;
  readonly created_at: Date;
  /** Id of the member or of their key. */
  readonly created_by: string;
}

/** Imports are seen by whoever made them; any other answers like one that does not exist. */
export async function findImport(db: Db, actor: Actor, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<ImportLine> {
  const [line] = await db.query<ImportLine>(`SELECT * FROM _import WHERE id = $1 AND created_by = $2 ${lock}`, [id, askerIdOf(actor)]);
  if (!line) throw ImportNotFound({});
  return line;
}

export const mappingOf = ({ mapping }: Pick<ImportLine, 'mapping'>): ImportMapping => openJson<ImportMapping>('_import', 'mapping', mapping);

export function viewOf(actor: Actor, line: ImportLine): ImportView {
  return {
    id: line.id,
    target: line.target,
    fileName: line.file_name,
    status: line.status,
    problem: line.problem === null ? null : textIn(line.problem, actor.locale),
    format: line.format,
    sheets: line.sheets,
    sheet: line.sheet,
    columns: line.columns,
    sample: openJson<string[][]>('_import', 'sample', line.sample),
    encoding: line.encoding,
    rows: line.rows,
    mended: line.mended,
    mapping: mappingOf(line),
    done: line.done,
    imported: line.imported,
    updated: line.updated,
    refused: line.refused,
    undone: line.undone,
    notUndone: line.not_undone,
    createdAt: line.created_at.toISOString(),
    createdBy: { id: actor.member.id, label: actor.member.name },
  };
}

export function toProblem(actor: Actor, columns: readonly string[], { line, cells }: FileRow, issue: RowIssue): RowProblem {
  const { column, field, value, code, message } = issue;
  return { line, column: column === null ? null : (columns[column] ?? null), field, value: value ?? (column === null ? null : (cells[column] ?? null)), code, message: message[actor.locale] };
}
