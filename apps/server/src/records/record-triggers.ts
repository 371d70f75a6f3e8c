/**
 * What is set off by a change of a record, inside its transaction. Processes register here, so that records need
 * not know of them.
 */

import { Injectable } from '@nestjs/common';
import type { Actor } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';

export interface SubmittedRecord {
  readonly entity: string;
  readonly id: string;
}

export type SubmitHandler = (db: Db, actor: Actor, record: SubmittedRecord) => Promise<void>;

@Injectable()
export class RecordTriggers {
  private readonly handlers: SubmitHandler[] = [];

  onSubmit(handler: SubmitHandler): void {
    this.handlers.push(handler);
  }

  async submitted(db: Db, actor: Actor, record: SubmittedRecord): Promise<void> {
    for (const handler of this.handlers) await handler(db, actor, record);
  }
}
