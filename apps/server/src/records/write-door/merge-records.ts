/**
 * Duplicates become one. What pointed to the others points to the kept record, their subform rows and many links become
 * its own, the values chosen go into it, and the others go to the trash. The history of every record that was touched
 * says so. Whoever merges needs the right to change the one and to delete the others; what only points to them follows
 * without further rights, as it does when a link is cleared by a deletion.
 */

import type { FileValue } from '@tessera/contract';
import { incomingRelations, linkedRows, linksOfRecords, lockChildrenOf, lockRows, markRows, moveChildren, replaceLinks, rightsQuery, updateRows, type LockedRow, type LockedWithRights, type TrailLine } from '@tessera/sql/write';
import { fieldProblem, type EntityModel } from '@tessera/model';
import { RecordActionForbidden, RecordInvalid, RecordNotFound } from '../record-errors.ts';

import type { SavedRecord } from './changes.ts';
import { permissionOf, stampOf, tableOf, type Door, type Refusals } from './door.ts';
import { changeLine, wholeLine, type StoredValues } from './history.ts';
import { lockWithRights, prepareAlterations, type LockedRecord } from './prepare.ts';
import { saveDrafts } from './save-drafts.ts';
import { throwFirst } from './save-each.ts';
import { traitsOf } from './traits.ts';
import { versionConflict } from './version-conflict.ts';

export interface Merge {
  readonly version: number;
  readonly others: readonly { readonly id: string; readonly version: number }[];
  readonly values: Readonly<Record<string, unknown>>;
}

export async function mergeRecords(door: Door, kept: string, merge: Merge): Promise<SavedRecord> {
  const { db, writer, entity } = door;
  const others = merge.others.map(({ id, version }) => ({ id: id.toLowerCase(), version }));
  refuseRepeated(door, kept, others.map(({ id }) => id));
  const all = [kept, ...others.map(({ id }) => id)].sort();
  const mayGo = await lockWithRights(door, all, 'delete', []);
  const gone = others.map(({ id, version }) => ({ id, based: version, ...recordOf(mayGo, id) }));
  if (recordOf(mayGo, kept).version !== merge.version) throw await versionConflict(db, writer, entity, { id: kept, based: merge.version, wanted: merge.values });
  for (const { id, based, version, allowed } of gone) {
    if (!allowed) throw RecordActionForbidden({ action: 'delete' });
    if (version !== based) throw await versionConflict(db, writer, entity, { id, based, wanted: {} });
  }

  const files = withFilesOf(door, await readableFiles(door, gone, merge.values));
  const lines: TrailLine[] = [];
  await repointLinks(door, kept, others.map(({ id }) => id));
  for (const { field, entity: child } of entity.children) lines.push(...(await takeRows(door, kept, others.map(({ id }) => id), field, door.writer.design.entities.get(child) as EntityModel)));
  const told = await takeLinks(door, kept, others.map(({ id }) => id));
  // First, so that a unique value may move to the record that is kept.
  const goodbye = gone.map(({ id, values }) => wholeLine(id, 'delete', values));
  await db.query(markRows(tableOf(door, entity), others.map(({ id }) => id).sort(), true, stampOf(door), { trail: { via: writer.via, action: 'delete', lines: goodbye } }));

  const refusals: Refusals = new Map();
  const [draft] = await prepareAlterations({ ...door, files }, [{ index: 0, id: kept, values: merge.values }], refusals);
  throwFirst(refusals);
  if (!draft) throw RecordNotFound({});
  const cleared = selfLinks(door, { ...draft.before, ...draft.values }, kept, all);
  const own = { ...draft, values: { ...draft.values, ...cleared } };
  const saved = await saveDrafts(door, [own], refusals, { lines, told });
  throwFirst(refusals);
  return { id: kept, version: saved.get(kept) as number };
}

function recordOf(locked: ReadonlyMap<string, LockedRecord>, id: string): LockedRecord {
  const record = locked.get(id);
  if (!record?.visible) throw RecordNotFound({});
  return record;
}

