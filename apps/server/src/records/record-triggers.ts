/**
 * What is set off by a change of a record, inside its transaction. Processes register here, so that records need
 * not know of them.
 */

import { Injectable } from '@nestjs/common';
import type { Actor } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';

export interface ChangedRecord {
  readonly entity: string;
  readonly id: string;
}

export type TriggerHandler = (db: Db, actor: Actor, record: ChangedRecord) => Promise<void>;

@Injectable()
export class RecordTriggers {
  private readonly onSubmitted: TriggerHandler[] = [];
  private readonly onDeleted: TriggerHandler[] = [];

  onSubmit(handler: TriggerHandler): void {
    this.onSubmitted.push(handler);
  }

  onDelete(handler: TriggerHandler): void {
    this.onDeleted.push(handler);
  }

  async submitted(db: Db, actor: Actor, record: ChangedRecord): Promise<void> {
    for (const handler of this.onSubmitted) await handler(db, actor, record);
  }

  async deleted(db: Db, actor: Actor, record: ChangedRecord): Promise<void> {
    for (const handler of this.onDeleted) await handler(db, actor, record);
  }
}
