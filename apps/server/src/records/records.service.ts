/** Changes a person makes to records: the write door and what it sets off, in one transaction. */

import { Injectable } from '@nestjs/common';
import type { RecordValues, RecordView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import { RecordReader } from './record-reader.ts';
import { RecordTriggers } from './record-triggers.ts';
import { RecordWriter, type SavedRecord } from './write-door/record-writer.ts';
import { writerOf } from './write-door/writer.ts';

@Injectable()
export class RecordsService {
  constructor(
    private readonly database: Database,
    private readonly writer: RecordWriter,
    private readonly reader: RecordReader,
    private readonly triggers: RecordTriggers,
  ) {}

  create(actor: Actor, entity: string, values: RecordValues, submit: boolean): Promise<RecordView> {
    return this.change(actor, entity, submit, (db) => this.writer.create(db, writerOf(actor), entity, values));
  }

  update(actor: Actor, entity: string, id: string, change: { values: RecordValues; version?: number | undefined }, submit: boolean): Promise<RecordView> {
    return this.change(actor, entity, submit, (db) => this.writer.update(db, writerOf(actor), entity, id, change));
  }

  delete(actor: Actor, entity: string, id: string, version?: number): Promise<void> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await this.writer.delete(db, writerOf(actor), entity, id, version);
      await this.triggers.deleted(db, actor, { entity, id });
    });
  }

  private change(actor: Actor, entity: string, submit: boolean, write: (db: Db) => Promise<SavedRecord>): Promise<RecordView> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const { id, version } = await write(db);
      if (submit) await this.triggers.submitted(db, actor, { entity, id });
      // What was made for somebody else may be out of the maker's own sight.
      return (await this.reader.recordIn(db, actor, entity, id)) ?? { id, version, values: {} };
    });
  }
}
