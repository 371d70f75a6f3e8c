/**
 * Our own tables of a workspace. Their names start with `_`, which no entity's key can, so the tables of
 * what people design live beside them. Nothing here names the schema: it is the search path.
 *
 * People        _member, _invitation
 * Designs       _document, _document_version, _template, _counter (automatic numbers)
 * Records       _history, _external_key (keys of the systems imports came from; entity `_member` for members)
 * Imports       _import, _import_row
 * Processes     _process, _process_version, _instance, _instance_event, _task
 * Trail         _audit
 */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE _member (
    id uuid PRIMARY KEY,
    account_id uuid UNIQUE,
    name text NOT NULL,
    email text CHECK (email = lower(email)),
    title text,
    phone text,
    roles text[] NOT NULL DEFAULT '{}',
    status text NOT NULL CHECK (status IN ('active', 'invited', 'imported', 'disabled')),
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  'CREATE UNIQUE INDEX _member_email ON _member (email)',
  'CREATE INDEX _member_name ON _member USING gin (name public.gin_trgm_ops)',
  `CREATE TABLE _invitation (
    token_hash text PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES _member (id) ON DELETE CASCADE,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  'CREATE INDEX _invitation_member ON _invitation (member_id)',
  `CREATE TABLE _document (
    kind text NOT NULL CHECK (kind IN ('entity', 'form', 'view', 'role')),
    key text NOT NULL,
    version int NOT NULL,
    body jsonb NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    PRIMARY KEY (kind, key)
  )`,
  `CREATE TABLE _document_version (
    kind text NOT NULL,
    key text NOT NULL,
    version int NOT NULL,
    body jsonb,
    at timestamptz NOT NULL,
    by uuid,
    PRIMARY KEY (kind, key, version)
  )`,
  `CREATE TABLE _template (
    key text PRIMARY KEY,
    version text NOT NULL,
    installed_at timestamptz NOT NULL,
    installed_by uuid
  )`,
  `CREATE TABLE _counter (
    key text NOT NULL,
    period text NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (key, period)
  )`,
  `CREATE TABLE _history (
    id uuid PRIMARY KEY,
    entity text NOT NULL,
    record_id uuid NOT NULL,
    version int NOT NULL,
    at timestamptz NOT NULL,
    actor uuid,
    action text NOT NULL CHECK (action IN ('create', 'update', 'delete')),
    via_kind text NOT NULL CHECK (via_kind IN ('form', 'import', 'process', 'template', 'api')),
    via_ref text,
    subform text,
    row_entity text,
    row_id uuid,
    changes jsonb NOT NULL
  )`,
  'CREATE INDEX _history_record ON _history (entity, record_id, id DESC)',
  `CREATE TABLE _external_key (
    source text NOT NULL,
    entity text NOT NULL,
    key text NOT NULL,
    record_id uuid NOT NULL,
    PRIMARY KEY (entity, key)
  )`,
  'CREATE INDEX _external_key_record ON _external_key (entity, record_id)',
  `CREATE TABLE _import (
    id uuid PRIMARY KEY,
    target jsonb NOT NULL,
    file_name text NOT NULL,
    status text NOT NULL CHECK (status IN ('mapping', 'running', 'done', 'failed')),
    columns jsonb NOT NULL,
    encoding text NOT NULL,
    mapping jsonb NOT NULL,
    rows int NOT NULL DEFAULT 0,
    mended int NOT NULL DEFAULT 0,
    done int NOT NULL DEFAULT 0,
    imported int NOT NULL DEFAULT 0,
    refused int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    heartbeat_at timestamptz,
    finished_at timestamptz
  )`,
  'CREATE INDEX _import_creator ON _import (created_by, id DESC)',
  `CREATE TABLE _import_row (
    import_id uuid NOT NULL REFERENCES _import (id) ON DELETE CASCADE,
    line int NOT NULL,
    cells jsonb NOT NULL,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'imported', 'refused')),
    record_id uuid,
    problems jsonb,
    PRIMARY KEY (import_id, line)
  )`,
  'CREATE INDEX _import_row_status ON _import_row (import_id, status, line)',
  `CREATE TABLE _process (
    key text PRIMARY KEY,
    label jsonb NOT NULL,
    entity text NOT NULL,
    draft_xml text NOT NULL,
    draft_version int NOT NULL,
    version int NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid
  )`,
  `CREATE TABLE _process_version (
    process text NOT NULL REFERENCES _process (key),
    version int NOT NULL,
    xml text NOT NULL,
    graph jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    published_by uuid,
    PRIMARY KEY (process, version)
  )`,
  `CREATE TABLE _instance (
    id uuid PRIMARY KEY,
    process text NOT NULL,
    version int NOT NULL,
    entity text NOT NULL,
    record_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('running', 'completed', 'terminated', 'incident')),
    state jsonb NOT NULL,
    rev int NOT NULL DEFAULT 1,
    started_by uuid,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    FOREIGN KEY (process, version) REFERENCES _process_version (process, version)
  )`,
  'CREATE INDEX _instance_record ON _instance (entity, record_id, id DESC)',
  `CREATE INDEX _instance_running ON _instance (process) WHERE status IN ('running', 'incident')`,
  `CREATE TABLE _instance_event (
    instance uuid NOT NULL REFERENCES _instance (id) ON DELETE CASCADE,
    seq int NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    element text,
    actor uuid,
    body jsonb NOT NULL,
    PRIMARY KEY (instance, seq)
  )`,
  `CREATE TABLE _task (
    id uuid PRIMARY KEY,
    instance uuid NOT NULL REFERENCES _instance (id) ON DELETE CASCADE,
    process text NOT NULL,
    element text NOT NULL,
    name jsonb NOT NULL,
    kind text NOT NULL CHECK (kind IN ('approval', 'work')),
    status text NOT NULL CHECK (status IN ('open', 'completed', 'cancelled')),
    entity text NOT NULL,
    record_id uuid NOT NULL,
    assignee_role text,
    assignee_member uuid,
    form text,
    writable text[] NOT NULL DEFAULT '{}',
    outcome text,
    comment text,
    created_at timestamptz NOT NULL,
    completed_at timestamptz,
    completed_by uuid,
    version int NOT NULL DEFAULT 1
  )`,
  'CREATE INDEX _task_instance ON _task (instance)',
  `CREATE INDEX _task_open_role ON _task (assignee_role, id DESC) WHERE status = 'open'`,
  `CREATE INDEX _task_open_member ON _task (assignee_member, id DESC) WHERE status = 'open'`,
  `CREATE INDEX _task_done ON _task (completed_by, completed_at DESC) WHERE status = 'completed'`,
  `CREATE TABLE _audit (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor uuid,
    action text NOT NULL,
    target text NOT NULL,
    detail jsonb NOT NULL
  )`,
];

export class Workspace0001Tables implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of TABLES) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = TABLES.flatMap((statement) => /^CREATE TABLE (\w+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
