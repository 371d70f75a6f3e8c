/**
 * Deletion: the rows stay, marked, and are in no reader's projection any more; their subform rows go with them
 * unmarked. Links to them are cleared where the relation says so; else they are not deleted.
 */

import type { AppError } from '@tessera/contract';
import { incomingRelations, linkedRows, lockRows, markRows, updateRows, type LockedWithRights, type SavedRow } from '@tessera/sql/write';
import { RecordActionForbidden, RecordInUse, RecordNotFound } from '../record-errors.ts';
import { stampOf, tableOf, type Door, type Refusals } from './door.ts';
import { sift } from './draft.ts';
import { changeLine, wholeLine, type StoredValues } from './history.ts';
import { lockWithRights, type LockedRecord } from './prepare.ts';
import { versionConflict } from './version-conflict.ts';

export interface Deletion {
  readonly index: number;
  readonly id: string;
  readonly version?: number | undefined;
}

export interface DeletionPlan extends Deletion {
  readonly before: StoredValues;
}

/** Locks and judges all; what other records point to is judged when it goes. */
export async function prepareDeletions(door: Door, changes: readonly Deletion[], refusals: Refusals): Promise<readonly DeletionPlan[]> {
  const locked = await lockWithRights(door, changes.map(({ id }) => id), 'delete', []);
  const allowed = sift(changes, refusals, ({ id }): AppError | null => {
    const record = locked.get(id);
    if (!record?.visible) return RecordNotFound({});
    return record.allowed ? null : RecordActionForbidden({ action: 'delete' });
  });
  const plans: DeletionPlan[] = [];
  for (const change of allowed) {
    const { id, version } = change;
    const record = locked.get(id) as LockedRecord;
    if (version === undefined || version === record.version) plans.push({ ...change, before: record.values });
    else refusals.set(change.index, await versionConflict(door.db, door.writer, door.entity, { id, based: version, wanted: {} }));
  }
  return plans;
}

/** New versions by id; those that others point to are refused. */
export async function deleteRecords(door: Door, plans: readonly DeletionPlan[], refusals: Refusals): Promise<ReadonlyMap<string, number>> {
  const { db, writer, entity } = door;
  const free = await refuseUsed(door, plans, refusals);
  if (free.length === 0) return new Map();
  await clearLinks(door, free.map(({ id }) => id));
  const lines = free.map(({ id, before }) => wholeLine(id, 'delete', before));
  const ids = free.map(({ id }) => id).sort();
  const gone = await db.query<SavedRow>(markRows(tableOf(door, entity), ids, true, stampOf(door), { trail: { via: writer.via, action: 'delete', lines } }));
  return new Map(gone.map(({ id, version }) => [id, version]));
}

/** What points to a record from another one of its kind that goes with it does not hold it. */
async function refuseUsed(door: Door, plans: readonly DeletionPlan[], refusals: Refusals): Promise<readonly DeletionPlan[]> {
  const { design } = door.writer;
  const relations = incomingRelations(design, door.entity.key).filter(({ onDelete }) => onDelete === 'refuse');
  let going = plans;
  while (going.length > 0) {
    const targets = going.map(({ id }) => id);
    const held = new Set<string>();
    for (const { entity, field, many } of relations) {
      const owner = design.entities.get(entity);
      if (!owner) continue;
      const except = owner === door.entity ? targets : undefined;
      const rows = await door.db.query<{ target: string }>(linkedRows({ ...tableOf(door, owner), field, many, targets, except, limit: 'one each' }));
      for (const { target } of rows) held.add(target);
    }
    if (held.size === 0) break;
    going = sift(going, refusals, ({ id }) => (held.has(id) ? RecordInUse({}) : null));
  }
  return going;
}

const CLEARED_AT_ONCE = 500;

/** Told in the history of the record that loses the link; of the record it belongs to, when it is a row of a subform. */
async function clearLinks(door: Door, targets: readonly string[]): Promise<void> {
  const { design } = door.writer;
  for (const relation of incomingRelations(design, door.entity.key).filter(({ onDelete, many }) => onDelete === 'clear' && !many)) {
    const owner = design.entities.get(relation.entity);
    if (!owner) continue;
    const parent = owner.parent === null ? undefined : design.entities.get(owner.parent);
    for (;;) {
      const found = await door.db.query<{ id: string }>(linkedRows({ ...tableOf(door, owner), field: relation.field, many: false, targets, limit: CLEARED_AT_ONCE }));
      if (found.length === 0) break;
      const ids = found.map(({ id }) => id);
      const rows = (await door.db.query<LockedWithRights>(lockRows({ ...tableOf(door, owner), ids, for: 'change' }, null))).map(({ id, record }) => ({ id, before: JSON.parse(record) as StoredValues }));
      const cleared = { [relation.field]: null };
      const place = (id: string) => ({ subform: parent?.children.find((child) => child.entity === owner.key)?.field ?? '', entity: owner.key, id });
      const lines = rows.flatMap(({ id, before }) => changeLine(parent ? String(before['parent']) : id, 'update', before, cleared, parent ? place(id) : undefined) ?? []);
      const trail = { via: door.writer.via, action: 'update' as const, lines };
      await door.db.query(updateRows(tableOf(door, owner), rows.map(({ id }) => ({ id, values: cleared })), stampOf(door), parent ? {} : { trail }));
      const parents = [...new Set(rows.map(({ before }) => String(before['parent'])))].sort();
      if (parent) await door.db.query(updateRows(tableOf(door, parent), parents.map((id) => ({ id, values: {} })), stampOf(door), { trail }));
    }
  }
}
