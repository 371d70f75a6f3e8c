/**
 * Rows of the tables themselves, for the row conditions of roles: a condition may name what the actor cannot
 * read. Deleted records count as not there. Never used for what a person asks; that is the secured relation.
 */

import type { RowScope } from '@tessera/access';
import { resolvePath, type EntityModel, type ResolvedPath } from '@tessera/model';
import { filterCondition, type Rows } from './condition.ts';
import { quoteIdent, tableName } from './quoting.ts';
import { entityOf, fieldOf, valueExpression, type ValueEnv } from './value-expression.ts';

/** `TRUE`-like condition on a row of the entity's own table under this alias; null for every row. */
export function scopeCondition(env: ValueEnv, entity: EntityModel, alias: string, scope: RowScope): string | null {
  if (scope.kind === 'all') return null;
  if (scope.kind === 'deny') return 'FALSE';
  const bare = { ...env, link: undefined };
  const resolve = (path: string): ResolvedPath => {
    const found = resolvePath(env.design, entity.key, path);
    if (!found.ok) throw new Error(`a row condition of ${entity.key} names ${path}, which does not exist`);
    return found.value;
  };
  return filterCondition({ ...bare, resolve }, bareRows(bare, entity, alias), scope.filter);
}

function bareRows(env: ValueEnv, entity: EntityModel, alias: string): Rows {
  return {
    column: (field) => valueExpression(env, entity, alias, fieldOf(entity, field)),
    over: (field, test) => {
      const target = entityOf(env.design, targetOf(entity, field));
      const inner = env.statement.alias();
      return (
        `SELECT FROM ${tableName(env.schema, target.key)} ${inner} WHERE ${inner}."id" = ${alias}.${quoteIdent(field)}` +
        ` AND ${inner}."deleted_at" IS NULL AND ${test(bareRows(env, target, inner))}`
      );
    },
  };
}

/** `parent` is the pseudo relation from a child row to the record that owns it. */
export function targetOf(entity: EntityModel, relation: string): string {
  const target = relation === 'parent' ? entity.parent : fieldOf(entity, relation).target;
  if (target === null) throw new Error(`${entity.key}.${relation} leads nowhere`);
  return target;
}
