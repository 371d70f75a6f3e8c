/** Links for people without an account. Nothing here names the schema: it is the search path. */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  `CREATE TABLE _share (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('record', 'view', 'form')),
    entity text NOT NULL,
    record uuid,
    document text,
    fields text[] NOT NULL DEFAULT '{}',
    password_hash text,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES _member (id),
    revoked_at timestamptz,
    revoked_by uuid,
    uses int NOT NULL DEFAULT 0,
    last_used_at timestamptz,
    CHECK ((kind = 'record') = (record IS NOT NULL) AND (kind = 'record') = (document IS NULL))
  )`,
  'CREATE INDEX _share_made ON _share (created_by, id)',
];

export class Workspace0004Shares implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE ([\w.]+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
