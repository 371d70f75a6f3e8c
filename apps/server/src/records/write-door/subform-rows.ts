/**
 * The rows of subforms, saved with the records they belong to: rows that are listed with an id are kept and changed,
 * rows without one are new, rows that are not listed any more are deleted. The records are locked already. Planning
 * reads and judges, saving writes; both take all records of a batch together.
 */

import type { FieldProblemInput } from '@tessera/contract';
import { defaultValues, fieldProblem, type EntityModel } from '@tessera/model';
import { insertRows, lockChildrenOf, markRows, rightsQuery, updateRows, type LockedRow, type TrailLine } from '@tessera/sql/write';
import { newId } from '../../platform/new-id.ts';
import { nextNumbers } from './auto-numbers.ts';
import { permissionOf, stampOf, tableOf, type Door } from './door.ts';
import type { Draft, FreshRow, KeptRow, Problems, SubformPlan } from './draft.ts';
import { changedValues, changeLine, movedLine, wholeLine, type StoredValues } from './history.ts';
import { linksIn, type NewLink } from './links.ts';
import { openRowFields } from './writable-fields.ts';

type Values = Readonly<Record<string, unknown>>;
type RowValues = Values & { readonly id?: string };

/** The subforms of one record whose rows are given, as they were and as they are to be. */
export interface GivenSubforms {
  readonly index: number;
  /** Null for a new record. */
  readonly record: string | null;
  /** Normalised and valid lists by subform. */
  readonly subforms: Values;
}

/** Plans by the place of the change in the batch; problems of rows that are not there, or may not be changed. */
export async function planSubforms(door: Door, given: readonly GivenSubforms[], problems: Problems): Promise<ReadonlyMap<number, SubformPlan[]>> {
  const plans = new Map<number, SubformPlan[]>();
  for (const { field: subform, entity } of door.entity.children) {
    const child = door.writer.design.entities.get(entity);
    const concerned = given.filter(({ subforms }) => Object.hasOwn(subforms, subform));
    if (!child || concerned.length === 0) continue;
    const rowsBefore = await lockRowsOf(door, child, concerned.flatMap(({ record }) => record ?? []));
    for (const { index, record, subforms } of concerned) {
      const rows = (subforms[subform] ?? []) as readonly RowValues[];
      const before = (record !== null && rowsBefore.get(record)) || new Map<string, StoredValues>();
      problems.add(index, strangers(child, subform, rows, before));
      plans.set(index, [...(plans.get(index) ?? []), planRows(door, subform, child, rows, before)]);
    }
    await refuseRowFields(door, child, concerned.flatMap(({ index }) => (plans.get(index) ?? []).filter((plan) => plan.child === child).map((plan) => ({ index, plan }))), problems);
  }
  return plans;
}

function planRows(door: Door, subform: string, child: EntityModel, rows: readonly RowValues[], before: ReadonlyMap<string, StoredValues>): SubformPlan {
  const defaults = rowDefaults(door, child);
  const kept: KeptRow[] = [];
  const fresh: FreshRow[] = [];
  rows.forEach(({ id, ...values }, place) => {
    const was = id === undefined ? undefined : before.get(id);
    if (id !== undefined && was) kept.push({ id, place, moved: was['position'] !== place, values: changedValues(was, values) });
    else if (id === undefined) fresh.push({ id: newId(), place, given: Object.keys(values), values: { ...defaults, ...values } });
  });
  const listed = new Set(kept.map(({ id }) => id));
  return { subform, child, before, kept, fresh, gone: [...before.keys()].filter((id) => !listed.has(id)) };
}

export const rowDefaults = ({ writer, moment }: Door, child: EntityModel): Record<string, unknown> =>
  defaultValues(writer.design, child.key, { me: writer.member, today: moment.today, now: moment.at });

/** The new links of the rows. */
export const linksOfRows = ({ subform, child, kept, fresh }: SubformPlan): NewLink[] => [
  ...kept.flatMap(({ place, values }) => linksIn(child, values, `values.${subform}.${place}`)),
  ...fresh.flatMap(({ place, given, values }) => linksIn(child, Object.fromEntries(given.map((key) => [key, values[key]])), `values.${subform}.${place}`)),
];

export const hasRowChanges = ({ gone, kept, fresh }: SubformPlan): boolean =>
  gone.length > 0 || fresh.length > 0 || kept.some(({ moved, values }) => moved || Object.keys(values).length > 0);

/** Gives the new rows of all records their automatic numbers; before what is told of them is put down. */
export async function numberRows(door: Door, drafts: readonly Draft[]): Promise<void> {
  for (const child of childrenOf(drafts)) {
    const fresh = drafts.flatMap(({ subforms }) => subforms.filter((plan) => plan.child === child).flatMap((plan) => plan.fresh));
    const numbers = await nextNumbers(door.db, door.writer.workspace.schema, child, door.moment.today, fresh.length);
    fresh.forEach(({ values }, at) => Object.assign(values, numbers[at]));
  }
}

