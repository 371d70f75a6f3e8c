/**
 * Bringing a deleted record back, with its rows and links, by whoever may delete it. Its values must still be free; a link
 * to what has gone meanwhile is cleared, unless the record needs one.
 */

import { fieldProblem } from '@tessera/model';
import { aliveTargets, lockRows, markRows, updateRows, type HeldTarget, type LockedWithRights, type SavedRow } from '@tessera/sql/write';
import { RecordActionForbidden, RecordInvalid, RecordNotFound } from '../record-errors.ts';
import type { SavedRecord } from './changes.ts';
import { refusalOf } from './database-refusal.ts';
import { permissionOf, stampOf, tableOf, type Door } from './door.ts';
import { wholeLine, type StoredValues } from './history.ts';
import { linkFields } from './links.ts';

export async function restoreRecord(door: Door, id: string): Promise<SavedRecord> {
  const { db, writer, entity } = door;
  const table = tableOf(door, entity);
  const [row] = await db.query<LockedWithRights>(lockRows({ ...table, ids: [id], for: 'change', deleted: true }, writer.system ? null : permissionOf(door, 'delete')));
  if (!row?.visible) throw RecordNotFound({});
  if (!row.allowed) throw RecordActionForbidden({ action: 'restore' });
  const before = JSON.parse(row.record) as StoredValues;
  const cleared = await lostLinks(door, before);
  try {
    const trail = { via: writer.via, action: 'restore' as const, lines: [wholeLine(id, 'restore', { ...before, ...cleared })] };
    const [saved] = await db.query<SavedRow>(markRows(table, [id], false, stampOf(door), { trail }));
    if (Object.keys(cleared).length > 0) await db.query(updateRows(table, [{ id, values: cleared }], stampOf(door), { sameVersion: true }));
    return { id, version: saved?.version ?? row.version + 1 };
  } catch (error) {
    throw refusalOf(writer, error) ?? error;
  }
}

/** To-one links that lead nowhere any more, as null. */
async function lostLinks({ db, writer, entity }: Door, values: StoredValues): Promise<Record<string, null>> {
  const links = linkFields(entity).flatMap(({ key, target, field }) => (target === '_member' || field.many || typeof values[key] !== 'string' ? [] : [{ key, target, id: values[key] }]));
  if (links.length === 0) return {};
  const targets = links.map(({ target, id }) => ({ entity: target, ids: [id] }));
  const statement = aliveTargets(writer.workspace.schema, targets);
  const alive = new Set((statement ? await db.query<HeldTarget>(statement) : []).map((one) => `${one.entity} ${one.id}`));
  const lost = links.filter(({ target, id }) => !alive.has(`${target} ${id}`)).map(({ key }) => key);
  const needed = lost.flatMap((key) => entity.fields.get(key) ?? []).filter(({ document }) => document.required);
  if (needed.length > 0) throw RecordInvalid({}, { fields: needed.map(({ key, document }) => fieldProblem(`values.${key}`, 'FIELD_NOT_REFERENCE', document.label)) });
  return Object.fromEntries(lost.map((key) => [key, null]));
}
