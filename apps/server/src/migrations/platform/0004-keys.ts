/** API keys and the secrets of links, by their hashes: they lead to a workspace before anybody is known. */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  // `only`: what the key is narrowed to; null for all that its role may.
  `CREATE TABLE tessera.api_key (
    id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES tessera.workspace (id) ON DELETE CASCADE,
    member_id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    secret_hash text NOT NULL UNIQUE,
    role text NOT NULL,
    "only" jsonb,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
  'CREATE INDEX api_key_member ON tessera.api_key (workspace_id, member_id)',
  `CREATE TABLE tessera.share_secret (
    hash text PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES tessera.workspace (id) ON DELETE CASCADE,
    share uuid NOT NULL
  )`,
  `CREATE TABLE tessera.share_attempt (
    key text PRIMARY KEY,
    attempts int NOT NULL,
    window_ends_at timestamptz NOT NULL
  )`,
  'CREATE INDEX share_attempt_end ON tessera.share_attempt (window_ends_at)',
];

export class Platform0004Keys implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE ([\w.]+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
