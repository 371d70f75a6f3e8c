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
import { givenChanges, momentOf } from './complete.ts';
import { permissionOf, stampOf, tableOf, type Door } from './door.ts';
import { changesAnything, toldOf, type Carrier, type Draft, type Problems, type RowPlan, type SubformPlan } from './draft.ts';
import { changeLine, movedLine, wholeLine, type StoredValues } from './history.ts';
import { saveLinks } from './links.ts';
import { traitsOf } from './traits.ts';
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
      plans.set(index, [...(plans.get(index) ?? []), planRows(door, index, { subform, child, rows, before })]);
    }
    await refuseRowFields(door, child, concerned.flatMap(({ index }) => (plans.get(index) ?? []).filter((plan) => plan.child === child)), problems);
  }
  return plans;
}

function planRows(door: Door, index: number, { subform, child, rows, before }: { subform: string; child: EntityModel; rows: readonly RowValues[]; before: ReadonlyMap<string, StoredValues> }): SubformPlan {
  const defaultsOf = defaultsFor(door, child);
  const kept: RowPlan[] = [];
  const fresh: RowPlan[] = [];
  rows.forEach(({ id, ...values }, place) => {
    const path = `values.${subform}.${place}`;
    const was = id === undefined ? undefined : before.get(id);
    if (id !== undefined && was) {
      const changed = givenChanges(child, was, values);
      kept.push({ index, entity: child, path, id, before: was, given: Object.keys(changed), values: changed, links: [], place, moved: was['position'] !== place });
    } else if (id === undefined) fresh.push(freshRow(child, { index, path, place }, values, defaultsOf));
  });
  const listed = new Set(kept.map(({ id }) => id));
  return { subform, child, before, kept, fresh, gone: [...before.keys()].filter((id) => !listed.has(id)) };
}

export function freshRow(child: EntityModel, at: { readonly index: number; readonly path: string; readonly place: number }, values: Values, defaultsOf: (given: Values) => Values): RowPlan {
  const given = givenChanges(child, null, values);
  return { ...at, entity: child, id: newId(), before: null, given: Object.keys(given), values: { ...defaultsOf(given), ...given }, links: [], moved: false };
}

/** What a new row holds beside what is given; worked out once where no formula looks at what is given. */
export function defaultsFor(door: Door, entity: EntityModel): (given: Values) => Values {
  const env = momentOf(door);
  if (entity.defaultOrder.length > 0) return (given) => defaultValues(door.writer.design, entity.key, env, given);
  const constant = defaultValues(door.writer.design, entity.key, env);
  return () => constant;
}

export const hasRowChanges = ({ gone, kept, fresh }: SubformPlan): boolean =>
  gone.length > 0 || fresh.length > 0 || kept.some((row) => row.moved || changesAnything(row));

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
    ...kept.flatMap((plan) => {
      const told = toldOf(plan);
      return changeLine(record, 'update', told.before, told.after, row(plan.id)) ?? (plan.moved ? movedLine(record, row(plan.id)) : []);
    }),
    ...fresh.map((plan) => wholeLine(record, 'create', toldOf(plan).after, row(plan.id))),
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
    const kept = plans.flatMap(({ plan }) => plan.kept).filter((row) => row.moved || changesAnything(row));
    if (kept.length > 0) await db.query(updateRows(table, kept.map(({ id, place, moved, values }) => ({ id, values, position: moved ? place : undefined })), stamp));
    const fresh = plans.flatMap(({ draft, plan }) => plan.fresh.map(({ id, place, values }) => ({ id, parent: draft.id, position: place, values })));
    if (fresh.length > 0) await db.query(insertRows(table, fresh, stamp));
    await saveLinks(door, plans.flatMap(({ plan }) => [...plan.kept, ...plan.fresh]));
    const rows = plans.flatMap(({ draft, plan }) => plan.fresh.map(({ index, id, given, path }) => ({ index, isNew: draft.before === null, id, fields: given, path })));
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
const refuseRowFields = (door: Door, child: EntityModel, plans: readonly SubformPlan[], problems: Problems): Promise<void> =>
  askRowFields(door, 'update', child, plans.flatMap(({ kept }) => kept.map(({ index, id, given, path }) => ({ index, id, fields: given.filter((key) => !isLinks(child, key)), path }))), problems);

/** Of rows that are there: lists of links that change, which is known once they were read. */
export async function refuseRowLinks(door: Door, rows: readonly Carrier[], problems: Problems): Promise<void> {
  const changing = rows.filter(({ before, links }) => before !== null && links.length > 0);
  for (const [child, group] of Map.groupBy(changing, ({ entity }) => entity)) {
    await askRowFields(door, 'update', child, group.map(({ index, id, links, path }) => ({ index, id, fields: links.map(({ field }) => field), path })), problems);
  }
}

const isLinks = (entity: EntityModel, key: string): boolean => traitsOf(entity).links.some((field) => field.key === key);

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
