/**
 * Taking back a whole import, batch by batch, the last one first, through the write door with the importer's rights:
 * records it made go to the trash, fields it changed get the value from before. What somebody else has changed or deleted
 * since stays as it is, and is counted. The history says what the import did. A record that the import made, that nobody
 * has touched since and that the importer sees goes even without the right to delete.
 */

import { Injectable } from '@nestjs/common';
import type { EntityModel } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import type { Db } from '../platform/database.ts';
import { fieldCipher } from '../platform/field-cipher.ts';
import { labelsOf } from '../records/record-labels.ts';
import { RecordActionForbidden } from '../records/record-errors.ts';
import type { DoorChange, DoorOutcome } from '../records/write-door/changes.ts';
import { RecordWriter } from '../records/write-door/record-writer.ts';
import { systemWriter, type Writer } from '../records/write-door/writer.ts';
import type { ImportLine } from './import-line.ts';
import { entityOf } from './import-rows.ts';
import { MEMBER_ENTITY } from './link-finder.ts';

export interface Undone {
  readonly undone: number;
  readonly notUndone: number;
}

interface Entry {
  readonly record: string;
  readonly action: 'create' | 'update' | 'delete' | 'restore' | 'merge';
  readonly ours: boolean;
  /** Of a row of a subform. */
  readonly row: boolean;
  /** An object of values for what came or went, else a list. */
  readonly changes: unknown;
}

@Injectable()
export class ImportUndo {
  constructor(private readonly records: RecordWriter) {}

  /** Takes back the last batch that is left; null when none is. */
  async undoBatch(db: Db, writer: Writer, line: ImportLine): Promise<Undone | null> {
    const [batch] = await db.query<{ part: number; records: string[] }>('SELECT part, records FROM _import_batch WHERE import_id = $1 ORDER BY part DESC LIMIT 1', [line.id]);
    if (!batch) return null;
    await db.query('DELETE FROM _import_batch WHERE import_id = $1 AND part = $2', [line.id, batch.part]);
    const ids = [...new Set(batch.records)];
    if (line.target.kind === 'members') return undoMembers(db, line.id, ids);
    const entity = entityOf(writer, line.target);
    if (!entity) return { undone: 0, notUndone: ids.length };
    const result = entity.parent === null ? await this.undoRecords(db, writer, line.id, entity, ids) : await this.undoRows(db, writer, line.id, entity, entity.parent, ids);
    await db.query('DELETE FROM _external_key k WHERE k.source = $1 AND k.entity = $2 AND k.record_id = ANY ($3)', [line.id, entity.key, result.gone]);
    return result;
  }

  private async undoRecords(db: Db, writer: Writer, source: string, entity: EntityModel, ids: readonly string[]): Promise<Undone & { gone: string[] }> {
    // Before the history: whoever changes a record after it was looked at makes another version of it.
    const there = await db.query<{ id: string; version: number }>(`SELECT id, version FROM ${quoteIdent(entity.key)} WHERE id = ANY ($1) AND deleted_at IS NULL`, [ids]);
    const versions = new Map(there.map(({ id, version }) => [id, version]));
    // Rows that the importer has added to the records since, by another file, go with them.
    const entries = await db.query<Entry>(
      `SELECT record_id AS record, action, via_ref IS NOT DISTINCT FROM $3 AS ours, row_id IS NOT NULL AS row, changes FROM _history
       WHERE entity = $1 AND record_id = ANY ($2) AND (row_id IS NULL OR actor IS DISTINCT FROM $4) ORDER BY id`,
      [entity.key, ids, source, writer.member],
    );
    const trails = Map.groupBy(entries, ({ record }) => record);
    const changes: DoorChange[] = [];
    const partly = new Set<string>();
    let notUndone = 0;
    for (const id of ids) {
      const plan = planOf({ id, version: versions.get(id) }, trails.get(id) ?? [], entity);
      if (plan === 'changed since') notUndone += 1;
      else if (plan !== 'nothing left') changes.push(plan.change);
      if (typeof plan === 'object' && plan.isPartial) partly.add(id);
    }
    const sorted = [...changes.filter(({ op }) => op === 'update'), ...changes.filter(({ op }) => op === 'delete')];
    const outcomes = sorted.length === 0 ? [] : await this.write(db, writer, entity.key, sorted);
    const done = outcomes.flatMap((outcome) => (outcome.status === 'refused' ? [] : [outcome]));
    const whole = done.filter(({ id }) => !partly.has(id));
    return { undone: whole.length, notUndone: notUndone + sorted.length - whole.length, gone: done.flatMap(({ id, status }) => (status === 'deleted' ? [id] : [])) };
  }

