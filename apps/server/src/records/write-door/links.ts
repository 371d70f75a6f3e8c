/**
 * Links that changes make: they must lead to records the writer can see and that meet the filter of the relation, and stay
 * in place until the commit. A record out of sight and one that does not exist give the same problem. When a value changes
 * that a filter looks at, the links that are there must meet it again: those that the writer can see, because what became
 * of the others would tell of them.
 */

import type { FieldProblemInput, Filter } from '@tessera/contract';
import { bindRecord, fieldProblem, recordOperands, type EntityModel, type FieldModel } from '@tessera/model';
import { holdTargets, linksOfRecords, meetingTargets, replaceLinks, type FilteredTargets, type HeldTarget } from '@tessera/sql/write';
import { tableOf, type Door } from './door.ts';
import type { Carrier, LinkPlan, Problems } from './draft.ts';
import { sameValue, type StoredValues } from './history.ts';
import { traitsOf } from './traits.ts';
import { readContextOf } from './writer.ts';

export interface LinkField {
  readonly key: string;
  /** Entity of the records; `_member` and `_department` for those. */
  readonly target: string;
  readonly field: FieldModel;
}

const known = new WeakMap<EntityModel, readonly LinkField[]>();

/** The fields whose values are ids of records, members or departments. */
export function linkFields(entity: EntityModel): readonly LinkField[] {
  const found = known.get(entity);
  if (found) return found;
  const fields = [...entity.fields.values()].flatMap((field): LinkField[] => {
    const { type, computed } = field;
    const target = type.pointsTo === 'record' ? field.target : type.pointsTo === 'member' ? '_member' : type.pointsTo === 'department' ? '_department' : null;
    return target === null || computed ? [] : [{ key: field.key, target, field }];
  });
  known.set(entity, fields);
  return fields;
}

const idsIn = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? (value as string[]) : []);

/** Judges the links that are new, and turns lists of links into plans. What they lead to is held until the transaction ends. */
export async function planLinks(door: Door, carriers: readonly Carrier[], problems: Problems): Promise<void> {
  const lists = takeLists(carriers);
  const before = await listsBefore(door, lists);
  const wanted = new Map<string, Set<string>>();
  const want = (target: string, ids: readonly string[]): void => {
    if (ids.length === 0) return;
    const set = wanted.get(target) ?? new Set();
    wanted.set(target, set);
    for (const id of ids) set.add(id);
  };
  for (const { entity, given, values } of carriers) for (const { key, target, field } of linkFields(entity)) if (!isList(field) && given.includes(key)) want(target, idsIn(values[key]));
  for (const { carrier, key, target, ids } of lists) want(target, [...ids, ...(before.get(`${carrier.id} ${key}`) ?? [])]);
  const standing = await standingLinks(door, carriers);
  for (const { target, ids } of standing) want(target, ids);
  const targets = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([entity, ids]) => ({ entity, ids: [...ids] }));
  const statement = holdTargets(readContextOf(door.writer), targets);
  const held = new Set((statement ? await door.db.query<HeldTarget>(statement) : []).map(({ entity, id }) => `${entity} ${id}`));
  const isHeld = (target: string, id: string): boolean => held.has(`${target} ${id}`);

  for (const { index, entity, path, given, values, before } of carriers) {
    for (const { key, target, field } of linkFields(entity)) {
      // Members who have left stay where they are named already.
      const stays = (id: string): boolean => target === '_member' && before !== null && idsIn(before[key]).includes(id);
      if (isList(field) || !given.includes(key) || idsIn(values[key]).every((id) => isHeld(target, id) || stays(id))) continue;
      problems.add(index, [notThere(path, field)]);
    }
  }
  const current = await operandLists(door, carriers);
  for (const { carrier, key, target, field, ids } of lists) {
    const was = before.get(`${carrier.id} ${key}`) ?? [];
    if (!ids.every((id) => isHeld(target, id))) problems.add(carrier.index, [notThere(carrier.path, field)]);
    // Links to what the writer cannot see are not theirs to take away.
    const after = [...ids, ...was.filter((id) => !isHeld(target, id) && !ids.includes(id))];
    current.set(`${carrier.id} ${key}`, after);
    if (!sameValue(after, was)) carrier.links.push({ field: key, before: was, after });
  }
  const made = carriers.flatMap((carrier) => traitsOf(carrier.entity).filtered.flatMap((field) => linksMade(carrier, field, current)));
  const judged = [...made, ...standing].map((links) => ({ ...links, ids: links.ids.filter((id) => isHeld(links.target, id)) }));
  await askFilters(door, judged.filter(({ ids }) => ids.length > 0), current, problems);
}

const isList = (field: FieldModel): boolean => field.many && field.type.pointsTo === 'record';

const notThere = (path: string, { key, document }: FieldModel): FieldProblemInput => fieldProblem(`${path}.${key}`, 'FIELD_NOT_REFERENCE', document.label);

interface RowList {
  readonly carrier: Carrier;
  readonly key: string;
  readonly field: FieldModel;
}

interface GivenList extends LinkField, RowList {
  readonly ids: readonly string[];
}

/** Takes the lists of links out of the values, which have no column for them. */
function takeLists(carriers: readonly Carrier[]): readonly GivenList[] {
  return carriers.flatMap((carrier) =>
    traitsOf(carrier.entity).links.flatMap((field): GivenList[] => {
      if (!Object.hasOwn(carrier.values, field.key)) return [];
      const ids = [...new Set(idsIn(carrier.values[field.key]))];
      delete carrier.values[field.key];
      return [{ carrier, key: field.key, target: field.target ?? '', field, ids }];
    }),
  );
}

