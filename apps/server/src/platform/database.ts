/**
 * The only way to the database: one TypeORM DataSource, whose pg pool serves everything.
 *
 * `transaction` runs a unit of work in one workspace's schema; it is opened by services, never by
 * what they call. `read` runs one compiled SELECT outside of a transaction as a named prepared
 * statement; its text names the schema itself. What a feature wants done after the commit (and only
 * then) it hands to `db.afterCommit`.
 */

import { createHash } from 'node:crypto';
import pg from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Config } from './config.ts';
import { queryRows, RowClient, type RowSink } from './row-client.ts';
import { ROWS } from './rows.ts';
import { isPlanOutdated, isRetried, sqlStateOf } from './sqlstate.ts';

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** A running transaction. */
export interface Db {
  /** The workspace's schema, unquoted; null for a transaction over the platform's tables only. */
  readonly schema: string | null;
  /** For our own tables, through their Row classes. */
  readonly manager: EntityManager;
  readonly queryRunner: QueryRunner;
  /** Rows of one statement. Wide integers, numerics and dates are text, timestamps are `Date`. */
  query<Row = Record<string, unknown>>(sql: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
  /** Hands the rows of a SELECT to a sink in binary form, as they arrive. */
  rows<Sink extends RowSink>(sql: Statement, sink: Sink): Promise<Sink>;
  /** Runs once the commit is done, before the caller goes on; must not throw. */
  afterCommit(effect: () => void): void;
}

export interface TransactionOptions {
  readonly lockTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  /** Also run again when a lock was not granted in time; for changes of tables. */
  readonly retryLocks?: boolean;
  /** How often in all; 3 when absent. */
  readonly attempts?: number;
}

const ATTEMPTS = 3;
const MOST_WAIT_MS = 300;
const LOCK_NOT_AVAILABLE = '55P03';
/** Prepared statements take memory in Postgres: a connection that has met this many is replaced. */
const MAX_STATEMENTS = 400;
const DATE_OID = 1082;

export class Database {
  private readonly pool: pg.Pool;
  private readonly met = new WeakMap<pg.PoolClient, Set<string>>();
  private readonly names = new Map<string, string>();

  private constructor(
    readonly dataSource: DataSource,
    readonly url: string,
  ) {
    this.pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
  }

