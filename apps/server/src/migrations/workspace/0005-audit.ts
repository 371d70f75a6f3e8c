/**
 * The audit trail as a chain, and what watches over reading. Nothing here names the schema: it is the search path.
 *
 * `_audit` takes entries and nothing else: a trigger refuses to change or delete them. Whoever writes one also puts it into
 * `_audit_unsealed`, until the sealer (audit/sealer.ts) gives it its place in `_audit_seal`; `_audit_head` has the last
 * place, so that a tail that was cut off is missed. `_reading_count` adds up, by member and minute, how many records with
 * sensitive fields went out.
 */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  `ALTER TABLE _audit
     ADD COLUMN actor_kind text NOT NULL DEFAULT 'member' CHECK (actor_kind IN ('member', 'apiKey', 'share', 'process', 'system', 'nobody')),
     ADD COLUMN on_behalf_of uuid,
     ADD COLUMN ip text,
     ADD COLUMN entity text,
     ADD COLUMN fields text[] NOT NULL DEFAULT '{}',
     ADD COLUMN records int,
     ADD COLUMN record_ids uuid[],
     ADD COLUMN request text`,
  `UPDATE _audit SET actor_kind = 'system' WHERE actor IS NULL`,
  'CREATE INDEX _audit_at ON _audit (at DESC, id DESC)',
  'CREATE INDEX _audit_actor ON _audit (actor, at DESC, id DESC)',
  'CREATE INDEX _audit_action ON _audit (action text_pattern_ops, at DESC, id DESC)',
  'CREATE INDEX _audit_entity ON _audit (entity, at DESC, id DESC) WHERE entity IS NOT NULL',
  'CREATE INDEX _audit_records ON _audit USING gin (record_ids) WHERE record_ids IS NOT NULL',
  'CREATE TABLE _audit_unsealed (id uuid PRIMARY KEY)',
  'INSERT INTO _audit_unsealed (id) SELECT id FROM _audit',
  `CREATE TABLE _audit_seal (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    prev bytea NOT NULL,
    hash bytea NOT NULL
  )`,
  `CREATE TABLE _audit_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL,
    hash bytea NOT NULL
  )`,
  `INSERT INTO _audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'))`,
  `CREATE FUNCTION _audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
   END $$`,
  ...['_audit', '_audit_seal'].flatMap((table) => [
    `CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION _audit_is_kept()`,
    `CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION _audit_is_kept()`,
  ]),
  `CREATE TABLE _reading_count (
    member uuid NOT NULL,
    minute timestamptz NOT NULL,
    records int NOT NULL,
    PRIMARY KEY (member, minute)
  )`,
  `CREATE TABLE _reading_alert (
    id uuid PRIMARY KEY,
    member uuid NOT NULL,
    at timestamptz NOT NULL,
    records int NOT NULL,
    frozen boolean NOT NULL,
    lifted_at timestamptz,
    lifted_by uuid
  )`,
  'CREATE INDEX _reading_alert_at ON _reading_alert (at DESC)',
  'CREATE UNIQUE INDEX _reading_alert_frozen ON _reading_alert (member) WHERE frozen AND lifted_at IS NULL',
];

export class Workspace0005Audit implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['_reading_alert', '_reading_count', '_audit_head', '_audit_seal', '_audit_unsealed']) await db.query(`DROP TABLE ${table}`);
    await db.query('DROP FUNCTION _audit_is_kept CASCADE');
    for (const index of ['at', 'actor']) await db.query(`DROP INDEX _audit_${index}`);
    await db.query('ALTER TABLE _audit DROP COLUMN actor_kind, DROP COLUMN on_behalf_of, DROP COLUMN ip, DROP COLUMN entity, DROP COLUMN fields, DROP COLUMN records, DROP COLUMN record_ids, DROP COLUMN request');
  }
}
