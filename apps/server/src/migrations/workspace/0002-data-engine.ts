/**
 * The tables of the data engine. One group a feature; each works on a workspace that exists as well as on a new one.
 * Nothing here names the schema: it is the search path.
 *
 * Design        _trash (deleted fields and entities), _computed_column (aids that keep reading fast)
 */

import type { MigrationInterface, QueryRunner } from 'typeorm';

// ---- Design ---------------------------------------------------------------------------------------

const DESIGN = [
  `CREATE TABLE _trash (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('field', 'entity')),
    entity text NOT NULL,
    key text NOT NULL,
    label jsonb NOT NULL,
    type text,
    body jsonb NOT NULL,
    records int NOT NULL DEFAULT 0,
    deleted_at timestamptz NOT NULL,
    deleted_by uuid
  )`,
  'CREATE INDEX _trash_entity ON _trash (entity, key)',
  `CREATE TABLE _computed_column (
    entity text NOT NULL,
    key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('sort', 'search', 'computed')),
    hash text NOT NULL,
    fields text[] NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'building', 'ready', 'failed')),
    done bigint NOT NULL DEFAULT 0,
    total bigint NOT NULL DEFAULT 0,
    cursor uuid,
    problem text,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (entity, key)
  )`,
];

// ---- (the next group goes here) -------------------------------------------------------------------

const STATEMENTS = [...DESIGN];

export class Workspace0002DataEngine implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
