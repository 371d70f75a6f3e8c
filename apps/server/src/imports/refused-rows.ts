/** The rows an import refused, with the reasons: what they say is as secret as the fields they were meant for. */

import type { Db } from '../platform/database.ts';
import { openJson, sealText } from '../platform/sealed.ts';
import type { FileRow } from './read-csv.ts';
import type { RowIssue } from './row-values.ts';

export interface RefusedRow extends FileRow {
  readonly problems: readonly RowIssue[];
}

export async function saveRefused(db: Db, id: string, rows: readonly RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const sealed = rows.map(({ line, cells, problems }) => ({ line, cells: sealText('_import_row', 'cells', JSON.stringify(cells)), problems: sealText('_import_row', 'problems', JSON.stringify(problems)) }));
  await db.query(
    `INSERT INTO _import_row (import_id, line, cells, status, problems) SELECT $1, r.line, r.cells, 'refused', r.problems FROM jsonb_to_recordset($2::jsonb) AS r(line int, cells jsonb, problems jsonb)`,
    [id, JSON.stringify(sealed)],
  );
}

/** Those behind a line, in the order of the file. */
export async function loadRefused(db: Db, id: string, after: number, limit: number): Promise<RefusedRow[]> {
  const rows = await db.query<{ line: number; cells: unknown; problems: unknown }>(
    `SELECT line, cells, problems FROM _import_row WHERE import_id = $1 AND status = 'refused' AND line > $2 ORDER BY line LIMIT ${Math.trunc(limit)}`,
    [id, after],
  );
  return rows.map(({ line, cells, problems }) => ({ line, cells: openJson<string[]>('_import_row', 'cells', cells), problems: openJson<RowIssue[] | null>('_import_row', 'problems', problems) ?? [] }));
}