  static async connect(url: string, config: Config, onError: (error: Error) => void): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      entities: ROWS,
      synchronize: false,
      installExtensions: false,
      logging: false,
      poolSize: config.poolSize,
      applicationName: 'tessera',
      poolErrorHandler: onError,
      extra: {
        connectionTimeoutMillis: 10_000,
        idleTimeoutMillis: 60_000,
        // What is read outside a transaction; a transaction says its own.
        statement_timeout: 20_000,
        idle_in_transaction_session_timeout: 60_000,
        keepAlive: true,
        types: { getTypeParser },
        Client: RowClient,
      },
    });
    await dataSource.initialize();
    return new Database(dataSource, url);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /**
   * Runs `work` in one transaction with the schema in the search path; again, up to three times in all,
   * after a serialization failure or deadlock. `work` must therefore touch nothing but `db`.
   */
  async transaction<T>(schema: string | null, work: (db: Db) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(schema, work, options);
      } catch (error) {
        const again = isRetried(error) || isPlanOutdated(error) || (options.retryLocks === true && sqlStateOf(error) === LOCK_NOT_AVAILABLE);
        if (!again || attempt >= (options.attempts ?? ATTEMPTS)) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(20 * attempt, MOST_WAIT_MS) + Math.random() * 50));
      }
    }
  }

  /** Rows of one compiled SELECT, prepared once a connection. */
  read<Row = Record<string, unknown>>(sql: Statement): Promise<Row[]> {
    return this.prepared<Row>(sql);
  }

  /** Hands the rows of a compiled SELECT to a sink in binary form, as they arrive. */
  async readRows<Sink extends RowSink>(sql: Statement, open: () => Sink): Promise<Sink> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      const name = this.nameOf(sql.text);
      broken = this.meets(client, name);
      return await queryRows(client, name, sql, open());
    } catch (error) {
      broken = true;
      if (!isPlanOutdated(error)) throw error;
      return await queryRows(client, '', sql, open());
    } finally {
      client.release(broken);
    }
  }

  private async prepared<Row>(sql: Statement): Promise<Row[]> {
    const client = await this.pool.connect();
    const name = this.nameOf(sql.text);
    let broken = false;
    try {
      broken = this.meets(client, name);
      return (await client.query<pg.QueryResultRow>({ name, text: sql.text, values: [...(sql.values ?? [])] })).rows as Row[];
    } catch (error) {
      broken = true;
      if (!isPlanOutdated(error)) throw error;
      return (await client.query<pg.QueryResultRow>({ text: sql.text, values: [...(sql.values ?? [])] })).rows as Row[];
    } finally {
      client.release(broken);
    }
  }

  /** Notes a prepared statement; says when the connection has met too many. */
  private meets(client: pg.PoolClient, name: string): boolean {
    const met = this.met.get(client) ?? new Set<string>();
    met.add(name);
    this.met.set(client, met);
    return met.size > MAX_STATEMENTS;
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  private async attempt<T>(schema: string | null, work: (db: Db) => Promise<T>, options: TransactionOptions): Promise<T> {
    const client = await this.pool.connect();
    const effects: (() => void)[] = [];
    let broken = false;
    // A connection that breaks fails the statement that waits for it; that it also says so by an event must not end the process.
    const noteBroken = (): void => void (broken = true);
    client.on('error', noteBroken);
    try {
      // One round trip instead of TypeORM's own beginning and the settings after it.
      await client.query(`BEGIN; ${openingOf(schema, options)}`);
      const result = await work(this.dbOn(client, schema, effects));
      // After an error that somebody has swallowed Postgres takes everything back, and says so only here.
      if ((await client.query('COMMIT')).command !== 'COMMIT') throw new Error('a transaction that has failed was to be committed');
      for (const effect of effects) effect();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(noteBroken);
      broken ||= isPlanOutdated(error);
      throw error;
    } finally {
      client.removeListener('error', noteBroken);
      client.release(broken);
    }
  }

  /** TypeORM comes into it only where somebody asks for it: making it ready costs more than a small statement. */
  private dbOn(client: pg.PoolClient, schema: string | null, effects: (() => void)[]): Db {
    const { dataSource } = this;
    let runner: QueryRunner | undefined;
    const runnerOn = (): QueryRunner => (runner ??= Object.assign(dataSource.createQueryRunner(), { databaseConnection: client, isTransactionActive: true, transactionDepth: 1 }));
    return {
      schema,
      get manager() {
        return runnerOn().manager;
      },
      get queryRunner() {
        return runnerOn();
      },
      query: async <Row>(sql: Statement | string, values?: readonly unknown[]): Promise<Row[]> => {
        const statement = typeof sql === 'string' ? { text: sql, values: [...(values ?? [])] } : { ...this.preparedAs(client, sql.text), text: sql.text, values: [...(sql.values ?? [])] };
        return (await client.query<pg.QueryResultRow>(statement)).rows as Row[];
      },
      rows: (sql, sink) => queryRows(client, this.preparedAs(client, sql.text).name ?? '', sql, sink),
      afterCommit: (effect) => void effects.push(effect),
    };
  }

  /** A compiled statement is prepared under its name, until the connection has met too many. */
  private preparedAs(client: pg.PoolClient, text: string): { readonly name?: string } {
    const name = this.nameOf(text);
    return this.meets(client, name) ? {} : { name };
  }

  private nameOf(text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
      if (this.names.size >= 2000) this.names.clear();
      this.names.set(text, name);
    }
    return name;
  }
}

function openingOf(schema: string | null, { lockTimeoutMs = 5_000, statementTimeoutMs = 60_000 }: TransactionOptions): string {
  const path = [schema ?? 'tessera', 'public'].map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
  return `SET LOCAL search_path TO ${path}; SET LOCAL lock_timeout TO ${Math.trunc(lockTimeoutMs)}; SET LOCAL statement_timeout TO ${Math.trunc(statementTimeoutMs)}`;
}

/** A calendar day stays the text it is; pg would make it midnight in the server's zone. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === DATE_OID) return (text) => text;
  return pg.types.getTypeParser(oid as never, format as never) as (text: string) => unknown;
}
