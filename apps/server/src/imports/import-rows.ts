/** The rows of one import through the write door: each as if a person had entered it, with the importer's rights. */

import type { AppError, FieldProblemInput, ImportMapping, ImportTarget, Locale } from '@tessera/contract';
import { validateRecord, type Design, type EntityModel } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import type { Db } from '../platform/database.ts';
import { toAppError } from '../platform/sqlstate.ts';
import type { RecordWriter } from '../records/write-door/record-writer.ts';
import { selectedFields } from '../records/write-door/writable-fields.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { addImportedMember, MEMBER_MODEL, memberProblems } from './imported-member.ts';
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
  const parsed = rows.map((row) => ({ row, read: rowValues(row.cells, plan.mapping, { entity: entity ?? MEMBER_MODEL, columns: plan.columns }, env) }));
  const resolve = await findLinks(db, writer, parsed.flatMap(({ read }) => read.links));
  const known = await knownKeys(db, writer, plan.target, parsed.flatMap(({ read }) => read.externalKey ?? []));
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
    if (issues.every(({ code }) => code !== 'IMPORT_ROW_RAGGED')) issues.push(...schemaIssues(writer, plan, entity, values, parent, issues, read));
    // A row that is refused takes no key from a later one.
    if (read.externalKey !== null && issues.length === 0) seen.add(read.externalKey);
    return { ...row, values, externalKey: read.externalKey, parent, issues };
  });
}

export type RowOutcome = { readonly line: number; readonly id: string } | { readonly line: number; readonly issues: readonly RowIssue[] };

/** Writes one row inside a savepoint: a row that is refused leaves nothing behind and does not stop the others. */
export async function writeRow(db: Db, writer: Writer, records: RecordWriter, plan: ImportPlan, row: ReadRow, at: Date): Promise<RowOutcome> {
  if (row.issues.length > 0) return { line: row.line, issues: row.issues };
  await db.query('SAVEPOINT import_row');
  const refused = async (issues: readonly RowIssue[]): Promise<RowOutcome> => {
    await db.query('ROLLBACK TO SAVEPOINT import_row');
    return { line: row.line, issues };
  };
  try {
    const id = await writeValues(db, writer, records, plan.target, row, at);
    if (row.externalKey !== null && !(await rememberKey(db, writer, plan.target, row.externalKey, id))) return await refused([keyTakenIssue(row.externalKey)]);
    await db.query('RELEASE SAVEPOINT import_row');
    return { line: row.line, id };
  } catch (error) {
    const refusal = toAppError(error);
    if (refusal.status >= 500) throw error;
    return refused(issuesOf(refusal, plan));
  }
}

async function writeValues(db: Db, writer: Writer, records: RecordWriter, target: ImportTarget, row: ReadRow, at: Date): Promise<string> {
  if (target.kind === 'members') return addImportedMember(db, row.values, at);
  const child = entityOf(writer, target);
  if (!child?.parent || row.parent === null) return (await records.create(db, writer, target.entity, row.values)).id;
  const subform = writer.design.entities.get(child.parent)?.children.find(({ entity }) => entity === child.key)?.field ?? '';
  return (await records.addRow(db, writer, child.parent, row.parent, subform, row.values)).row;
}

export const entityOf = (writer: Pick<Writer, 'design'>, target: ImportTarget): EntityModel | null =>
  target.kind === 'entity' ? (writer.design.entities.get(target.entity) ?? null) : null;

const keyEntity = (target: ImportTarget): string => (target.kind === 'entity' ? target.entity : MEMBER_ENTITY);

/** Keys that stand for a record that is there; those of deleted records are free again. */
async function knownKeys(db: Db, { design }: Writer, target: ImportTarget, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.query<{ key: string }>(`SELECT k.key FROM _external_key k WHERE k.entity = $1 AND k.key = ANY ($2) AND ${standsForARecord(design, target)}`, [keyEntity(target), keys]);
  return new Set(rows.map(({ key }) => key));
}

/** False when somebody else has given the key to a record meanwhile. */
async function rememberKey(db: Db, { design, via }: Writer, target: ImportTarget, key: string, id: string): Promise<boolean> {
  const kept = await db.query(
    `INSERT INTO _external_key AS k (source, entity, key, record_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (entity, key) DO UPDATE SET source = EXCLUDED.source, record_id = EXCLUDED.record_id WHERE NOT (${standsForARecord(design, target)}) RETURNING k.key`,
    [via.ref ?? '', keyEntity(target), key, id],
  );
  return kept.length > 0;
}

/** SQL condition on `k`. */
function standsForARecord(design: Design, target: ImportTarget): string {
  if (target.kind === 'members') return 'TRUE';
  const { parent } = design.entities.get(target.entity) ?? { parent: null };
  const owner = parent === null ? '' : ` AND EXISTS (SELECT FROM ${quoteIdent(parent)} p WHERE p.id = r.parent AND p.deleted_at IS NULL)`;
  return `EXISTS (SELECT FROM ${quoteIdent(target.entity)} r WHERE r.id = k.record_id AND r.deleted_at IS NULL${owner})`;
}

/** What the schema says of the row, beyond what is known of its fields already. */
function schemaIssues(writer: Writer, plan: ImportPlan, entity: EntityModel | null, values: Record<string, unknown>, parent: string | null, before: readonly RowIssue[], read: RowValues): RowIssue[] {
  const issues = (entity === null ? memberProblems(values) : recordProblems(writer, entity, values)).map((problem) => toIssue(problem, plan));
  const isLost = entity !== null && entity.parent !== null && parent === null && !read.links.some(({ field }) => field === PARENT_FIELD);
  const lost: RowIssue[] = isLost ? [{ column: columnOf(plan, PARENT_FIELD), field: PARENT_FIELD, value: null, code: 'FIELD_REQUIRED', message: NO_PARENT }] : [];
  return [...lost, ...issues.filter(({ field }) => field === null || !before.some((issue) => issue.field === field))];
}

/** The rows of a subform are written as a change of the record they belong to. */
function recordProblems({ access, design }: Writer, entity: EntityModel, values: Record<string, unknown>): FieldProblemInput[] {
  const fields = (action: 'read' | 'create' | 'update') => selectedFields(access, design, action, entity.key);
  return validateRecord(design, entity.key, values, { mode: 'create', fields: fields(entity.parent === null ? 'create' : 'update'), readable: fields('read') });
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

const NO_PARENT = { en: 'The row does not say which record it belongs to.', 'zh-CN': '该行没有说明属于哪条记录。' };
