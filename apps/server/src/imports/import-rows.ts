/** The rows of one import through the write door: each as if a person had entered it, with the importer's rights. */

import { AppError, type FieldProblemInput, type ImportMapping, type ImportTarget, type Locale } from '@tessera/contract';
import { validateRecord, type EntityModel } from '@tessera/model';
import type { Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import type { RecordWriter } from '../records/write-door/record-writer.ts';
import { selectedFields } from '../records/write-door/writable-fields.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { findLinks, MEMBER_ENTITY } from './link-finder.ts';
import { keyTakenIssue, PARENT_FIELD, rowValues, type RowIssue, type RowValues } from './row-values.ts';

export interface ImportPlan {
  readonly target: ImportTarget;
  readonly columns: readonly string[];
  readonly mapping: ImportMapping;
  readonly locale: Locale;
}

export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface ReadRow extends FileRow {
  readonly values: Record<string, unknown>;
  readonly externalKey: string | null;
  /** Record a child row belongs to. */
  readonly parent: string | null;
  readonly issues: readonly RowIssue[];
}

/** Rows with links resolved and values checked against the schema; changes nothing. */
export async function readRows(db: Db, writer: Writer, plan: ImportPlan, rows: readonly FileRow[]): Promise<ReadRow[]> {
  const entity = entityOf(writer, plan.target);
  const env = { timeZone: writer.workspace.timeZone, locale: plan.locale };
  const parsed = rows.map((row) => ({ row, read: rowValues(row.cells, plan.mapping, { entity, columns: plan.columns }, env) }));
  const resolve = await findLinks(db, writer, parsed.flatMap(({ read }) => read.links));
  const known = await knownKeys(db, plan.target, parsed.flatMap(({ read }) => read.externalKey ?? []));
  const seen = new Set<string>();
  return parsed.map(({ row, read }): ReadRow => {
    const values: Record<string, unknown> = { ...read.values };
    const issues: RowIssue[] = [...read.issues];
    let parent: string | null = null;
    for (const link of read.links) {
      const answer = resolve(link);
      if ('issue' in answer) issues.push(answer.issue);
      else if (entity?.parent && link.field === PARENT_FIELD) parent = answer.id;
      else values[link.field] = answer.id;
    }
    if (read.externalKey !== null && (known.has(read.externalKey) || seen.has(read.externalKey))) issues.push(keyTakenIssue(read.externalKey));
    if (read.externalKey !== null) seen.add(read.externalKey);
    if (issues.every(({ code }) => code !== 'IMPORT_ROW_RAGGED')) issues.push(...schemaIssues(writer, plan, entity, values, parent, issues, read));
    return { ...row, values, externalKey: read.externalKey, parent, issues };
  });
}

export type RowOutcome = { readonly line: number; readonly id: string } | { readonly line: number; readonly issues: readonly RowIssue[] };

/** Writes one row inside a savepoint: a row that is refused leaves nothing behind and does not stop the others. */
export async function writeRow(db: Db, writer: Writer, records: RecordWriter, plan: ImportPlan, row: ReadRow, at: Date): Promise<RowOutcome> {
  if (row.issues.length > 0) return { line: row.line, issues: row.issues };
  await db.query('SAVEPOINT import_row');
  try {
    const id = await writeValues(db, writer, records, plan.target, row, at);
    if (row.externalKey !== null) {
      await db.query('INSERT INTO _external_key (source, entity, key, record_id) VALUES ($1, $2, $3, $4)', [writer.via.ref ?? '', keyEntity(plan.target), row.externalKey, id]);
    }
    await db.query('RELEASE SAVEPOINT import_row');
    return { line: row.line, id };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    await db.query('ROLLBACK TO SAVEPOINT import_row');
    return { line: row.line, issues: issuesOf(error, plan) };
  }
}

async function writeValues(db: Db, writer: Writer, records: RecordWriter, target: ImportTarget, row: ReadRow, at: Date): Promise<string> {
  if (target.kind === 'members') {
    const id = newId();
    const { name, email = null, title = null, phone = null } = row.values;
    await db.query(`INSERT INTO _member (id, name, email, title, phone, roles, status, created_at) VALUES ($1, $2, $3, $4, $5, '{}', 'imported', $6)`, [id, name, email, title, phone, at]);
    return id;
  }
  const child = entityOf(writer, target);
  if (!child?.parent || row.parent === null) return (await records.create(db, writer, target.entity, row.values)).id;
  const subform = writer.design.entities.get(child.parent)?.children.find(({ entity }) => entity === child.key)?.field ?? '';
  return (await records.addRow(db, writer, child.parent, row.parent, subform, row.values)).row;
}

export const entityOf = (writer: Pick<Writer, 'design'>, target: ImportTarget): EntityModel | null =>
  target.kind === 'entity' ? (writer.design.entities.get(target.entity) ?? null) : null;

const keyEntity = (target: ImportTarget): string => (target.kind === 'entity' ? target.entity : MEMBER_ENTITY);

async function knownKeys(db: Db, target: ImportTarget, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.query<{ key: string }>('SELECT key FROM _external_key WHERE entity = $1 AND key = ANY ($2)', [keyEntity(target), keys]);
  return new Set(rows.map(({ key }) => key));
}

function schemaIssues(writer: Writer, plan: ImportPlan, entity: EntityModel | null, values: Record<string, unknown>, parent: string | null, before: readonly RowIssue[], read: RowValues): RowIssue[] {
  if (entity === null) return memberIssues(values, plan);
  const tried = new Set([...before.map(({ field }) => field), ...read.links.map(({ field }) => field)]);
  const missingParent = entity.parent !== null && parent === null && !tried.has(PARENT_FIELD) ? [requiredIssue(PARENT_FIELD, columnOf(plan, PARENT_FIELD))] : [];
  const problems = validateRecord(writer.design, entity.key, values, {
    mode: 'create',
    fields: selectedFields(writer.access, writer.design, 'create', entity.key),
    readable: selectedFields(writer.access, writer.design, 'read', entity.key),
  });
  const issues = problems.map((problem) => toIssue(problem, plan));
  return [...missingParent, ...issues.filter(({ field }) => field === null || !before.some((issue) => issue.field === field))];
}

function memberIssues(values: Record<string, unknown>, plan: ImportPlan): RowIssue[] {
  const { name, email } = values;
  const column = columnOf(plan, 'email');
  return [
    ...(typeof name === 'string' ? [] : [requiredIssue('name', columnOf(plan, 'name'))]),
    ...(typeof email !== 'string' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
      ? []
      : [{ column, field: 'email', value: email, code: 'FIELD_NOT_EMAIL', message: { en: `"${email}" is no e-mail address.`, 'zh-CN': `“${email}”不是电子邮箱地址。` } }]),
  ];
}

function issuesOf(error: AppError, plan: ImportPlan): RowIssue[] {
  if (error.fields.length > 0) return error.fields.map((field) => toIssue(field, plan));
  const body = (locale: Locale): string => error.toBody(locale, '').message;
  return [{ column: null, field: null, value: null, code: error.code, message: { en: body('en'), 'zh-CN': body('zh-CN') } }];
}

/** `values.name` and `values.lines.0.quantity` both by their last step: a child row is one row of the file. */
function toIssue({ path, code, message }: FieldProblemInput, plan: ImportPlan): RowIssue {
  const field = path.split('.').at(-1) ?? null;
  return { column: field === null ? null : columnOf(plan, field), field, value: null, code, message };
}

const columnOf = (plan: ImportPlan, field: string): number | null => plan.mapping.columns.find((column) => column.field === field)?.column ?? null;

const requiredIssue = (field: string, column: number | null): RowIssue => ({
  column,
  field,
  value: null,
  code: 'FIELD_REQUIRED',
  message:
    field === PARENT_FIELD
      ? { en: 'The row does not say which record it belongs to.', 'zh-CN': '该行没有说明属于哪条记录。' }
      : { en: `"${field}" is required.`, 'zh-CN': `“${field}”为必填项。` },
});
