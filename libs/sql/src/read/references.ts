/**
 * Following links: from a record to the one a relation points to, through that entity's own secured relation, and
 * from a member's id to their name. What people call a record is its title field, as far as they may read it.
 */

import { tableName } from '../quoting.ts';
import { kindOf } from '../storage.ts';
import { targetOf } from '../value-expression.ts';
import { plainText } from '../wire.ts';
import type { ReadStatement } from './read-context.ts';
import { securedRelation, type SecuredColumns, type SecuredRelation, type SecuredRelationOptions } from './secured-relation.ts';

/** What people call the record: the text of its title field, as far as they may see it; '' when they may not. Never NULL. */
export function labelText(columns: SecuredColumns): string {
  const { title } = columns.entity;
  const clear = columns.hasClear(title.key) ? [plainText(kindOf(title), columns.column(title.key))] : [];
  const masked = columns.masked(title.key);
  const texts = [...clear, ...(masked ? [masked.sql] : [])];
  return texts.length === 0 ? `''::text` : `coalesce(${texts.join(', ')}, '')`;
}

/** A scalar subquery; NULL where the link is empty, hidden, or leads to a record the actor may not read. */
export function throughLink(
  read: ReadStatement,
  columns: SecuredColumns,
  relation: string,
  value: (target: SecuredRelation) => string,
  options: Pick<SecuredRelationOptions, 'leaving'> = {},
): string {
  const target = securedRelation(read, targetOf(columns.entity, relation), options);
  const selected = value(target);
  const condition = `${target.column('id')} = ${columns.link(relation)}`;
  return `(SELECT ${selected} FROM ${target.from()} WHERE ${condition})`;
}

/** A scalar subquery. Members are known by name to everyone in the workspace. */
export function memberName(read: ReadStatement, id: string): string {
  const member = read.statement.alias();
  return `(SELECT ${member}."name" FROM ${tableName(read.schema, '_member')} ${member} WHERE ${member}."id" = ${id})`;
}

/** A scalar subquery. Departments are known by name to everyone in the workspace. */
export function departmentName(read: ReadStatement, id: string): string {
  const department = read.statement.alias();
  return `(SELECT ${department}."name" FROM ${tableName(read.schema, '_department')} ${department} WHERE ${department}."id" = ${id})`;
}

/** A scalar subquery: the names of a list of members in its order, as `text[]`; NULL for none. */
export function memberNames(read: ReadStatement, ids: string): string {
  const [entry, member] = [read.statement.alias(), read.statement.alias()];
  const from = `unnest(${ids}) WITH ORDINALITY ${entry}("id", "place") LEFT JOIN ${tableName(read.schema, '_member')} ${member} ON ${member}."id" = ${entry}."id"`;
  return `(SELECT array_agg(coalesce(${member}."name", '') ORDER BY ${entry}."place") FROM ${from})`;
}
