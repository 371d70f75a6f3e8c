/** Who can sign in, which workspaces there are, and what the installation keeps to itself. Schema `tessera`. */

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Platform0001Accounts implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Trigram indexes of text search; Chinese is cut into trigrams as well.
    await db.query('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public');
    await db.query(`
      CREATE TABLE tessera.account (
        id uuid PRIMARY KEY,
        email text NOT NULL CHECK (email = lower(email)),
        name text NOT NULL,
        password_hash text NOT NULL,
        locale text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await db.query('CREATE UNIQUE INDEX account_email ON tessera.account (email)');
    await db.query(`
      CREATE TABLE tessera.workspace (
        id uuid PRIMARY KEY,
        key text NOT NULL UNIQUE,
        name text NOT NULL,
        schema text NOT NULL UNIQUE,
        time_zone text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await db.query(`
      CREATE TABLE tessera.membership (
        account_id uuid NOT NULL REFERENCES tessera.account (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES tessera.workspace (id) ON DELETE CASCADE,
        member_id uuid NOT NULL,
        PRIMARY KEY (account_id, workspace_id)
      )`);
    await db.query(`
      CREATE TABLE tessera.session (
        id text PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES tessera.account (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES tessera.workspace (id) ON DELETE CASCADE,
        member_id uuid NOT NULL,
        csrf_token text NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await db.query('CREATE INDEX session_member ON tessera.session (workspace_id, member_id)');
    await db.query('CREATE INDEX session_expiry ON tessera.session (expires_at)');
    await db.query(`
      CREATE TABLE tessera.sign_in_attempt (
        key text PRIMARY KEY,
        failures int NOT NULL,
        window_ends_at timestamptz NOT NULL
      )`);
    await db.query('CREATE INDEX sign_in_attempt_end ON tessera.sign_in_attempt (window_ends_at)');
    await db.query('CREATE TABLE tessera.setting (key text PRIMARY KEY, value text NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['setting', 'sign_in_attempt', 'session', 'membership', 'workspace', 'account']) await db.query(`DROP TABLE tessera.${table}`);
  }
}