function refuseRepeated({ entity }: Door, kept: string, others: readonly string[]): void {
  const repeated = others.flatMap((id, index) => (id === kept || others.indexOf(id) < index ? [fieldProblem(`others.${index}.id`, 'FIELD_CHOICE_REPEATED', entity.document.label)] : []));
  if (repeated.length > 0) throw RecordInvalid({}, { fields: repeated });
}

/** Files the others held that the writer may read there, of the fields that are chosen: the kept record may hold them now. */
async function readableFiles(door: Door, gone: readonly { readonly id: string; readonly values: StoredValues }[], chosen: Merge['values']): Promise<ReadonlyMap<string, readonly FileValue[]>> {
  const { db, entity, writer } = door;
  const fields = traitsOf(entity).files.filter((field) => Array.isArray(chosen[field]) && writer.access.canField('read', entity.key, field));
  if (fields.length === 0) return new Map();
  const rights = await db.query<{ id: string; allowed: boolean; refused: readonly string[] }>(rightsQuery({ ...tableOf(door, entity), ids: gone.map(({ id }) => id) }, permissionOf(door, 'read', fields)));
  const isOpen = (id: string, field: string): boolean => rights.some((one) => one.id === id && one.allowed && !one.refused.includes(field));
  return new Map(fields.map((field) => [field, gone.flatMap(({ id, values }) => (isOpen(id, field) ? ((values[field] ?? []) as FileValue[]) : []))]));
}

const withFilesOf = ({ entity, files }: Door, more: ReadonlyMap<string, readonly FileValue[]>): Door['files'] => ({
  describe: async (db, ids, uploader, place) => {
    const taken = place?.entity === entity.key ? (more.get(place.field) ?? []) : [];
    return new Map([...(await files.describe(db, ids, uploader, place)), ...taken.map((file) => [file.id, file] as const)]);
  },
});

const AT_ONCE = 500;

/** Every record that points to one of the others points to the kept one. Of a one-to-one relation only one can; the rest lose the link. */
async function repointLinks(door: Door, kept: string, others: readonly string[]): Promise<void> {
  const { db, writer } = door;
  for (const { entity, field, many } of incomingRelations(writer.design, door.entity.key)) {
    const owner = writer.design.entities.get(entity);
    if (!owner) continue;
    const table = tableOf(door, owner);
    // Those that are merged are not told to point to what they become.
    const except = owner === door.entity ? [kept, ...others] : undefined;
    const isSingle = owner.fields.get(field)?.document.options?.['cardinality'] === 'oneToOne';
    const taken = isSingle ? await db.query(linkedRows({ ...table, field, many, targets: [kept], limit: 1 })) : [];
    let free = isSingle && taken.length === 0;
    for (;;) {
      const found = await db.query<{ id: string }>(linkedRows({ ...table, field, many, targets: others, except, limit: AT_ONCE }));
      if (found.length === 0) break;
      const ids = [...new Set(found.map(({ id }) => id))].sort();
      const rows = (await db.query<LockedWithRights>(lockRows({ ...table, ids, for: 'change' }, null))).map(({ id, record }) => ({ id, before: JSON.parse(record) as StoredValues }));
      if (many) await repointLists(door, owner, field, ids, kept, others);
      else {
        const changes = rows.map(({ id, before }) => {
          const to = !isSingle || free ? kept : null;
          free = false;
          return { id, before, values: { [field]: to } };
        });
        await saveFollowers(door, owner, changes, true);
      }
    }
  }
}

async function repointLists(door: Door, owner: EntityModel, field: string, ids: readonly string[], kept: string, others: readonly string[]): Promise<void> {
  const table = { ...tableOf(door, owner), field };
  const lists = await door.db.query<{ record: string; ids: string[] }>(linksOfRecords({ ...table, records: ids }));
  const changed = lists.map(({ record, ids: before }) => ({ record, before, ids: [...new Set(before.map((id) => (others.includes(id) ? kept : id)))] }));
  await door.db.query(replaceLinks({ ...table, lists: changed }));
  await saveFollowers(door, owner, changed.map(({ record, before, ids: after }) => ({ id: record, before: { [field]: before }, values: { [field]: after } })), false);
}

