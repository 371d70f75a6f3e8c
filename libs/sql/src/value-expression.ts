/**
 * The value of a field as an SQL expression over one row of its table: the column itself, the formula compiled
 * to SQL, or an aggregate over the child rows. It decides nothing about who may see it; the secured relation
 * does, and only the write door and role conditions use it bare.
 */

import { formulaToSql } from '@tessera/formula';
import type { Design, EntityModel, FieldModel, RollupModel } from '@tessera/model';
import { quoteIdent, tableName } from './quoting.ts';
import { keptColumn } from './schema/names.ts';
import type { Statement } from './statement.ts';
import { isRelation, kindOf, TEXT_COLLATION } from './storage.ts';

export interface ValueEnv {
  readonly statement: Statement;
  readonly schema: string;
  readonly design: Design;
  /** Member id of the actor; null for the system. */
  readonly member: string | null;
  /** IANA zone in which `today` is read. */
  readonly timeZone: string;
  /** `entity.field` of computed fields whose column `_m_<field>` is there and right. */
  readonly stored?: ReadonlySet<string> | undefined;
  /** Replaces the column of a relation, for readers who may not see every link. */
  link?(entity: EntityModel, alias: string, field: FieldModel): string;
}

/** Of the kind of `field.valueType`; a text has the collation of text columns, stored or not. */
export function valueExpression(env: ValueEnv, entity: EntityModel, alias: string, field: FieldModel): string {
  const value = plainValue(env, entity, alias, field);
  return field.computed && kindOf(field) === 'text' ? `(${value} ${TEXT_COLLATION})` : value;
}

/** Without a collation of its own, as formulas want their operands. */
function plainValue(env: ValueEnv, entity: EntityModel, alias: string, field: FieldModel): string {
  if (env.stored?.has(`${entity.key}.${field.key}`)) return `${alias}.${quoteIdent(keptColumn(field.key))}`;
  if (field.formula) {
    const sql = formulaToSql(field.formula, {
      column: (name) => plainValue(env, entity, alias, fieldOf(entity, name)),
      bind: env.statement.bind,
      now: 'now()',
      // Bound when asked for: Postgres takes no parameter that the text does not use.
      get timeZone() {
        return timeZone(env);
      },
      get me() {
        return me(env);
      },
    });
    return rounded(field, sql);
  }
  if (field.rollup) return rounded(field, rollupExpression(env, alias, field.rollup));
  if (isRelation(field) && env.link) return env.link(entity, alias, field);
  return `${alias}.${quoteIdent(field.key)}`;
}

export const me = (env: Pick<ValueEnv, 'statement' | 'member'>): string => env.statement.shared('me', env.member, 'uuid');
export const timeZone = (env: Pick<ValueEnv, 'statement' | 'timeZone'>): string => env.statement.shared('timeZone', env.timeZone, 'text');

export function entityOf(design: Design, key: string): EntityModel {
  const entity = design.entities.get(key);
  if (!entity) throw new Error(`no entity ${key} in the design`);
  return entity;
}

export function fieldOf(entity: EntityModel, key: string): FieldModel {
  const field = entity.fields.get(key);
  if (!field) throw new Error(`no field ${key} in ${entity.key}`);
  return field;
}

/** A sum over no rows is 0, as in a spreadsheet; the other aggregates of nothing are nothing. */
function rollupExpression(env: ValueEnv, parentAlias: string, rollup: RollupModel): string {
  const child = entityOf(env.design, rollup.entity);
  const alias = env.statement.alias();
  const aggregate = rollup.field === null ? 'count(*)::numeric' : aggregateOf(rollup, plainValue(env, child, alias, fieldOf(child, rollup.field)));
  return `(SELECT ${aggregate} FROM ${tableName(env.schema, child.key)} ${alias} WHERE ${alias}."parent" = ${parentAlias}."id" AND ${alias}."deleted_at" IS NULL)`;
}

function aggregateOf(rollup: RollupModel, value: string): string {
  if (rollup.aggregate === 'count') return `count(${value})::numeric`;
  if (rollup.aggregate === 'sum') return `coalesce(sum(${value}), 0)`;
  return `${rollup.aggregate}(${value})`;
}

/** The digits the wire form of a decimal has at most. */
const MAX_SCALE = 10;

/** A computed number has the digits of a stored one: those its type or its settings declare. */
function rounded(field: FieldModel, sql: string): string {
  if (kindOf(field) !== 'numeric') return `(${sql})`;
  const declared = /,\s*(\d+)\)/.exec(field.valueType.column(field.document) ?? '')?.[1] ?? field.document.options?.['scale'];
  return declared === undefined ? `trim_scale(round(${sql}, ${MAX_SCALE}))` : `round(${sql}, ${Number(declared)})`;
}
