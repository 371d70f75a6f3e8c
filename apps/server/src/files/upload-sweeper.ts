/** Deletes uploads that no record has come to hold, once an hour in every workspace. Several servers may do so at once. */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import { FileShelf } from './file-shelf.ts';

const EVERY_MS = 60 * 60_000;

@Injectable()
export class UploadSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly shelf: FileShelf,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const look = (): void => {
      this.work = this.sweep().catch((error: unknown) => this.log.error('files.sweep', error));
    };
    this.timer = setInterval(look, EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.work;
  }

  async sweep(): Promise<void> {
    const workspaces = await this.database.transaction(null, (db) => db.query<{ schema: string }>('SELECT schema FROM tessera.workspace ORDER BY id'));
    for (const { schema } of workspaces) while ((await this.shelf.sweep(schema)) > 0);
  }
}
