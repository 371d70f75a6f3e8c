/** Records like the one being entered, by the duplicate rules of its entity, as far as the actor may know of them. */

import { Injectable } from '@nestjs/common';
import type { DuplicateMatch, RecordValues } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';
import { RecordWriter } from './write-door/record-writer.ts';
import { writerOf } from './write-door/writer.ts';

@Injectable()
export class DuplicateRecords {
  constructor(
    private readonly database: Database,
    private readonly writer: RecordWriter,
  ) {}

  /** `id`: the record that is being changed, which is not like itself. */
  find(actor: Actor, entity: string, values: RecordValues, id: string | undefined): Promise<DuplicateMatch[]> {
    return this.database.transaction(actor.workspace.schema, (db) => this.writer.findDuplicates(db, writerOf(actor), entity, values, id));
  }
}
