/** API keys and the secrets of links, by their hashes: they lead to a workspace before anybody is known. */

import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [];

export class Platform0004Keys implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await db.query(statement);
  }

  async down(db: QueryRunner): Promise<void> {
    const tables = STATEMENTS.flatMap((statement) => /^CREATE TABLE ([\w.]+)/.exec(statement)?.[1] ?? []);
    for (const table of tables.reverse()) await db.query(`DROP TABLE ${table}`);
  }
}
