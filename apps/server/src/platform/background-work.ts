/**
 * Work that outlives a request: an import, an export, the building of an index. What waits is found by a query in each
 * workspace; an advisory lock is the lease, so that of all processes on a database one does a job at a time, and a
 * killed one lets go of it by itself. What waits is looked for every few seconds, and at once after `wake`.
 *
 * A job must be able to go on where it stopped: it works in transactions of its own, each of which first makes sure
 * that the step is still to be done (the lease can be lost with its connection).
 */

import type { AppError } from '@tessera/contract';
import type pg from 'pg';
import type { QueryRunner } from 'typeorm';
import type { Workspace } from '../http/actor.ts';
import { outsideRequests } from '../http/current-request.ts';
import type { Database, Db } from './database.ts';
import type { Log } from './log.ts';
import { toAppError } from './sqlstate.ts';

export interface Job {
  readonly workspace: Workspace;
  readonly id: string;
}

export interface WorkKind {
  /** Names it in the log and in the locks: `import`. */
  readonly name: string;
  /** Jobs done at once in this process; 1 when absent. */
  readonly atOnce?: number;
  /** Ids of what waits, the oldest first; called in a transaction of each workspace. */
  waiting(db: Db): Promise<readonly string[]>;
  /** Does the job to its end; comes back early once `stopping` is aborted. What it throws as a 5xx is tried again. */
  run(job: Job, stopping: AbortSignal): Promise<void>;
  /** Told once about a job that a person's doing has made impossible, or that failed again and again. */
  giveUp(job: Job, error: AppError): Promise<void>;
}

const POLL_MS = 2_000;
/** A job that fails this often in one process, though the database answers, would fail for ever. */
const MOST_FAILURES = 5;

export class BackgroundWork {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private readonly stopping = new AbortController();
  private readonly running = new Map<string, Promise<void>>();
  /** What has failed just now keeps nobody else waiting: it is tried again when the time has come. */
  private readonly resting = new Set<string>();
  private readonly failures = new Map<string, number>();
  private lease: Lease | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly kind: WorkKind,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.timer.unref();
    this.wake();
  }

  /** Resolves once what is under way has come to a place where another process can go on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.running.values());
    await this.lease?.release();
  }

  /** Looks for work now, and not only when the time has come. */
  wake(): void {
    this.resting.clear();
    this.look();
  }

  private look(): void {
    if (this.stopping.signal.aborted) return;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = outsideRequests(() => this.beginAll())
      .catch((error: unknown) => this.log.error(`${this.kind.name}.background`, error))
      .finally(() => {
        this.looking = undefined;
        if (!this.again) return;
        this.again = false;
        this.look();
      });
  }

  private async beginAll(): Promise<void> {
    const workspaces = await this.database.transaction(null, (db) =>
      db.query<Workspace>('SELECT id, key, name, schema, time_zone AS "timeZone" FROM tessera.workspace ORDER BY id'),
    );
    for (const workspace of workspaces) {
      const waiting = await this.database.transaction(workspace.schema, (db) => this.kind.waiting(db));
      for (const id of waiting) {
        if (this.running.size >= (this.kind.atOnce ?? 1) || this.stopping.signal.aborted) return;
        await this.begin({ workspace, id });
      }
    }
    if (this.running.size === 0) {
      await this.lease?.release();
      this.lease = undefined;
    }
  }

  private async begin(job: Job): Promise<void> {
    if (this.running.has(job.id) || this.resting.has(job.id)) return;
    if (!this.lease?.isHeld) this.lease = await Lease.open(this.database);
    const { lease } = this;
    const name = `${this.kind.name} ${job.id}`;
    if (!(await lease.take(name))) return;
    const work = this.run(job, AbortSignal.any([this.stopping.signal, lease.lost]))
      .catch((error: unknown) => {
        this.log.error(`${this.kind.name}.background`, error, { job: job.id });
        return false;
      })
      .then(async (isOver) => {
        await lease.drop(name);
        this.running.delete(job.id);
        if (!isOver) this.resting.add(job.id);
        this.look();
      });
    this.running.set(job.id, work);
  }

  /** False when it failed and is to be tried again later. */
  private async run(job: Job, stopping: AbortSignal): Promise<boolean> {
    try {
      await this.kind.run(job, stopping);
      this.failures.delete(job.id);
      return true;
    } catch (error) {
      const shown = toAppError(error);
      if (shown.status >= 500) this.log.error(`${this.kind.name}.failed`, error, { job: job.id });
      // What a person caused ends the job; anything else may pass.
      const failures = (this.failures.get(job.id) ?? 0) + 1;
      this.failures.set(job.id, failures);
      if (shown.status >= 500 && failures < MOST_FAILURES) return false;
      await this.kind.giveUp(job, shown);
      this.failures.delete(job.id);
      return true;
    }
  }
}

/** Advisory locks of one connection, which is kept for as long as there is work. */
class Lease {
  private readonly gone = new AbortController();

  private constructor(
    private readonly connection: QueryRunner,
    private readonly client: pg.PoolClient,
  ) {
    client.once('end', this.onLost);
    client.once('error', this.onLost);
  }

  private readonly onLost = (): void => this.gone.abort();

  static async open(database: Database): Promise<Lease> {
    const connection = database.dataSource.createQueryRunner();
    return new Lease(connection, (await connection.connect()) as pg.PoolClient);
  }

  get lost(): AbortSignal {
    return this.gone.signal;
  }

  get isHeld(): boolean {
    return !this.gone.signal.aborted;
  }

  async take(name: string): Promise<boolean> {
    const { rows } = await this.client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken', [name]);
    return rows[0]?.taken === true;
  }

  /** With the connection the lock is gone as well. */
  async drop(name: string): Promise<void> {
    await this.client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(() => this.gone.abort());
  }

  async release(): Promise<void> {
    this.client.off('end', this.onLost);
    this.client.off('error', this.onLost);
    await this.connection.release().catch(() => {});
  }
}
