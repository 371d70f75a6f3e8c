/**
 * Turns sample tables into the records they describe. Pure: relations are still names of other rows,
 * since ids exist only once those are written.
 */

import { ok, fail, type FieldProblemInput, type Locale, type Result } from '@tessera/contract';
import type { Design, FieldModel } from '@tessera/model';
import { sampleDate, type SampleRow, type SampleTable } from '@tessera/templates';
import { SAMPLE_ROW_UNKNOWN } from './installer-errors.ts';

export interface SampleRecord {
  readonly entity: string;
  readonly key: string | null;
  /** Where it is written, for problems: `samples/en/order.csv:3`. */
  readonly place: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Field key to the row of the other entity it names. */
  readonly links: readonly SampleLink[];
  /** Rows of its subforms, by field key. */
  readonly rows: ReadonlyMap<string, readonly SampleRecord[]>;
}
export interface SampleLink {
  readonly field: string;
  readonly entity: string;
  readonly key: string;
}

export interface SampleEnv {
  readonly locale: Locale;
  readonly timeZone: string;
  /** Day of installation there, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Records in the order to write them, subform rows within the record that owns them; or every problem. */
export function sampleRecords(design: Design, tables: readonly SampleTable[], env: SampleEnv): Result<SampleRecord[], FieldProblemInput[]> {
  const problems: FieldProblemInput[] = [];
  const read = (table: SampleTable, row: SampleRow): SampleRecord => {
    const model = design.entities.get(table.entity);
    const place = `samples/${env.locale}/${table.entity}.csv:${row.line}`;
    const values: Record<string, unknown> = {};
    const links: SampleLink[] = [];
    for (const [key, cell] of Object.entries(row.values)) {
      const field = model?.fields.get(key);
      if (field?.type.refersTo === 'record' && field.target !== null) links.push({ field: key, entity: field.target, key: cell });
      else if (field) readCell(field, cell, env, (problem) => problems.push({ ...problem, path: `${place}.${key}` }), (value) => (values[key] = value));
    }
    return { entity: table.entity, key: row.key, place, values, links, rows: new Map((model?.children ?? []).map((child) => [child.field, ownedRows(child.entity, row.key)])) };
  };
  const ownedRows = (entity: string, owner: string | null): SampleRecord[] => {
    const table = owner === null ? undefined : tables.find((one) => one.entity === entity);
    return table ? table.rows.filter(({ parent }) => parent === owner).map((row) => read(table, row)) : [];
  };
  const records = tables.filter(({ entity }) => design.entities.get(entity)?.parent === null).flatMap((table) => table.rows.map((row) => read(table, row)));
  problems.push(...strayParents(design, tables, env.locale));
  return problems.length === 0 ? ok(records) : fail(problems);
}

function readCell(field: FieldModel, cell: string, env: SampleEnv, refuse: (problem: Omit<FieldProblemInput, 'path'>) => void, take: (value: unknown) => void): void {
  const parsed = field.type.parseText(sampleDate(cell, env.today), field.document, { timeZone: env.timeZone, locale: env.locale });
  if (parsed.ok) take(parsed.value);
  else refuse(parsed.problem);
}

function strayParents(design: Design, tables: readonly SampleTable[], locale: Locale): FieldProblemInput[] {
  return tables.flatMap((table) => {
    const parent = design.entities.get(table.entity)?.parent;
    if (!parent) return [];
    const known = new Set(tables.find(({ entity }) => entity === parent)?.rows.map(({ key }) => key));
    return table.rows.flatMap((row) => (row.parent !== null && known.has(row.parent) ? [] : [{ path: `samples/${locale}/${table.entity}.csv:${row.line}._parent`, ...SAMPLE_ROW_UNKNOWN }]));
  });
}

export const countSampleRows = (tables: readonly SampleTable[]): number => tables.reduce((sum, { rows }) => sum + rows.length, 0);

