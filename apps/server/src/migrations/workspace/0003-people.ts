/**
 * Departments with supervisors and positions, groups that hold roles, hand-overs. Nothing here names the schema: it is
 * the search path.
 *
 * `_department_below` has every department with itself and all below it; whoever changes the tree writes it anew, so that
 * row conditions need no recursion.
 */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'ALTER TABLE _department ADD COLUMN supervisor uuid REFERENCES _member (id)',
  'CREATE INDEX _department_supervisor ON _department (supervisor)',
  'ALTER TABLE _department_member ADD COLUMN position text',
  `CREATE TABLE _department_below (
    department uuid NOT NULL REFERENCES _department (id) ON DELETE CASCADE,
    below uuid NOT NULL REFERENCES _department (id) ON DELETE CASCADE,
    PRIMARY KEY (department, below)
  )`,
  'CREATE INDEX _department_below_up ON _department_below (below, department)',
  `INSERT INTO _department_below (department, below)
   WITH RECURSIVE tree AS (
     SELECT id AS department, id AS below FROM _department WHERE deleted_at IS NULL
     UNION SELECT tree.department, d.id FROM tree JOIN _department d ON d.parent = tree.below AND d.deleted_at IS NULL
   ) SELECT department, below FROM tree`,
  `CREATE TABLE _group (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    roles text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL
  )`,
  `CREATE TABLE _group_member (
    "group" uuid NOT NULL REFERENCES _group (id) ON DELETE CASCADE,
    member uuid NOT NULL REFERENCES _member (id) ON DELETE CASCADE,
    PRIMARY KEY ("group", member)
  )`,
  'CREATE INDEX _group_member_member ON _group_member (member, "group")',
  `CREATE TABLE _hand_over (
    id uuid PRIMARY KEY,
    from_member uuid NOT NULL,
    to_member uuid NOT NULL,
    leaves boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    report jsonb NOT NULL,
    progress jsonb,
    problem jsonb,
    started_at timestamptz NOT NULL,
    started_by uuid NOT NULL,
    finished_at timestamptz
  )`,
  'ALTER TABLE _history DROP CONSTRAINT _history_via_kind_check',
  `ALTER TABLE _history ADD CONSTRAINT _history_via_kind_check CHECK (via_kind IN ('form', 'import', 'process', 'template', 'api', 'share', 'handOver')) NOT VALID`,
];

export class Workspace0003People implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['_hand_over', '_group_member', '_group', '_department_below']) await db.query(`DROP TABLE ${table}`);
    await db.query('ALTER TABLE _department_member DROP COLUMN position');
    await db.query('ALTER TABLE _department DROP COLUMN supervisor');
  }
}
