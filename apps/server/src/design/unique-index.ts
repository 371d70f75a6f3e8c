/**
 * Unique indexes on large tables are built before the change that asks for them, concurrently: that may take minutes,
 * while people go on writing. The transaction of the change finds them made. When records share a value the change is
 * refused here already; when it fails for another reason the index goes again.
 */

import { quoteIdent } from '@tessera/sql';
import type { Workspace } from '../http/actor.ts';
import type { Database } from '../platform/database.ts';
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
  return made;
}

export async function dropUniqueIndexes(database: Database, workspace: Workspace, names: readonly string[]): Promise<void> {
  for (const name of names) await runConcurrently(database, `DROP INDEX CONCURRENTLY IF EXISTS ${quoteIdent(workspace.schema)}.${quoteIdent(name)}`);
}

/** Another index has the name until the transaction drops it, or the values are only converted then. */
const isInTheWay = (change: EntityChange, entity: string, field: string, index: string): boolean =>
  rewrittenBy(change).has(`${entity}.${field}`) || change.statements.some(({ sql }) => sql.startsWith('DROP INDEX') && sql.endsWith(quoteIdent(index)));
