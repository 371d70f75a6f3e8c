/** One stretch of a batch through the door: prepare what is asked for, save it, say what became of each change. */

import type { AppError, RecordAction } from '@tessera/contract';
import { lockRows } from '@tessera/sql/write';
import { EntityNotFound, RecordActionForbidden } from '../record-errors.ts';
import type { DoorChange, DoorOutcome, WriteOptions } from './changes.ts';
import { deleteRecords, prepareDeletions, type Deletion } from './delete-records.ts';
import { tableOf, type Door, type Refusals } from './door.ts';
import { isIdle, prepareAlterations, prepareCreations, type Alteration, type Creation } from './prepare.ts';
import { idsOf, type Run } from './runs.ts';
import { saveDrafts } from './save-drafts.ts';
import { saveEach, throwFirst } from './save-each.ts';
import { writeUpserts } from './upsert.ts';

export type Outcomes = ReadonlyMap<number, DoorOutcome>;

export async function writeRun(door: Door, { op, changes }: Run, options: WriteOptions): Promise<Outcomes> {
  switch (op) {
    case 'create':
      return create(door, changes.flatMap(({ index, change }) => (change.op === 'create' ? [{ index, values: change.values }] : [])), options);
    case 'update':
      return update(door, changes.flatMap(({ index, change }) => (change.op === 'update' ? [{ index, id: change.id, version: change.version, values: change.values }] : [])), options);
    case 'delete':
      return remove(door, changes.flatMap(({ index, change }) => (change.op === 'delete' ? [{ index, id: change.id, version: change.version }] : [])), options);
    case 'upsert':
      return writeUpserts(door, changes, options, { create, update });
  }
}

export async function create(door: Door, changes: readonly Creation[], options: WriteOptions): Promise<Outcomes> {
  const refusals = refuseAll(door, 'create', changes, options);
  const open = changes.filter(({ index }) => !refusals.has(index));
  const drafts = await prepareCreations(door, open, refusals);
  await options.beforeSave?.();
  const versions = await saveEach(door, drafts, options, refusals, (items, refused) => saveDrafts(door, items, refused));
  const made = new Map(drafts.map(({ index, id }) => [index, id]));
  return outcomesOf(changes, refusals, ({ index }) => {
    const id = made.get(index) as string;
    return { status: 'created', id, version: versions.get(id) as number };
  });
}

export async function update(door: Door, changes: readonly Alteration[], options: WriteOptions): Promise<Outcomes> {
  const refusals = refuseAll(door, 'update', changes, options);
  const open = changes.filter(({ index }) => !refusals.has(index));
  const drafts = open.length === 0 ? [] : await prepareAlterations(door, open, refusals);
  const idle = new Map(drafts.filter(isIdle).map(({ index, version }) => [index, version]));
  const changing = drafts.filter(({ index }) => !idle.has(index));
  const versions = await saveEach(door, changing, options, refusals, (items, refused) => saveDrafts(door, items, refused));
  return outcomesOf(changes, refusals, ({ index, id }) => {
    const same = idle.get(index);
    return same === undefined ? { status: 'updated', id, version: versions.get(id) as number } : { status: 'unchanged', id, version: same };
  });
}

async function remove(door: Door, changes: readonly Deletion[], options: WriteOptions): Promise<Outcomes> {
  const refusals = refuseAll(door, 'delete', changes, options);
  const open = changes.filter(({ index }) => !refusals.has(index));
  const plans = open.length === 0 ? [] : await prepareDeletions(door, open, refusals);
  const versions = await saveEach(door, plans, options, refusals, (items, refused) => deleteRecords(door, items, refused));
  return outcomesOf(changes, refusals, ({ id }) => ({ status: 'deleted', id, version: versions.get(id) as number }));
}

/** An entity the writer can know of nothing about answers like one that does not exist. */
export function forbidden({ writer: { access }, entity: { key } }: Door, action: RecordAction): AppError | null {
  if (access.can(action, key)) return null;
  return access.can('read', key) ? RecordActionForbidden({ action }) : EntityNotFound({});
}

/** Locks what several stretches will change, in one order: none of two batches waits for the other while it is waited for. */
export async function holdInOrder(door: Door, changes: readonly DoorChange[]): Promise<void> {
  const ids = idsOf(changes);
  if (ids.length === 0) return;
  const deletes = changes.some(({ op }) => op === 'delete');
  await door.db.query(lockRows({ ...tableOf(door, door.entity), ids, for: deletes ? 'delete' : 'change' }, null));
}

function refuseAll(door: Door, action: RecordAction, changes: readonly { readonly index: number }[], { onRefusal }: WriteOptions): Refusals {
  const refusal = forbidden(door, action);
  const refusals: Refusals = new Map(refusal ? changes.map(({ index }) => [index, refusal]) : []);
  if (onRefusal === 'throw') throwFirst(refusals);
  return refusals;
}

function outcomesOf<Change extends { readonly index: number }>(changes: readonly Change[], refusals: Refusals, done: (change: Change) => DoorOutcome): Outcomes {
  return new Map(
    changes.map((change) => {
      const error = refusals.get(change.index);
      return [change.index, error ? { status: 'refused', error } : done(change)];
    }),
  );
}

