/**
 * What is looked at before anything is written: are the values valid, is the record there and in sight, is it still
 * the version the change is based on, may these fields be written on it, do the links lead somewhere. All changes of a
 * batch are looked at together; each is refused for itself, with all its problems.
 */

import { fieldProblem, normalizeValues, validateRecord, type EntityModel } from '@tessera/model';
import { lockRows, type LockedWithRights } from '@tessera/sql/write';
import { RecordActionForbidden, RecordInvalid, RecordNotFound } from '../record-errors.ts';
import { completeValues, givenChanges } from './complete.ts';
import { permissionOf, tableOf, type Door, type Refusals } from './door.ts';
import { changesAnything, Problems, sift, type Carrier, type Draft } from './draft.ts';
import { refuseLikeness } from './duplicates.ts';
import type { StoredValues } from './history.ts';
import { planLinks } from './links.ts';
import { withoutMasked } from './masked-values.ts';
import { defaultsFor, hasRowChanges, planSubforms, readOnly, refuseRowLinks } from './subform-rows.ts';
import { versionConflict } from './version-conflict.ts';
import { traitsOf } from './traits.ts';
import { selectedFields } from './writable-fields.ts';
import { newId } from '../../platform/new-id.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Creation {
  readonly index: number;
  readonly values: Values;
}
export interface Alteration {
  readonly index: number;
  readonly id: string;
  readonly version?: number | undefined;
  readonly values: Values;
}

interface GivenValues {
  readonly index: number;
  readonly own: Record<string, unknown>;
  readonly subforms: Record<string, unknown>;
}

export async function prepareCreations(door: Door, changes: readonly Creation[], refusals: Refusals): Promise<readonly Draft[]> {
  const given = validated(door, changes, 'create', refusals);
  const defaultsOf = defaultsFor(door, door.entity);
  return plan(door, given, refusals, ({ own }) => {
    const changed = givenChanges(door.entity, null, own);
    return { id: newId(), before: null, version: 0, changed, values: { ...defaultsOf(changed), ...changed } };
  });
}

/** Drafts of what changes; `unchanged` are told apart by `isIdle`. */
export async function prepareAlterations(door: Door, changes: readonly Alteration[], refusals: Refusals): Promise<readonly Draft[]> {
  const { entity } = door;
  const wished = new Map(changes.map((change) => [change.index, change]));
  const asked = [...new Set(changes.flatMap(({ values }) => Object.keys(values)))].filter((key) => entity.fields.has(key));
  const locked = await lockWithRights(door, changes.map(({ id }) => id), 'update', asked);
  const seen = sift(changes, refusals, ({ id }) => (locked.get(id)?.visible ? null : RecordNotFound({})));
  const stale = ({ index }: Alteration, fields: readonly string[]): void =>
    void refusals.set(index, RecordInvalid({}, { fields: fields.map((key) => fieldProblem(`values.${key}`, 'FIELD_KIND', entity.fields.get(key)?.document.label ?? key)) }));
  const meant = await withoutMasked(door, seen, (id) => locked.get(id)?.values, stale);
  const given = validated(door, meant.filter(({ index }) => !refusals.has(index)), 'update', refusals);
  const current: GivenValues[] = [];
  for (const one of given) {
    const { id, version } = wished.get(one.index) as Alteration;
    if (version === undefined || version === locked.get(id)?.version) current.push(one);
    else refusals.set(one.index, await versionConflict(door.db, door.writer, entity, { id, based: version, wanted: { ...one.own, ...one.subforms } }));
  }
  const isLinks = (key: string): boolean => traitsOf(entity).links.some((field) => field.key === key);
  const mine = (index: number): LockedRecord => locked.get((wished.get(index) as Alteration).id) as LockedRecord;
  const allowed = sift(current, refusals, ({ index, own, subforms }) => {
    const { allowed: may, refused, values } = mine(index);
    if (!may) return RecordActionForbidden({ action: 'update' });
    // Whether a list of links changes is known once it was read: it is asked for below.
    const touched = [...Object.keys(givenChanges(entity, values, own)).filter((key) => !isLinks(key)), ...Object.keys(subforms)];
    const closed = touched.filter((field) => refused.has(field));
    return closed.length === 0 ? null : RecordInvalid({}, { fields: closed.map((field) => readOnly(entity, field, 'values')) });
  });
  const drafts = await plan(door, allowed, refusals, ({ index, own }) => {
    const { version, values } = mine(index);
    const { id } = wished.get(index) as Alteration;
    const changed = givenChanges(entity, values, own);
    return { id, version, before: values, changed, values: { ...changed } };
  });
  return sift(drafts, refusals, ({ index, links }) => {
    const closed = links.filter(({ field }) => mine(index).refused.has(field));
    return closed.length === 0 ? null : RecordInvalid({}, { fields: closed.map(({ field }) => readOnly(entity, field, 'values')) });
  });
}

