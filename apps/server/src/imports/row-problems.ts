/** Problems of values, said of the column they came from. */

import { textIn, type AppError, type DuplicateRule, type FieldProblemInput, type ImportMapping, type Locale } from '@tessera/contract';
import { validateRecord, type EntityModel } from '@tessera/model';
import { RecordAlike } from '../records/record-errors.ts';
import { selectedFields } from '../records/write-door/writable-fields.ts';
import type { Writer } from '../records/write-door/writer.ts';
import { memberProblems } from './imported-member.ts';
import { PARENT_FIELD, type RowIssue } from './row-values.ts';

interface Mapped {
  readonly mapping: ImportMapping;
}

/** What the schema says of the row, beyond what is known of its fields already. */
export function schemaIssues(writer: Writer, plan: Mapped, entity: EntityModel | null, values: Readonly<Record<string, unknown>>, mode: 'create' | 'update', before: readonly RowIssue[]): RowIssue[] {
  const issues = (entity === null ? memberProblems(values) : recordProblems(writer, entity, values, mode)).map((problem) => toIssue(problem, plan));
  return issues.filter(({ field }) => field === null || !before.some((issue) => issue.field === field));
}

/** The rows of a subform are written as a change of the record they belong to. */
function recordProblems({ access, design }: Writer, entity: EntityModel, values: Readonly<Record<string, unknown>>, mode: 'create' | 'update'): FieldProblemInput[] {
  const fields = (action: 'read' | 'create' | 'update') => selectedFields(access, design, action, entity.key);
  return validateRecord(design, entity.key, values, { mode, fields: fields(entity.parent === null ? mode : 'update'), readable: fields('read') });
}

export function issuesOf(error: AppError, plan: Mapped): RowIssue[] {
  if (error.fields.length > 0) return error.fields.map((field) => toIssue(field, plan));
  if (error.code === RecordAlike.code) return [alikeIssue(error.details as Alikeness | undefined)];
  const body = (locale: Locale): string => error.toBody(locale, '').message;
  return [{ column: null, field: null, value: null, code: error.code, message: { en: body('en'), 'zh-CN': body('zh-CN') } }];
}

interface Alikeness {
  readonly label: DuplicateRule['label'];
  readonly record?: { readonly label: string };
}

/** Names the rule to those who may see what it compares, and the record to those who may see that. */
export function alikeIssue(known: Alikeness | undefined): RowIssue {
  const rule = (locale: Locale): string => textIn(known?.label, locale);
  const of = known?.record?.label ?? '';
  const message =
    known === undefined
      ? { en: 'There is a record like this one already.', 'zh-CN': '已存在相似的记录。' }
      : of === ''
        ? { en: `By the rule "${rule('en')}" another record or an earlier row is like this one.`, 'zh-CN': `按规则“${rule('zh-CN')}”，该行与其他记录或前面的行重复。` }
        : { en: `By the rule "${rule('en')}" this one is like the record "${of}".`, 'zh-CN': `按规则“${rule('zh-CN')}”，该行与记录“${of}”重复。` };
  return { column: null, field: null, value: null, code: RecordAlike.code, message };
}

/** `values.name` and `values.lines.0.quantity` both by their last step: a child row is one row of the file. */
export function toIssue({ path, code, message }: FieldProblemInput, plan: Mapped): RowIssue {
  const steps = path.split('.').filter((step) => !/^\d+$/.test(step));
  const field = steps.at(-1) ?? null;
  return { column: field === null ? null : columnOf(plan, field), field, value: null, code, message };
}

const columnOf = ({ mapping }: Mapped, field: string): number | null => mapping.columns.find((column) => column.field === field)?.column ?? null;

export const NO_PARENT = (mapping: ImportMapping): RowIssue => ({
  column: columnOf({ mapping }, PARENT_FIELD),
  field: PARENT_FIELD,
  value: null,
  code: 'FIELD_REQUIRED',
  message: { en: 'The row does not say which record it belongs to.', 'zh-CN': '该行没有说明属于哪条记录。' },
});