  /** What may not be deleted is asked for once more: what the import made and nobody has touched is still the importer's to take back. */
  private async write(db: Db, writer: Writer, entity: string, changes: readonly DoorChange[]): Promise<readonly DoorOutcome[]> {
    const outcomes = [...(await this.records.writeMany(db, writer, entity, changes, { onRefusal: 'report' }))];
    const closed = changes.flatMap((change, index) => {
      const outcome = outcomes[index];
      return change.op === 'delete' && outcome?.status === 'refused' && outcome.error.code === RecordActionForbidden.code ? [{ change, index }] : [];
    });
    if (closed.length === 0) return outcomes;
    const seen = await labelsOf(db, writer, closed.map(({ change }) => ({ entity, id: change.id })));
    const own = closed.filter(({ change }) => seen.has(`${entity} ${change.id}`));
    if (own.length === 0) return outcomes;
    const taken = await this.records.writeMany(db, systemWriter(writer, writer.via), entity, own.map(({ change }) => change), { onRefusal: 'report' });
    own.forEach(({ index }, at) => (outcomes[index] = taken[at] as DoorOutcome));
    return outcomes;
  }

  /** Rows of a subform are taken out of the records they belong to. */
  private async undoRows(db: Db, writer: Writer, source: string, entity: EntityModel, parent: string, ids: readonly string[]): Promise<Undone & { gone: string[] }> {
    const subform = writer.design.entities.get(parent)?.children.find((child) => child.entity === entity.key)?.field ?? '';
    const changed = await db.query<{ id: string }>('SELECT DISTINCT row_id AS id FROM _history WHERE entity = $1 AND row_entity = $2 AND row_id = ANY ($3) AND via_ref IS DISTINCT FROM $4', [parent, entity.key, ids, source]);
    const kept = new Set(changed.map(({ id }) => id));
    const rows = await db.query<{ parent: string; id: string; mine: boolean }>(
      `SELECT parent, id, id = ANY ($1) AS mine FROM ${quoteIdent(entity.key)} WHERE deleted_at IS NULL AND parent IN (SELECT parent FROM ${quoteIdent(entity.key)} WHERE id = ANY ($1) AND deleted_at IS NULL) ORDER BY parent, position`,
      [ids.filter((id) => !kept.has(id))],
    );
    const parents = [...Map.groupBy(rows, (row) => row.parent)];
    if (parents.length === 0) return { undone: 0, notUndone: ids.length, gone: [] };
    const changes = parents.map(([id, all]): DoorChange => ({ op: 'update', id, values: { [subform]: all.filter(({ mine }) => !mine).map((row) => ({ id: row.id })) } }));
    const outcomes = await this.records.writeMany(db, writer, parent, changes, { onRefusal: 'report' });
    const gone = parents.flatMap(([, all], index) => (outcomes[index]?.status === 'refused' ? [] : all.flatMap(({ id, mine }) => (mine ? [id] : []))));
    return { undone: gone.length, notUndone: ids.length - gone.length, gone };
  }
}

type Plan = { readonly change: DoorChange; readonly isPartial: boolean } | 'changed since' | 'nothing left';

/** `trail`: what happened to the record, in order. */
function planOf({ id, version }: { readonly id: string; readonly version: number | undefined }, trail: readonly Entry[], entity: EntityModel): Plan {
  const first = trail.findIndex(({ ours }) => ours);
  if (first < 0) return 'nothing left';
  if (version === undefined) return 'changed since';
  const since = trail.slice(first);
  const others = since.filter(({ ours }) => !ours);
  if (since[0]?.action === 'create') return others.length > 0 ? 'changed since' : { change: { op: 'delete', id, version }, isPartial: false };
  const before: Record<string, unknown> = {};
  const last = new Map<string, unknown>();
  const theirs = new Set<string>();
  for (const { ours, changes } of since.filter(({ row }) => !row)) {
    for (const { field, from, to } of fieldChanges(changes)) {
      if (!ours) theirs.add(field);
      else if (entity.fields.get(field)?.type.readOnly === false && !theirs.has(field)) {
        if (!(field in before)) before[field] = from;
        last.set(field, to);
      }
    }
  }
  const fields = Object.keys(before).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(last.get(field)));
  if (fields.length === 0) return theirs.size > 0 ? 'changed since' : 'nothing left';
  const values = Object.fromEntries(fields.flatMap((field) => (theirs.has(field) ? [] : opened(entity, field, before[field]))));
  const open = Object.keys(values);
  if (open.length === 0) return 'changed since';
  return { change: { op: 'update', id, version, values }, isPartial: open.length < fields.length };
}

/** Encrypted values are in the history as they were closed; none when no key opens it any more. */
function opened(entity: EntityModel, field: string, value: unknown): (readonly [string, unknown])[] {
  if (entity.fields.get(field)?.encrypted !== true || typeof value !== 'string') return [[field, value]];
  try {
    return [[field, fieldCipher().open(entity.key, field, value)]];
  } catch {
    return [];
  }
}

const fieldChanges = (changes: unknown): readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[] => (Array.isArray(changes) ? changes : []);

/** Nobody who was only imported can have done anything: they are not offered any more. Others stay. */
async function undoMembers(db: Db, source: string, ids: readonly string[]): Promise<Undone> {
  const gone = await db.query<{ id: string }>(`UPDATE _member SET status = 'disabled' WHERE id = ANY ($1) AND status = 'imported' RETURNING id`, [ids]);
  await db.query('DELETE FROM _external_key WHERE source = $1 AND entity = $2 AND record_id = ANY ($3)', [source, MEMBER_ENTITY, gone.map(({ id }) => id)]);
  return { undone: gone.length, notUndone: ids.length - gone.length };
}
