/**
 * The tables of the data engine. One group a feature; each works on a workspace that exists as well as on a new one.
 * Nothing here names the schema: it is the search path.
 *
 * Design        _trash (deleted fields and entities), _computed_column (aids that keep reading fast)
 * Files         _file, _file_chunk (what records hold besides their values)
 * Departments   _department, _department_member
 * Transfer      _import_chunk, _import_part, _import_batch, _export, _export_chunk (imports of any size, exports)
 * Records       _outbox (which record has which version, for those who follow), _idempotency (answers given already)
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
    status text NOT NULL CHECK (status IN ('waiting', 'building', 'ready', 'failed', 'unwanted')),
    done bigint NOT NULL DEFAULT 0,
    total bigint NOT NULL DEFAULT 0,
    cursor uuid,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (entity, key)
  )`,
];

// ---- Files ----------------------------------------------------------------------------------------

const FILES = [
  `CREATE TABLE _file (
    id uuid PRIMARY KEY,
    entity text NOT NULL,
    field text NOT NULL,
    name text NOT NULL,
    type text NOT NULL DEFAULT '',
    size bigint NOT NULL DEFAULT 0,
    status text NOT NULL CHECK (status IN ('uploading', 'ready')),
    uploaded_at timestamptz NOT NULL,
    uploaded_by uuid,
    held_at timestamptz
  )`,
  'CREATE INDEX _file_waiting ON _file (uploaded_at) WHERE held_at IS NULL',
  `CREATE TABLE _file_chunk (
    file uuid NOT NULL REFERENCES _file (id) ON DELETE CASCADE,
    seq int NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (file, seq)
  )`,
  // Pictures and archives do not get smaller; trying costs a third of the upload.
  'ALTER TABLE _file_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL',
];

// ---- Departments ----------------------------------------------------------------------------------

const DEPARTMENTS = [
  `CREATE TABLE _department (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    parent uuid REFERENCES _department (id),
    created_at timestamptz NOT NULL,
    deleted_at timestamptz
  )`,
  'CREATE UNIQUE INDEX _department_name ON _department (parent, name) NULLS NOT DISTINCT WHERE deleted_at IS NULL',
  `CREATE TABLE _department_member (
    department uuid NOT NULL REFERENCES _department (id),
    member uuid NOT NULL REFERENCES _member (id),
    PRIMARY KEY (department, member)
  )`,
  'CREATE INDEX _department_member_member ON _department_member (member, department)',
];

// ---- Records --------------------------------------------------------------------------------------

const RECORDS = [
  'ALTER TABLE _history DROP CONSTRAINT _history_action_check',
  `ALTER TABLE _history ADD CONSTRAINT _history_action_check CHECK (action IN ('create', 'update', 'delete', 'restore', 'merge')) NOT VALID`,
  // Whoever follows reads rows whose `tx` is older than every transaction that still runs, in the order (tx, id): nothing is missed.
  `CREATE TABLE _outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL,
    entity text NOT NULL,
    record_id uuid NOT NULL,
    version int NOT NULL,
    action text NOT NULL
  )`,
  `CREATE TABLE _idempotency (
    actor uuid NOT NULL,
    key text NOT NULL,
    request text NOT NULL,
    answer text,
    at timestamptz NOT NULL,
    PRIMARY KEY (actor, key)
  )`,
  'CREATE INDEX _idempotency_at ON _idempotency (at)',
];

// ---- Imports and exports --------------------------------------------------------------------------

const TRANSFER = [
  `ALTER TABLE _import DROP CONSTRAINT _import_status_check,
    ADD CHECK (status IN ('reading', 'mapping', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
    ADD format text NOT NULL DEFAULT 'csv' CHECK (format IN ('csv', 'xlsx')),
    ADD sheets jsonb NOT NULL DEFAULT '[]',
    ADD sheet text,
    ADD sample jsonb NOT NULL DEFAULT '[]',
    ADD problem jsonb,
    ADD received boolean NOT NULL DEFAULT true,
    ADD next_part int NOT NULL DEFAULT 0,
    ADD updated int NOT NULL DEFAULT 0,
    ADD undone int NOT NULL DEFAULT 0,
    ADD not_undone int NOT NULL DEFAULT 0`,
  `CREATE INDEX _import_at_work ON _import (id) WHERE status IN ('reading', 'running', 'undoing')`,
  // The bytes of a workbook until its sheet is read.
  `CREATE TABLE _import_chunk (
    import_id uuid NOT NULL REFERENCES _import (id) ON DELETE CASCADE,
    seq int NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (import_id, seq)
  )`,
  'ALTER TABLE _import_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL',
  // The rows of the file as JSON [[line, cell, …], …], about a thousand to a part.
  `CREATE TABLE _import_part (
    import_id uuid NOT NULL REFERENCES _import (id) ON DELETE CASCADE,
    part int NOT NULL,
    rows int NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (import_id, part)
  )`,
  'ALTER TABLE _import_part ALTER COLUMN body SET STORAGE EXTERNAL',
  // What a part became: line by line the record, and whether it was there before.
  `CREATE TABLE _import_batch (
    import_id uuid NOT NULL REFERENCES _import (id) ON DELETE CASCADE,
    part int NOT NULL,
    lines int[] NOT NULL,
    records uuid[] NOT NULL,
    updated boolean[] NOT NULL,
    PRIMARY KEY (import_id, part)
  )`,
  `INSERT INTO _import_batch (import_id, part, lines, records, updated)
    SELECT import_id, 0, array_agg(line ORDER BY line), array_agg(record_id ORDER BY line), array_agg(false) FROM _import_row WHERE status = 'imported' GROUP BY import_id`,
  `UPDATE _import i SET sample = (SELECT coalesce(jsonb_agg(r.cells ORDER BY r.line), '[]') FROM (SELECT line, cells FROM _import_row WHERE import_id = i.id ORDER BY line LIMIT 10) r)`,
  `UPDATE _import SET status = 'failed', problem = '{"en": "Tessera was updated before this import was done. Upload the file again.", "zh-CN": "此导入完成前系统已升级，请重新上传文件。"}' WHERE status IN ('mapping', 'running')`,
  `DELETE FROM _import_row WHERE status <> 'refused'`,
  `CREATE TABLE _export (
    id uuid PRIMARY KEY,
    entity text NOT NULL,
    request jsonb NOT NULL,
    format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'json')),
    locale text NOT NULL,
    file_name text NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    rows int NOT NULL DEFAULT 0,
    size bigint NOT NULL DEFAULT 0,
    fields jsonb NOT NULL DEFAULT '[]',
    rights text,
    problem jsonb,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    finished_at timestamptz,
    expires_at timestamptz NOT NULL
  )`,
  'CREATE INDEX _export_creator ON _export (created_by, id DESC)',
  `CREATE INDEX _export_at_work ON _export (id) WHERE status IN ('waiting', 'running')`,
  'CREATE INDEX _export_expiry ON _export (expires_at)',
  `CREATE TABLE _export_chunk (
    export_id uuid NOT NULL REFERENCES _export (id) ON DELETE CASCADE,
    seq int NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (export_id, seq)
  )`,
  'ALTER TABLE _export_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL',
];

// ---- (the next group goes here) -------------------------------------------------------------------

const STATEMENTS = [...DESIGN, ...FILES, ...DEPARTMENTS, ...RECORDS, ...TRANSFER];

export class Workspace0002DataEngine implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
