/** What people call records and members, for those who may read them. */

import { ok, type Result } from '@tessera/contract';
import { tableName } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { checkEntity, knownFilter, type Problems } from './known-fields.ts';
import { matchConditions } from './match-conditions.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { labelText } from './references.ts';
import { securedRelation } from './secured-relation.ts';

/** Rows `{ id, label }` of those ids the actor may read, by id. Also tells whether a link may be set to them. */
export function labelsQuery(context: ReadContext, entity: string, ids: readonly string[]): Result<SqlText, Problems> {
  const known = checkEntity(context, entity);
  if (!known.ok) return known;
  const read = readStatement(context);
  const relation = securedRelation(read, entity);
  const label = labelText(relation);
  const condition = `${relation.column('id')} = ANY (${read.statement.bind(ids, 'uuid[]')})`;
  const id = relation.column('id');
  // Without an order they would come as they lie in the table, which tells of other rows.
  return ok(read.statement.finish(`SELECT ${id}, ${label} AS "label" FROM ${relation.from()} WHERE ${condition} ORDER BY ${id}`));
}

/** Rows `{ id, title }` of the records that are called one of these, newest first; none when the title is hidden. */
export function titlesQuery(context: ReadContext, entity: string, titles: readonly string[], limit: number): Result<SqlText, Problems> {
  const known = checkEntity(context, entity);
  if (!known.ok) return known;
  const title = entityOf(context.design, entity).title.key;
  const filter = knownFilter(context, entity, { field: title, op: 'in', value: titles });
  if (!filter.ok) return filter;
  const read = readStatement(context);
  const relation = securedRelation(read, entity);
  const [id, label, ...conditions] = [relation.column('id'), labelText(relation), ...matchConditions(read, relation, filter.value, undefined)];
  const order = `${relation.column('created_at')} DESC, ${id} DESC`;
  return ok(read.statement.finish(`SELECT ${id}, ${label} AS "title" FROM ${relation.from()} WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${Math.trunc(limit)}`));
}

/** Rows `{ id, label }` of members. */
export function memberLabelsQuery(schema: string, ids: readonly string[]): SqlText {
  const statement = createStatement();
  return statement.finish(`SELECT "id", "name" AS "label" FROM ${tableName(schema, '_member')} WHERE "id" = ANY (${statement.bind(ids, 'uuid[]')})`);
}
