/**
 * Unique indexes on large tables are built before the change that asks for them, concurrently: that may take minutes,
 * while people go on writing. The transaction of the change finds them made. When records share a value the change is
 * refused here already; when it fails for another reason the index goes again. What a process that was killed in between
 * has left would refuse records that the design allows: it goes when the next one starts (drift-watch.ts).
 */

import type { Design } from '@tessera/model';
import { quoteIdent } from '@tessera/sql';
import { expectedTables } from '@tessera/sql/schema';
import type { Workspace } from '../http/actor.ts';
import type { Database, Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { constraintOf, sqlStateOf, UNIQUE_VIOLATION } from '../platform/sqlstate.ts';
import { rewrittenBy, type EntityChange } from './entity-change.ts';
import { isLarge, notUnique } from './run-ddl.ts';
import { runConcurrently } from './run-concurrently.ts';

/** Names of the indexes it made. */
export async function makeUniqueIndexes(database: Database, workspace: Workspace, change: EntityChange): Promise<string[]> {
  const made: string[] = [];
  for (const { index, change: asked } of change.statements) {
    if (!index?.unique || asked.kind !== 'changeField' || isInTheWay(change, asked.entity, asked.after.key, index.name)) continue;
    if (!(await database.transaction(workspace.schema, (db) => isLarge(db, asked.entity)))) continue;
    try {
      await dropUniqueIndexes(database, workspace, [index.name]);
      await runConcurrently(database, index.sql.replace('CREATE UNIQUE INDEX', 'CREATE UNIQUE INDEX CONCURRENTLY'));
      made.push(index.name);
    } catch (error) {
      await dropUniqueIndexes(database, workspace, [...made, index.name]);
      throw sqlStateOf(error) === UNIQUE_VIOLATION ? notUnique(change.design, constraintOf(error) ?? index.name) : error;
    }
  }
  if (made.length > 0) failpoint('unique-index.made');
  return made;
}

export async function dropUniqueIndexes(database: Database, workspace: Workspace, names: readonly string[]): Promise<void> {
  for (const name of names) await runConcurrently(database, `DROP INDEX CONCURRENTLY IF EXISTS ${quoteIdent(workspace.schema)}.${quoteIdent(name)}`);
}

/**
 * Drops unique indexes of ours that no document asks for. Inside a transaction that holds the design's lock: a change that
 * has made one and waits for the lock finds it gone, and makes it as if it had been none.
 */
export async function dropStrayUniqueIndexes(db: Db, design: Design): Promise<string[]> {
  const expected = expectedTables(db.schema ?? '', design);
  const wanted = new Set(expected.flatMap(({ indexes }) => indexes.map(({ name }) => name)));
  const found = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND t.relname = ANY ($2) AND i.indisunique AND c.relname LIKE '%.unique' ORDER BY c.relname`,
    [db.schema, expected.map(({ name }) => name)],
  );
  const strays = found.map(({ name }) => name).filter((name) => !wanted.has(name));
  for (const name of strays) await db.query(`DROP INDEX IF EXISTS ${quoteIdent(db.schema ?? '')}.${quoteIdent(name)}`);
  return strays;
}

/** Another index has the name until the transaction drops it, or the values are only converted then. */
const isInTheWay = (change: EntityChange, entity: string, field: string, index: string): boolean =>
  rewrittenBy(change).has(`${entity}.${field}`) || change.statements.some(({ sql }) => sql.startsWith('DROP INDEX') && sql.endsWith(quoteIdent(index)));
