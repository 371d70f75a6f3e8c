/** Statements that Postgres runs in no transaction, and that take as long as they take: CREATE INDEX CONCURRENTLY. */

import type { Database } from '../platform/database.ts';

export async function runConcurrently(database: Database, sql: string): Promise<void> {
  const connection = database.dataSource.createQueryRunner();
  try {
    await connection.connect();
    await connection.query('SET statement_timeout TO 0');
    await connection.query(sql);
  } finally {
    await connection.query('RESET statement_timeout').catch(() => {});
    await connection.release();
  }
}
