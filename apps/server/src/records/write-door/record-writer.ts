/**
 * The one write door (law 2). Every change to a record, whoever makes it, goes through here in the caller's
 * transaction: lock the rows, check them as they were, validate, fill in defaults and numbers, check the links, write
 * them with their history, check them as they have become. Many changes take as many statements as one: consecutive
 * changes of one kind go through every step together, and each is refused for itself.
 *
 * Computed fields have no column: formulas run in the reads that are built on the row.
 */

import { Injectable } from '@nestjs/common';
import { AppError, type DuplicateMatch } from '@tessera/contract';
import { dateText, civilInZone } from '@tessera/model';
import { lockRows, type LockedRow } from '@tessera/sql/write';
import { FileShelf } from '../../files/file-shelf.ts';
import { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { EntityNotFound, RecordNotFound } from '../record-errors.ts';
import { appendRows, type AppendedRow } from './append-rows.ts';
import type { DoorChange, DoorOutcome, NewSubformRow, SavedRecord, WriteOptions } from './changes.ts';
import { tableOf, type Door } from './door.ts';
import { findDuplicates } from './find-duplicates.ts';
import { mergeRecords, type Merge } from './merge-records.ts';
import { restoreRecord } from './restore-record.ts';
import { runsOf } from './runs.ts';
import { FirstRefusal } from './save-each.ts';
import { forbidden, holdInOrder, writeRun } from './write-run.ts';
import type { Writer } from './writer.ts';

export type { SavedRecord } from './changes.ts';

type Values = Readonly<Record<string, unknown>>;

@Injectable()
export class RecordWriter {
  constructor(
    private readonly clock: Clock,
    private readonly files: FileShelf,
  ) {}

  /** A new record with its subform rows. `values` as a client sends them. */
  async create(db: Db, writer: Writer, entity: string, values: Values): Promise<SavedRecord> {
    const saved = await this.writeOne(db, writer, entity, { op: 'create', values });
    failpoint('record.create.before-commit');
    return saved;
  }

  /** Changes the fields given. `version`: what the change is based on; without it, on whatever is there now. */
  async update(db: Db, writer: Writer, entity: string, id: string, change: { readonly values: Values; readonly version?: number | undefined }): Promise<SavedRecord> {
    const saved = await this.writeOne(db, writer, entity, { op: 'update', id, ...change });
    failpoint('record.update.before-commit');
    return saved;
  }

  /** Marks a record as deleted; it is gone for every reader. `version` as for `update`. */
  async delete(db: Db, writer: Writer, entity: string, id: string, version?: number): Promise<void> {
    await this.writeOne(db, writer, entity, { op: 'delete', id, version });
    failpoint('record.delete.before-commit');
  }

  /** Adds one row to a subform of a record, as an import does; the record gets a new version. */
  async addRow(db: Db, writer: Writer, entity: string, id: string, subform: string, values: Values): Promise<SavedRecord & { readonly row: string }> {
    const [added] = await this.appendRows(db, writer, entity, subform, [{ parent: id, values }], { onRefusal: 'throw' });
    if (!added || 'error' in added) throw added?.error ?? new Error('a row was neither added nor refused');
    return added;
  }

  /** Brings a deleted record back. */
  async restore(db: Db, writer: Writer, entity: string, id: string): Promise<SavedRecord> {
    const door = this.door(db, writer, entity);
    const refusal = forbidden(door, 'delete');
    if (refusal) throw refusal;
    const saved = await restoreRecord(door, id.toLowerCase());
    failpoint('record.restore.before-commit');
    return saved;
  }

  /** Makes records into one; the others go to the trash. */
  async merge(db: Db, writer: Writer, entity: string, id: string, merge: Merge): Promise<SavedRecord> {
    const door = this.door(db, writer, entity);
    const refusal = forbidden(door, 'update') ?? forbidden(door, 'delete');
    if (refusal) throw refusal;
    const saved = await unwrapped(() => mergeRecords(door, id.toLowerCase(), merge));
    failpoint('record.merge.before-commit');
    return saved;
  }

  /** Locks a record that is there, for what is about to be done with it. */
  async hold(db: Db, writer: Writer, entity: string, id: string): Promise<void> {
    const door = this.door(db, writer, entity);
    const [row] = await db.query<LockedRow>(lockRows({ ...tableOf(door, door.entity), ids: [id], for: 'change' }, null));
    if (!row) throw RecordNotFound({});
  }

  /** Records like these values that the writer may know of; `id` is the record that has them. */
  async findDuplicates(db: Db, writer: Writer, entity: string, values: Values, id: string | undefined): Promise<DuplicateMatch[]> {
    const door = this.door(db, writer, entity);
    const refusal = forbidden(door, 'read');
    if (refusal) throw refusal;
    return findDuplicates(door, values, id);
  }

  /** An outcome for each change, in their order. With `throw`, the paths of the error of one of many start with its place: `changes.3.values.name`. */
  async writeMany(db: Db, writer: Writer, entity: string, changes: readonly DoorChange[], options: WriteOptions): Promise<readonly DoorOutcome[]> {
    const door: Door = { ...this.door(db, writer, entity), refuseAlike: options.refuseAlike };
    const runs = runsOf(changes);
    if (runs.length > 1) await holdInOrder(door, changes);
    const outcomes = new Map<number, DoorOutcome>();
    await unwrapped(async () => {
      for (const run of runs) for (const [index, outcome] of await writeRun(door, run, options)) outcomes.set(index, outcome);
    }, changes.length > 1 ? 'changes' : undefined);
    return changes.map((_, index) => outcomes.get(index) as DoorOutcome);
  }

  /** Puts rows at the end of subforms, many at once; each record concerned gets one new version. An outcome for each row, in their order. */
  async appendRows(db: Db, writer: Writer, entity: string, subform: string, rows: readonly NewSubformRow[], options: WriteOptions): Promise<readonly AppendedRow[]> {
    const door = this.door(db, writer, entity);
    const refusal = forbidden(door, 'update');
    if (refusal) throw refusal;
    return unwrapped(() => appendRows(door, subform, rows, options), rows.length > 1 ? 'rows' : undefined);
  }

  private async writeOne(db: Db, writer: Writer, entity: string, change: DoorChange): Promise<SavedRecord> {
    const [outcome] = await this.writeMany(db, writer, entity, [change], { onRefusal: 'throw' });
    if (!outcome || outcome.status === 'refused') throw outcome?.error ?? new Error('a change was neither made nor refused');
    return outcome;
  }

  /** The rows of subforms are no records of their own. */
  private door(db: Db, writer: Writer, key: string): Door {
    const entity = writer.design.entities.get(key);
    if (!entity || entity.parent !== null) throw EntityNotFound({});
    const at = this.clock.now().toISOString();
    return { db, writer, entity, files: this.files, moment: { at, today: dateText(civilInZone(Date.parse(at), writer.workspace.timeZone)) } };
  }
}

/** A refusal as those outside know it; of one of many with its place. */
async function unwrapped<T>(work: () => Promise<T>, list?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FirstRefusal)) throw error;
    throw list !== undefined && error.cause instanceof AppError ? error.cause.within(`${list}.${error.index}`) : error.cause;
  }
}
