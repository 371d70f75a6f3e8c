/** The line of an export in `_export`: found for whoever asked for it, and shown to them. */

import { textIn, type ExportFormat, type ExportRequest, type ExportView, type Locale, type LocalizedText } from '@tessera/contract';
import { askerIdOf } from '../accounts/asker.ts';
import type { Actor } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { openJson } from '../platform/sealed.ts';
import { ExportNotFound } from './export-errors.ts';

export interface ExportLine {
  readonly id: string;
  readonly entity: string;
  /** Sealed; `requestOf` opens it. */
  readonly request: unknown;
  readonly format: ExportFormat;
  readonly locale: Locale;
  readonly file_name: string;
  readonly status: ExportView['status'];
  readonly rows: number;
  /** Bytes, as text. */
  readonly size: string;
  /** Names of the columns the file has. */
  readonly fields: string[];
  /** What its writer was allowed when it was written (export-rights.ts). */
  readonly rights: string | null;
  readonly problem: LocalizedText | null;
  readonly created_at: Date;
  /** Id of the member or of their key. */
  readonly created_by: string;
  readonly expires_at: Date;
}

/** Any other member's, and one that has expired, answer like one that does not exist. */
export async function findExport(db: Db, actor: Actor, id: string, now: Date, lock: '' | 'FOR UPDATE' = ''): Promise<ExportLine> {
  const [line] = await db.query<ExportLine>(`SELECT * FROM _export WHERE id = $1 AND created_by = $2 AND expires_at > $3 ${lock}`, [id, askerIdOf(actor), now]);
  if (!line) throw ExportNotFound({});
  return line;
}

export const requestOf = ({ request }: ExportLine): ExportRequest => openJson<ExportRequest>('_export', 'request', request);

export const viewOf = (actor: Actor, line: ExportLine): ExportView => ({
  id: line.id,
  entity: line.entity,
  format: line.format,
  status: line.status,
  rows: line.rows,
  size: line.status === 'done' ? Number(line.size) : null,
  fileName: line.file_name,
  problem: line.problem === null ? null : textIn(line.problem, actor.locale),
  createdAt: line.created_at.toISOString(),
  expiresAt: line.expires_at.toISOString(),
});
