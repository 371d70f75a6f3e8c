/**
 * Questions about scopes themselves, for explaining rights and for showing what a change of a role would do: in which of several
 * scopes a record lies, and how many records one has. Answered on the bare table; whoever asks decides who may be told.
 */

import type { RowScope } from '@tessera/access';
import { scopeCondition } from '../bare-rows.ts';
import { tableName } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { readStatement, type ReadContext } from './read-context.ts';

/** One row `{ within: boolean[] }` in the order of the scopes; none when the record does not exist or is deleted. */
export function scopesOfRecordQuery(context: ReadContext, entityKey: string, id: string, scopes: readonly RowScope[]): SqlText {
  const read = readStatement(context);
  const entity = entityOf(read.design, entityKey);
  const alias = read.statement.alias();
  const within = scopes.map((scope) => `(${scopeCondition(read, entity, alias, scope) ?? 'TRUE'}) IS TRUE`);
  const condition = `${alias}."id" = ${read.statement.bind(id, 'uuid')} AND ${alias}."deleted_at" IS NULL`;
  return read.statement.finish(`SELECT ARRAY[${within.join(', ')}]::boolean[] AS "within" FROM ${tableName(read.schema, entityKey)} ${alias} WHERE ${condition}`);
}

/** One row `{ count: number }`; counting stops after `most`. */
export function scopeCountQuery(context: ReadContext, entityKey: string, scope: RowScope, most: number): SqlText {
  const read = readStatement(context);
  const alias = read.statement.alias();
  const condition = scopeCondition(read, entityOf(read.design, entityKey), alias, scope);
  const where = `${alias}."deleted_at" IS NULL${condition === null ? '' : ` AND ${condition}`}`;
  return read.statement.finish(`SELECT count(*)::int AS "count" FROM (SELECT FROM ${tableName(read.schema, entityKey)} ${alias} WHERE ${where} LIMIT ${read.statement.bind(most, 'int')}) counted`);
}
