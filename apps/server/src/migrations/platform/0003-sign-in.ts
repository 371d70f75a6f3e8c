/** One-time codes, sessions that can be told apart, password resets, identities of other providers, mail that waits. */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  // Whoever signs in with another provider needs no password.
  'ALTER TABLE tessera.account ALTER COLUMN password_hash DROP NOT NULL',
  // Secrets of one-time codes are sealed; `totp_step` is the last time step whose code was taken.
  `ALTER TABLE tessera.account
     ADD COLUMN password_changed_at timestamptz,
     ADD COLUMN totp_secret text,
     ADD COLUMN totp_pending text,
     ADD COLUMN totp_step bigint`,
  // `public_id` names a session to people; `view_as` is the member through whose eyes its owner looks.
  `ALTER TABLE tessera.session
     ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid(),
     ADD COLUMN ip text,
     ADD COLUMN user_agent text,
     ADD COLUMN view_as uuid`,
  'CREATE UNIQUE INDEX session_public_id ON tessera.session (public_id)',
  'CREATE INDEX session_account ON tessera.session (account_id)',
  `CREATE TABLE tessera.recovery_code (
     code_hash text NOT NULL,
     account_id uuid NOT NULL REFERENCES tessera.account (id) ON DELETE CASCADE,
     used_at timestamptz,
     PRIMARY KEY (account_id, code_hash)
   )`,
  `CREATE TABLE tessera.password_reset (
     token_hash text PRIMARY KEY,
     account_id uuid NOT NULL REFERENCES tessera.account (id) ON DELETE CASCADE,
     created_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL
   )`,
  'CREATE INDEX password_reset_account ON tessera.password_reset (account_id)',
  `CREATE TABLE tessera.account_identity (
     issuer text NOT NULL,
     subject text NOT NULL,
     account_id uuid NOT NULL REFERENCES tessera.account (id) ON DELETE CASCADE,
     created_at timestamptz NOT NULL,
     PRIMARY KEY (issuer, subject),
     UNIQUE (account_id, issuer)
   )`,
  // A mail that waits; what it says is sealed. It is deleted once it is sent, or when nobody needs it any more.
  `CREATE TABLE tessera.mail (
     id uuid PRIMARY KEY,
     kind text NOT NULL,
     recipient text NOT NULL,
     locale text,
     content text NOT NULL,
     created_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     due_at timestamptz NOT NULL,
     leased_until timestamptz,
     attempts int NOT NULL DEFAULT 0
   )`,
  'CREATE INDEX mail_due ON tessera.mail (due_at)',
  // What a workspace asks of accounts; a workspace without a row has the presets.
  `CREATE TABLE tessera.workspace_security (
     workspace_id uuid PRIMARY KEY REFERENCES tessera.workspace (id) ON DELETE CASCADE,
     settings jsonb NOT NULL
   )`,
];

export class Platform0003SignIn implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE ([\w.]+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
    await db.query('DROP INDEX tessera.session_account');
    for (const column of ['view_as', 'user_agent', 'ip', 'public_id']) await db.query(`ALTER TABLE tessera.session DROP COLUMN ${column}`);
    for (const column of ['totp_step', 'totp_pending', 'totp_secret', 'password_changed_at']) await db.query(`ALTER TABLE tessera.account DROP COLUMN ${column}`);
  }
}
