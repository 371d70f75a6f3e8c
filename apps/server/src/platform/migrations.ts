/**
 * Runs our own migrations: one list for the platform's schema, one for every workspace schema. What has
 * run is remembered in `_migration` of each schema, so that a workspace can be moved with its tables.
 * An advisory lock lets two servers start at once.
 */

import type { MigrationInterface } from 'typeorm';
import { PLATFORM_MIGRATIONS } from '../migrations/platform/index.ts';
import { WORKSPACE_MIGRATIONS } from '../migrations/workspace/index.ts';
import type { Database, Db } from './database.ts';

export type MigrationClass = new () => MigrationInterface;

const LOCK = 7_426_331;
const SLOW = { lockTimeoutMs: 60_000, statementTimeoutMs: 600_000 };

/** Brings the platform's schema and every workspace up to date; throws and changes nothing of a schema that fails. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(
    null,
    async (db) => {
      await lock(db);
      await db.query('CREATE SCHEMA IF NOT EXISTS tessera');
      await runPending(db, 'tessera', PLATFORM_MIGRATIONS);
    },
    SLOW,
  );
  const workspaces = await database.transaction(null, (db) => db.query<{ schema: string }>('SELECT schema FROM tessera.workspace ORDER BY created_at'));
  for (const { schema } of workspaces) {
    await database.transaction(
      schema,
      async (db) => {
        await lock(db);
        await runPending(db, schema, WORKSPACE_MIGRATIONS);
      },
      SLOW,
    );
  }
}

/** Creates the schema of a new workspace with all tables of ours, inside the caller's transaction; the search path is then its. */
export async function createWorkspaceSchema(db: Db, schema: string): Promise<void> {
  await db.query(`CREATE SCHEMA ${quote(schema)}`);
  await db.query(`SET LOCAL search_path TO ${quote(schema)}, public`);
  await runPending(db, schema, WORKSPACE_MIGRATIONS);
}

/** Whether nothing is left to run. */
export async function isMigrated(database: Database): Promise<boolean> {
  const done = await database.read<{ name: string }>({ text: 'SELECT name FROM tessera._migration' });
  return PLATFORM_MIGRATIONS.every((migration) => done.some(({ name }) => name === migration.name));
}

async function runPending(db: Db, schema: string, migrations: readonly MigrationClass[]): Promise<void> {
  const table = `${quote(schema)}."_migration"`;
  await db.query(`CREATE TABLE IF NOT EXISTS ${table} (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`);
  const done = new Set((await db.query<{ name: string }>(`SELECT name FROM ${table}`)).map(({ name }) => name));
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    await new migration().up(db.queryRunner);
    await db.query(`INSERT INTO ${table} (name) VALUES ($1)`, [migration.name]);
  }
}

/** Held until the transaction ends. */
async function lock(db: Db): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
