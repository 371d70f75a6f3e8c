/**
 * Rows of the tables themselves, for the row conditions of roles: a condition may name what the actor cannot
 * read. Deleted records count as not there. Never used for what a person asks; that is the secured relation.
 */

import type { RowScope } from '@tessera/access';
import { hashColumn, type EntityModel } from '@tessera/model';
import { filterCondition, type ConditionEnv } from './condition.ts';
import { quoteIdent, tableName } from './quoting.ts';
import { relatedSet, type OpenRows, type RowEnds, type Rows } from './related-rows.ts';
import { entityOf, fieldOf, valueExpression, type ValueEnv } from './value-expression.ts';

/** `TRUE`-like condition on a row of the entity's own table under this alias; null for every row. */
export function scopeCondition(env: ConditionEnv, entity: EntityModel, alias: string, scope: RowScope, once: Pick<Rows, 'shared' | 'inActorList'> = {}): string | null {
  if (scope.kind === 'all') return null;
  if (scope.kind === 'deny') return 'FALSE';
  const bare = { ...env, link: undefined, open: undefined };
  return filterCondition(bare, { ...bareRows(bare, entity, alias), ...once }, scope.filter);
}

/** Rows of the table under this alias. */
export function bareRows(env: ValueEnv, entity: EntityModel, alias: string): Rows {
  return {
    entity,
    column: (field) => valueExpression(env, entity, alias, fieldOf(entity, field)),
    hash: (field) => `${alias}.${quoteIdent(hashColumn(field))}`,
    related: (related) => relatedSet(env, { entity, ends: bareEnds(alias) }, related, openBare(env)),
    hasOpenLinks: () => true,
  };
}

export const bareEnds = (alias: string): RowEnds => ({
  id: () => `${alias}."id"`,
  link: (relation) => `${alias}.${quoteIdent(relation)}`,
  hangs: () => `${alias}."id"`,
});

/** All rows that are not deleted, whoever asks. */
export const openBare = (env: ValueEnv): OpenRows => (key) => {
  const entity = entityOf(env.design, key);
  const alias = env.statement.alias();
  return {
    rows: bareRows(env, entity, alias),
    ...bareEnds(alias),
    position: () => `${alias}."position"`,
    from: () => `(SELECT * FROM ${tableName(env.schema, entity.key)} WHERE "deleted_at" IS NULL) ${alias}`,
  };
};