/** Whether nothing of the record changes. */
export const isIdle = (draft: Draft): boolean => draft.before !== null && !changesAnything(draft) && !draft.subforms.some(hasRowChanges);

export interface LockedRecord {
  readonly version: number;
  readonly values: StoredValues;
  readonly visible: boolean;
  readonly allowed: boolean;
  readonly refused: ReadonlySet<string>;
}

/** By id, those that are there. */
export async function lockWithRights(door: Door, ids: readonly string[], action: 'update' | 'delete', fields: readonly string[]): Promise<ReadonlyMap<string, LockedRecord>> {
  const rights = door.writer.system ? null : permissionOf(door, action, fields);
  const rows = await door.db.query<LockedWithRights>(lockRows({ ...tableOf(door, door.entity), ids, for: action === 'delete' ? 'delete' : 'change' }, rights));
  return new Map(rows.map(({ id, version, record, visible, allowed, refused }) => [id, { version, values: JSON.parse(record) as StoredValues, visible, allowed, refused: new Set(refused) }]));
}

interface Plan {
  readonly id: string;
  readonly before: StoredValues | null;
  readonly version: number;
  /** What the writer gave and is not there yet. */
  readonly changed: Readonly<Record<string, unknown>>;
  readonly values: Record<string, unknown>;
}

/** Subform rows, links and everything that values become on their way into the table, of all that is left. */
async function plan<Given extends GivenValues>(door: Door, given: readonly Given[], refusals: Refusals, planOf: (given: Given) => Plan): Promise<readonly Draft[]> {
  if (given.length === 0) return [];
  const problems = new Problems();
  const plans = given.map((one) => ({ ...planOf(one), index: one.index, rows: one.subforms }));
  const subforms = await planSubforms(door, plans.map(({ index, before, id, rows }) => ({ index, record: before === null ? null : id, subforms: rows })), problems);
  const drafts = plans.map(({ index, id, before, version, changed, values, rows }): Draft => ({
    index, entity: door.entity, path: 'values', id, before, version, values,
    given: Object.keys(changed),
    touched: [...Object.keys(changed), ...Object.keys(rows)],
    links: [],
    subforms: subforms.get(index) ?? [],
  }));
  await settle(door, drafts, drafts.flatMap((draft) => draft.subforms.flatMap(({ kept, fresh }) => [...kept, ...fresh])), problems);
  return refuseLikeness(door, problems.sift(drafts, refusals), refusals);
}

/** Links and values of records and of rows of their subforms. */
export async function settle(door: Door, records: readonly Carrier[], rows: readonly Carrier[], problems: Problems): Promise<void> {
  await planLinks(door, [...records, ...rows], problems);
  await refuseRowLinks(door, rows, problems);
  await completeValues(door, door.entity, records, problems);
  for (const [child, group] of Map.groupBy(rows, ({ entity }) => entity)) await completeValues(door, child, group, problems);
}

/** The values in canonical form, own fields and subforms apart; the others are refused with every problem. */
function validated(door: Door, changes: readonly { readonly index: number; readonly values: Values }[], mode: 'create' | 'update', refusals: Refusals): readonly GivenValues[] {
  const { writer, entity } = door;
  const options = {
    mode,
    fields: selectedFields(writer.access, writer.design, mode, entity.key),
    readable: selectedFields(writer.access, writer.design, 'read', entity.key),
  };
  return changes.flatMap(({ index, values }) => {
    const problems = validateRecord(writer.design, entity.key, values, options);
    if (problems.length === 0) return [{ index, ...split(entity, normalizeValues(writer.design, entity.key, values)) }];
    refusals.set(index, RecordInvalid({}, { fields: problems }));
    return [];
  });
}

function split(entity: EntityModel, values: Values): { own: Record<string, unknown>; subforms: Record<string, unknown> } {
  const own: Record<string, unknown> = {};
  const subforms: Record<string, unknown> = {};
  for (const key of Object.keys(values)) (entity.children.some(({ field }) => field === key) ? subforms : own)[key] = values[key];
  return { own, subforms };
}