/** By id of the row and key of the field. */
async function listsBefore(door: Door, lists: readonly RowList[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const [field, group] of Map.groupBy(lists.filter(({ carrier }) => carrier.before !== null), ({ field }) => field)) {
    const [first] = group;
    if (!first) continue;
    const rows = await door.db.query<{ record: string; ids: string[] }>(linksOfRecords({ ...tableOf(door, first.carrier.entity), field: field.key, records: group.map(({ carrier }) => carrier.id) }));
    for (const { record, ids } of rows) found.set(`${record} ${field.key}`, ids);
  }
  return found;
}

/** Links of one row by a relation with a filter. */
interface FilteredLinks {
  readonly carrier: Carrier;
  readonly field: FieldModel;
  readonly target: string;
  readonly ids: readonly string[];
}

/** Links that the change makes; all of a list when the filter looks at a value that changes. */
function linksMade(carrier: Carrier, field: FieldModel, lists: ReadonlyMap<string, readonly string[]>): FilteredLinks[] {
  if (field.target === null || !carrier.given.includes(field.key)) return [];
  if (!field.many) return [{ carrier, field, target: field.target, ids: idsIn(carrier.values[field.key]) }];
  const after = lists.get(`${carrier.id} ${field.key}`) ?? [];
  const before = carrier.links.find((link) => link.field === field.key)?.before ?? after;
  return [{ carrier, field, target: field.target, ids: isMoved(carrier, field) ? after : after.filter((id) => !before.includes(id)) }];
}

/** Links that are there and stay, by filters that look at a value that changes. */
async function standingLinks(door: Door, carriers: readonly Carrier[]): Promise<readonly FilteredLinks[]> {
  const moved = carriers.flatMap((carrier) =>
    traitsOf(carrier.entity).filtered.flatMap((field) => {
      const { before, given, entity } = carrier;
      const stays = before !== null && !given.includes(field.key) && door.writer.access.canField('read', entity.key, field.key) && isMoved(carrier, field);
      return stays && field.target !== null ? [{ carrier, field, target: field.target, key: field.key, ids: idsIn(before[field.key]) }] : [];
    }),
  );
  const lists = await listsBefore(door, moved.filter(({ field }) => field.many));
  return moved.map((links) => (links.field.many ? { ...links, ids: lists.get(`${links.carrier.id} ${links.key}`) ?? [] } : links));
}

const isMoved = ({ given }: Carrier, { relationFilter }: FieldModel): boolean => relationFilter !== undefined && recordOperands(relationFilter).some((key) => given.includes(key));

const FILTERS_AT_ONCE = 100;

async function askFilters(door: Door, links: readonly FilteredLinks[], lists: ReadonlyMap<string, readonly string[]>, problems: Problems): Promise<void> {
  const asked = links.map((one) => ({ ...one, filter: boundFilter(one, lists) }));
  const groups = [...Map.groupBy(asked, ({ target, filter }) => JSON.stringify([target, filter])).values()];
  for (let start = 0; start < groups.length; start += FILTERS_AT_ONCE) {
    const part = groups.slice(start, start + FILTERS_AT_ONCE);
    const targets = part.map((group): FilteredTargets => ({ entity: group[0]?.target ?? '', filter: group[0]?.filter ?? { and: [] }, ids: [...new Set(group.flatMap(({ ids }) => ids))] }));
    const { schema } = door.writer.workspace;
    const { text, values } = meetingTargets({ schema, design: door.writer.design }, { member: door.writer.member, timeZone: door.writer.workspace.timeZone }, targets);
    // Not prepared: the text depends on how many filters there are.
    const met = new Set((await door.db.query<{ index: number; id: string }>(text, values)).map(({ index, id }) => `${index} ${id}`));
    part.forEach((group, index) => {
      for (const { carrier, field, ids } of group) {
        if (!ids.every((id) => met.has(`${index} ${id}`))) problems.add(carrier.index, [fieldProblem(`${carrier.path}.${field.key}`, 'FIELD_NOT_IN_FILTER', field.document.label)]);
      }
    });
  }
}

/** The filter of the relation, for the values the row is about to have. */
function boundFilter({ carrier, field }: FilteredLinks, lists: ReadonlyMap<string, readonly string[]>): Filter {
  const now: StoredValues = { ...carrier.before, ...carrier.values };
  return field.relationFilter ? bindRecord(field.relationFilter, (key) => lists.get(`${carrier.id} ${key}`) ?? now[key] ?? null) : { and: [] };
}

/** Lists of links that filters look at and the change leaves alone, by id of the row and key of the field. */
async function operandLists(door: Door, carriers: readonly Carrier[]): Promise<Map<string, readonly string[]>> {
  const looked = carriers.flatMap((carrier) => {
    const { filtered, links } = traitsOf(carrier.entity);
    const operands = new Set(filtered.flatMap(({ relationFilter }) => (relationFilter ? recordOperands(relationFilter) : [])));
    return links.filter(({ key }) => operands.has(key) && carrier.before !== null && !carrier.given.includes(key)).map((field) => ({ carrier, field, key: field.key }));
  });
  return new Map(await listsBefore(door, looked));
}

/** Writes the lists of links of all rows. */
export async function saveLinks(door: Door, carriers: readonly Carrier[]): Promise<void> {
  const lists = carriers.flatMap((carrier) => carrier.links.map((plan: LinkPlan) => ({ carrier, plan })));
  for (const group of Map.groupBy(lists, ({ carrier, plan }) => `${carrier.entity.key} ${plan.field}`).values()) {
    const [first] = group;
    if (!first) continue;
    const table = { ...tableOf(door, first.carrier.entity), field: first.plan.field };
    await door.db.query(replaceLinks({ ...table, lists: group.map(({ carrier, plan }) => ({ record: carrier.id, ids: plan.after })) }));
  }
}
