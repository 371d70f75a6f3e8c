/**
 * Tells every server process what changed, so that what they keep in memory is never older than a
 * second: pg_notify inside the changing transaction, which Postgres delivers at its commit, and at once
 * inside the process that commits. While the listening connection is down nothing may be kept:
 * `isListening` is false, and listeners get a `lost` first.
 */

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Database, type Db } from '../platform/database.ts';
import { Log } from '../platform/log.ts';

export type Change =
  /** Documents of a workspace. */
  | { readonly kind: 'design'; readonly workspace: string }
  /** Roles, name or status of a member. */
  | { readonly kind: 'member'; readonly workspace: string; readonly member: string }
  /** Groups or departments: what many of the members may. */
  | { readonly kind: 'members'; readonly workspace: string }
  /** Language or name of an account. */
  | { readonly kind: 'account'; readonly account: string }
  /** What a workspace asks of accounts. */
  | { readonly kind: 'security'; readonly workspace: string }
  /** Whose reading of sensitive fields is frozen. */
  | { readonly kind: 'reading'; readonly workspace: string }
  | { readonly kind: 'session'; readonly session: string };

/** `lost`: anything may have changed. */
export type ChangeListener = (change: Change | { readonly kind: 'lost' }) => void;

const CHANNEL = 'tessera_changes';
const HEARTBEAT_MS = 5_000;
const ANSWER_MS = 3_000;
const RETRY_MS = 500;

@Injectable()
export class Changes implements OnApplicationShutdown {
  private readonly listeners: ChangeListener[] = [];
  private client: pg.Client | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  get isListening(): boolean {
    return this.client !== undefined;
  }

  /** Call it before `start`. */
  subscribe(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  /** In the transaction that makes the change. */
  async announce(db: Db, change: Change): Promise<void> {
    await db.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
    db.afterCommit(() => this.tell(change));
  }

  /** Resolves when listening, or after the first failed attempt; goes on trying by itself. */
  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.database.url, application_name: 'tessera changes', keepAlive: true, connectionTimeoutMillis: 10_000 });
    const lose = (error?: Error): void => this.lose(client, error);
    client.on('error', lose);
    client.on('end', () => lose());
    client.on('notification', ({ payload }) => this.tell(JSON.parse(payload ?? '{}') as Change));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      this.lose(client, error as Error);
      return;
    }
    if (this.closed) {
      await client.end().catch(() => {});
      return;
    }
    this.client = client;
    this.tell({ kind: 'lost' }); // what was loaded while nobody listened may be old already
    this.heartbeat = setInterval(() => void this.check(client), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => {});
  }

  /** A connection can be dead without anybody having said so. */
  private async check(client: pg.Client): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no answer from the listening connection')), ANSWER_MS);
    });
    await Promise.race([client.query('SELECT 1'), late]).catch((error: Error) => this.lose(client, error));
    clearTimeout(timer);
  }

  private lose(client: pg.Client, error?: Error): void {
    const current = this.client === client;
    if (this.closed || (!current && this.client !== undefined)) return;
    if (current) {
      clearInterval(this.heartbeat);
      this.client = undefined;
      this.tell({ kind: 'lost' });
      this.log.warn('lost the connection that hears of changes; reading afresh until it is back', { reason: error?.message });
    }
    void client.end().catch(() => {});
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.start(), RETRY_MS);
    this.retry.unref();
  }

  private tell(change: Change | { readonly kind: 'lost' }): void {
    for (const listener of this.listeners) listener(change);
  }
}
