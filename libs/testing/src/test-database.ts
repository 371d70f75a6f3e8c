/**
 * A database for one spec file, inside the Postgres that the test run started (TEST_DATABASE_URL).
 * Files run side by side without seeing each other; nothing has to be cleaned between runs.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Rows of one statement: `await db.query('SELECT $1::int AS n', [1])`. */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Ends the pool and drops the database, with whoever is still connected to it. */
  drop(): Promise<void>;
}

/** Call it in `beforeAll`, and `drop()` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: name the file x.pg.spec.ts, so that it runs in the project "pg".');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asOwner(server, `CREATE DATABASE "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 10 });
  pool.on('error', () => {}); // `drop` ends idle connections from the other side
  return {
    url: url.href,
    pool,
    query: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => (await pool.query<Row>(text, [...values])).rows,
    drop: async () => {
      await pool.end();
      await asOwner(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
