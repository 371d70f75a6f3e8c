/** Changes a person makes to records: the write door and what it sets off, in one transaction. */

import { Injectable } from '@nestjs/common';
import type { BulkAnswer, BulkChange, Locale, MergeRecords, RecordValues, RecordView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { audit } from '../workspaces/audit.ts';
import { Idempotency, type KeyedRequest } from './idempotency.ts';
import { RecordReader } from './record-reader.ts';
import { RecordTriggers } from './record-triggers.ts';
import type { SavedRecord } from './write-door/changes.ts';
import { RecordWriter } from './write-door/record-writer.ts';
import { writerOf } from './write-door/writer.ts';

@Injectable()
export class RecordsService {
  constructor(
    private readonly database: Database,
    private readonly writer: RecordWriter,
    private readonly reader: RecordReader,
    private readonly triggers: RecordTriggers,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  create(actor: Actor, entity: string, values: RecordValues, submit: boolean, keyed: KeyedRequest): Promise<Buffer> {
    return this.change(actor, entity, 'record.created', submit, keyed, (db) => this.writer.create(db, writerOf(actor), entity, values));
  }

  update(actor: Actor, entity: string, id: string, change: { values: RecordValues; version?: number | undefined }, submit: boolean, keyed: KeyedRequest): Promise<Buffer> {
    return this.change(actor, entity, 'record.updated', submit, keyed, (db) => this.writer.update(db, writerOf(actor), entity, id, change));
  }

  delete(actor: Actor, entity: string, id: string, version: number | undefined): Promise<void> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await this.writer.delete(db, writerOf(actor), entity, id, version);
      await this.triggers.deleted(db, actor, entity, [id]);
      await this.note(db, actor, entity, 'record.deleted', [id]);
    });
  }

  restore(actor: Actor, entity: string, id: string, keyed: KeyedRequest): Promise<Buffer> {
    return this.change(actor, entity, 'record.restored', false, keyed, (db) => this.writer.restore(db, writerOf(actor), entity, id));
  }

  merge(actor: Actor, entity: string, id: string, merge: MergeRecords, keyed: KeyedRequest): Promise<Buffer> {
    return this.change(actor, entity, 'record.merged', false, keyed, async (db) => {
      const kept = await this.writer.merge(db, writerOf(actor), entity, id, merge);
      await this.triggers.deleted(db, actor, entity, merge.others.map((other) => other.id));
      return kept;
    });
  }

  /** JSON of a `BulkAnswer`. */
  async bulk(actor: Actor, entity: string, { mode, changes }: BulkChange, locale: Locale, requestId: string, keyed: KeyedRequest): Promise<Buffer> {
    const work = async (db: Db): Promise<BulkAnswer> => {
      const outcomes = await this.writer.writeMany(db, writerOf(actor), entity, changes, { onRefusal: mode === 'all' ? 'throw' : 'report' });
      const gone = outcomes.flatMap((outcome) => (outcome.status === 'deleted' ? [outcome.id] : []));
      if (gone.length > 0) await this.triggers.deleted(db, actor, entity, gone);
      const changed = outcomes.flatMap((outcome) => (outcome.status === 'refused' ? [] : [outcome.id]));
      const counted = Object.fromEntries([...new Set(outcomes.map(({ status }) => status))].map((status) => [status, outcomes.filter((outcome) => outcome.status === status).length]));
      await this.note(db, actor, entity, 'record.bulkChanged', changed, counted);
      failpoint('records.bulk.before-commit');
      return { results: outcomes.map((outcome) => (outcome.status === 'refused' ? { status: outcome.status, error: outcome.error.toBody(locale, requestId) } : outcome)) };
    };
    const { key } = keyed;
    return Buffer.from(key === undefined ? JSON.stringify(await this.database.transaction(actor.workspace.schema, work)) : await this.idempotency.once(actor, { ...keyed, key }, work));
  }

  /**
   * JSON of a `RecordView`. Without a key the record is read after the commit, so that no lock is held for the answer;
   * with one the answer is kept with the change.
   */
  private async change(actor: Actor, entity: string, action: string, submit: boolean, keyed: KeyedRequest, write: (db: Db) => Promise<SavedRecord>): Promise<Buffer> {
    const save = async (db: Db): Promise<SavedRecord> => {
      const saved = await write(db);
      if (submit) await this.triggers.submitted(db, actor, { entity, id: saved.id });
      await this.note(db, actor, entity, action, [saved.id]);
      return saved;
    };
    const { key } = keyed;
    if (key !== undefined) return Buffer.from(await this.idempotency.once(actor, { ...keyed, key }, async (db) => this.view(db, actor, entity, await save(db))));
    const saved = await this.database.transaction(actor.workspace.schema, save);
    try {
      return await this.reader.record(actor, entity, saved.id);
    } catch (error) {
      if (!isOutOfSight(error)) throw error;
      return Buffer.from(JSON.stringify(unseen(saved)));
    }
  }

  /** The trail has who changed which records; what of them is in the history. */
  private note(db: Db, actor: Actor, entity: string, action: string, ids: readonly string[], detail: Record<string, unknown> = {}): Promise<void> {
    const [only] = ids;
    return audit(db, { at: this.clock.now(), actor: actor.member.id, action, entity, target: ids.length === 1 && only !== undefined ? only : '', records: ids.length, recordIds: ids, detail });
  }

  private async view(db: Db, actor: Actor, entity: string, saved: SavedRecord): Promise<RecordView> {
    return (await this.reader.recordIn(db, actor, entity, saved.id)) ?? unseen(saved);
  }
}

/** What was made for somebody else may be out of the maker's own sight. */
const unseen = ({ id, version }: SavedRecord): RecordView => ({ id, version, values: {} });

const isOutOfSight = (error: unknown): boolean => ['RECORD_NOT_FOUND', 'ENTITY_NOT_FOUND', 'READING_FROZEN'].includes((error as { code?: string }).code ?? '');
