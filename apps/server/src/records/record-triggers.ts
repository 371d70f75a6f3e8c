/**
 * What is set off by a change of a record, inside its transaction. Processes register here, so that records need
 * not know of them.
 */

import { Injectable } from '@nestjs/common';
import type { Db } from '../platform/database.ts';
import type { Doer } from '../workspaces/standing.ts';

export interface ChangedRecord {
  readonly entity: string;
  readonly id: string;
}

/** `optional`: nothing is wrong when nothing starts. */
export type SubmitHandler = (db: Db, doer: Doer, record: ChangedRecord, optional: boolean) => Promise<void>;
/** Of records of one entity that went together. */
export type DeleteHandler = (db: Db, doer: Doer, entity: string, ids: readonly string[]) => Promise<void>;
/** Starts a process by its key on a record; gives the id of the instance. */
export type StartHandler = (db: Db, doer: Doer, record: ChangedRecord, process: string) => Promise<string>;

@Injectable()
export class RecordTriggers {
  private readonly onSubmitted: SubmitHandler[] = [];
  private readonly onDeleted: DeleteHandler[] = [];
  private starter: StartHandler | undefined;

  onSubmit(handler: SubmitHandler): void {
    this.onSubmitted.push(handler);
  }

  onDelete(handler: DeleteHandler): void {
    this.onDeleted.push(handler);
  }

  /** There is one way to start a process. */
  onStart(handler: StartHandler): void {
    this.starter = handler;
  }

  async submitted(db: Db, doer: Doer, record: ChangedRecord): Promise<void> {
    for (const handler of this.onSubmitted) await handler(db, doer, record, false);
  }

  /** A record that came over a link: what its maker may start, starts. */
  async arrived(db: Db, maker: Doer, record: ChangedRecord): Promise<void> {
    for (const handler of this.onSubmitted) await handler(db, maker, record, true);
  }

  async deleted(db: Db, doer: Doer, entity: string, ids: readonly string[]): Promise<void> {
    for (const handler of this.onDeleted) await handler(db, doer, entity, ids);
  }

  start(db: Db, doer: Doer, record: ChangedRecord, process: string): Promise<string> {
    if (!this.starter) throw new Error('nothing starts processes');
    return this.starter(db, doer, record, process);
  }
}
