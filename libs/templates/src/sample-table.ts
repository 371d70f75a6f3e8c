/**
 * Sample rows: a CSV whose header names field keys. `_key` names a row for other rows, a relation cell holds
 * such a name, `_parent` puts a child row under its parent. Dates may be written relative to the day of
 * installation, so that samples stay fresh.
 */

import { parse } from 'csv-parse/browser/esm/sync';
import { fail, ok, type FieldProblemInput, type Result } from '@tessera/contract';

export interface SampleRow {
  /** Line in the file, the header being 1. */
  readonly line: number;
  readonly key: string | null;
  readonly parent: string | null;
  /** Cells that are not empty, by field key. */
  readonly values: Readonly<Record<string, string>>;
}

export interface SampleTable {
  readonly entity: string;
  readonly columns: readonly string[];
  readonly rows: readonly SampleRow[];
}

/** All rows of one sample file, or every problem with its line. */
export function parseSampleTable(entity: string, text: string): Result<SampleTable, FieldProblemInput[]> {
  let cells: string[][];
  try {
    cells = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch {
    return fail([problem(1, 'SAMPLE_FILE_INVALID', 'is not a CSV file', '不是有效的 CSV 文件')]);
  }
  const [header, ...body] = cells;
  if (!header) return fail([problem(1, 'SAMPLE_FILE_EMPTY', 'has no header', '缺少表头')]);
  const problems = body.flatMap((row, index) =>
    row.length === header.length ? [] : [problem(index + 2, 'SAMPLE_ROW_RAGGED', `has ${row.length} cells, the header ${header.length}`, `有 ${row.length} 个单元格，表头有 ${header.length} 个`)],
  );
  if (problems.length > 0) return fail(problems);
  const cell = (row: readonly string[], name: string): string | null => {
    const at = header.indexOf(name);
    return at < 0 ? null : (row[at] ?? '') || null;
  };
  const columns = header.filter((name) => !name.startsWith('_'));
  return ok({
    entity,
    columns,
    rows: body.map((row, index) => ({
      line: index + 2,
      key: cell(row, '_key'),
      parent: cell(row, '_parent'),
      values: Object.fromEntries(columns.flatMap((name) => {
        const value = cell(row, name);
        return value === null ? [] : [[name, value]];
      })),
    })),
  });
}

const RELATIVE = /^@today([+-]\d{1,5})?(?: (\d{2}:\d{2}))?$/;
const DAY_MS = 86_400_000;

/**
 * `@today-3` as `YYYY-MM-DD`, `@today+10 09:30` as `YYYY-MM-DD HH:mm`; any other cell as it is.
 * `today`: the installation day as `YYYY-MM-DD`.
 */
export function sampleDate(cell: string, today: string): string {
  const match = RELATIVE.exec(cell);
  if (!match) return cell;
  const day = new Date(Date.parse(`${today}T00:00:00Z`) + Number(match[1] ?? 0) * DAY_MS).toISOString().slice(0, 10);
  return match[2] ? `${day} ${match[2]}` : day;
}

const problem = (line: number, code: string, en: string, zh: string): FieldProblemInput => ({
  path: String(line),
  code,
  message: { en: `Line ${line} ${en}.`, 'zh-CN': `第 ${line} 行${zh}。` },
});