/** What the history tells of the rows of one record. */
export function rowLines(record: string, { subform, child, before, gone, kept, fresh }: SubformPlan): TrailLine[] {
  const row = (id: string) => ({ subform, entity: child.key, id });
  return [
    ...gone.map((id) => wholeLine(record, 'delete', before.get(id) ?? {}, row(id))),
    ...kept.flatMap(({ id, moved, values }) => changeLine(record, 'update', before.get(id) ?? {}, values, row(id)) ?? (moved ? movedLine(record, row(id)) : [])),
    ...fresh.map(({ id, values }) => wholeLine(record, 'create', values, row(id))),
  ];
}

/** Writes the rows of all records; says which fields of new rows the writer may not write. */
export async function saveRows(door: Door, drafts: readonly Draft[], problems: Problems): Promise<void> {
  const { db } = door;
  const stamp = stampOf(door);
  for (const child of childrenOf(drafts)) {
    const table = tableOf(door, child);
    const plans = drafts.flatMap((draft) => draft.subforms.filter((plan) => plan.child === child).map((plan) => ({ draft, plan })));
    const gone = plans.flatMap(({ plan }) => plan.gone);
    if (gone.length > 0) await db.query(markRows(table, gone.sort(), true, stamp));
    const kept = plans.flatMap(({ plan }) => plan.kept).filter(({ moved, values }) => moved || Object.keys(values).length > 0);
    if (kept.length > 0) await db.query(updateRows(table, kept.map(({ id, place, moved, values }) => ({ id, values, position: moved ? place : undefined })), stamp));
    const fresh = plans.flatMap(({ draft, plan }) => plan.fresh.map(({ id, place, values }) => ({ id, parent: draft.id, position: place, values })));
    if (fresh.length > 0) await db.query(insertRows(table, fresh, stamp));
    const rows = plans.flatMap(({ draft, plan }) => plan.fresh.map(({ id, place, given }) => ({ index: draft.index, isNew: draft.before === null, id, fields: given, path: `values.${plan.subform}.${place}` })));
    for (const action of ['create', 'update'] as const) {
      await askRowFields(door, action, child, rows.filter(({ isNew }) => isNew === (action === 'create')), problems);
    }
  }
}

const childrenOf = (drafts: readonly Draft[]): ReadonlySet<EntityModel> => new Set(drafts.flatMap(({ subforms }) => subforms.map(({ child }) => child)));

async function lockRowsOf(door: Door, child: EntityModel, parents: readonly string[]): Promise<ReadonlyMap<string, Map<string, StoredValues>>> {
  const found = new Map<string, Map<string, StoredValues>>();
  if (parents.length === 0) return found;
  const rows = await door.db.query<LockedRow>(lockChildrenOf({ ...tableOf(door, child), parents }));
  for (const { id, record } of rows) {
    const values = JSON.parse(record) as StoredValues;
    const parent = String(values['parent']);
    const siblings = found.get(parent) ?? new Map<string, StoredValues>();
    found.set(parent, siblings.set(id, values));
  }
  return found;
}

/** Rows that are listed and are not there, or are listed twice. */
function strangers(child: EntityModel, subform: string, rows: readonly RowValues[], before: ReadonlyMap<string, StoredValues>): FieldProblemInput[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id }, place) => {
    const isKnown = id === undefined || (before.has(id) && !seen.has(id));
    if (id !== undefined) seen.add(id);
    return isKnown ? [] : [fieldProblem(`values.${subform}.${place}.id`, 'FIELD_NOT_REFERENCE', child.document.label)];
  });
}

/** Of rows that are there, before they change. */
const refuseRowFields = (door: Door, child: EntityModel, plans: readonly { readonly index: number; readonly plan: SubformPlan }[], problems: Problems): Promise<void> =>
  askRowFields(door, 'update', child, plans.flatMap(({ index, plan }) => plan.kept.map(({ id, place, values }) => ({ index, id, fields: Object.keys(values), path: `values.${plan.subform}.${place}` }))), problems);

interface RowFields {
  readonly index: number;
  readonly id: string;
  readonly fields: readonly string[];
  readonly path: string;
}

/** Of fields that may be written on some rows only: whether on these. */
async function askRowFields(door: Door, action: 'create' | 'update', child: EntityModel, rows: readonly RowFields[], problems: Problems): Promise<void> {
  const { db, writer } = door;
  if (writer.system || rows.length === 0) return;
  const open = new Set(openRowFields(action, writer.access, writer.design, child.key));
  const asked = rows.map((row) => ({ ...row, fields: row.fields.filter((field) => !open.has(field)) })).filter(({ fields }) => fields.length > 0);
  if (asked.length === 0) return;
  const fields = [...new Set(asked.flatMap((row) => row.fields))];
  const answers = await db.query<{ id: string; refused: readonly string[] }>(rightsQuery({ ...tableOf(door, child), ids: asked.map(({ id }) => id) }, permissionOf(door, action, fields)));
  const refused = new Map(answers.map((answer) => [answer.id, new Set(answer.refused)]));
  for (const row of asked) {
    const closed = refused.get(row.id);
    problems.add(row.index, row.fields.filter((field) => closed?.has(field) ?? true).map((field) => readOnly(child, field, row.path)));
  }
}

/** The answer to writing a field that the writer may not write on this row. */
export const readOnly = (entity: EntityModel, field: string, path: string): FieldProblemInput =>
  fieldProblem(`${path}.${field}`, 'FIELD_READ_ONLY', entity.fields.get(field)?.document.label ?? field);