/** New versions, outbox and history of records that only follow; rows of subforms are told of with their record. */
async function saveFollowers(door: Door, owner: EntityModel, changes: readonly { readonly id: string; readonly before: StoredValues; readonly values: Record<string, unknown> }[], stored: boolean): Promise<void> {
  const { db, writer } = door;
  const stamp = stampOf(door);
  const parent = owner.parent === null ? undefined : writer.design.entities.get(owner.parent);
  const subform = parent?.children.find((child) => child.entity === owner.key)?.field ?? '';
  const lines = changes.flatMap(({ id, before, values }) => changeLine(parent ? String(before['parent']) : id, 'update', before, values, parent ? { subform, entity: owner.key, id } : undefined) ?? []);
  const trail = { via: writer.via, action: 'update' as const, lines };
  await db.query(updateRows(tableOf(door, owner), changes.map(({ id, values }) => ({ id, values: stored ? values : {} })), stamp, parent ? {} : { trail }));
  const parents = [...new Set(changes.map(({ before }) => String(before['parent'])))].sort();
  if (parent) await db.query(updateRows(tableOf(door, parent), parents.map((id) => ({ id, values: {} })), stamp, { trail }));
}

/** The rows of the others' subforms go to the end of the kept record's; told of both. */
async function takeRows(door: Door, kept: string, others: readonly string[], subform: string, child: EntityModel): Promise<TrailLine[]> {
  const { db } = door;
  const rows = (await db.query<LockedRow>(lockChildrenOf({ ...tableOf(door, child), parents: [kept, ...others] }))).map(({ id, record }) => ({ id, values: JSON.parse(record) as StoredValues }));
  const moving = rows.filter(({ values }) => values['parent'] !== kept);
  if (moving.length === 0) return [];
  const start = Math.max(-1, ...rows.filter(({ values }) => values['parent'] === kept).map(({ values }) => Number(values['position']))) + 1;
  await db.query(moveChildren({ ...tableOf(door, child), parent: kept, rows: moving.map(({ id }, at) => ({ id, position: start + at })) }, stampOf(door)));
  return moving.map(({ id, values }) => wholeLine(kept, 'create', values, { subform, entity: child.key, id }));
}

/** The many links of the others, behind those the kept record has. Lists before and after, by field. */
async function takeLinks(door: Door, kept: string, others: readonly string[]): Promise<Readonly<Record<string, { readonly before: readonly string[]; readonly after: readonly string[] }>>> {
  const { db, entity } = door;
  const told: Record<string, { before: readonly string[]; after: readonly string[] }> = {};
  for (const field of entity.fields.values()) {
    if (!field.many || field.type.pointsTo !== 'record') continue;
    const table = { ...tableOf(door, entity), field: field.key };
    const lists = new Map((await db.query<{ record: string; ids: string[] }>(linksOfRecords({ ...table, records: [kept, ...others] }))).map(({ record, ids }) => [record, ids]));
    const before = lists.get(kept) ?? [];
    const merged = [...new Set([kept, ...others].flatMap((id) => lists.get(id) ?? []))].filter((id) => field.target !== entity.key || (id !== kept && !others.includes(id)));
    if (JSON.stringify(merged) === JSON.stringify(before)) continue;
    await db.query(replaceLinks({ ...table, lists: [{ record: kept, ids: merged }] }));
    told[field.key] = { before, after: merged };
  }
  return told;
}

/** To-one links of the kept record that would lead to itself or to one that has gone. */
function selfLinks({ entity }: Door, values: StoredValues, kept: string, merged: readonly string[]): Record<string, null> {
  const own = [...entity.fields.values()].filter((field) => !field.many && field.type.pointsTo === 'record' && field.target === entity.key);
  return Object.fromEntries(own.filter(({ key }) => merged.includes(String(values[key]))).map(({ key }) => [key, null]));
}

