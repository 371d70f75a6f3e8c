/**
 * The value of a field as an SQL expression over one row of its table: the column itself, the formula compiled
 * to SQL, an aggregate over rows the record has elsewhere, or a value from the record a relation points to. It decides
 * nothing about who may see it; the secured relation does, and only the write door and role conditions use it bare.
 */

import { formulaToSql } from '@tessera/formula';
import { PARENT_HOP, resolveFormulaName, type Design, type EntityModel, type FieldModel, type FormulaName, type LookupModel, type RelatedRows, type RollupModel } from '@tessera/model';
import { bareEnds, openBare } from './bare-rows.ts';
import { filterCondition } from './condition.ts';
import { quoteIdent, tableName } from './quoting.ts';
import { relatedSet, selectRelated, type OpenRows, type RelatedSet } from './related-rows.ts';
import { keptColumn } from './schema/names.ts';
import type { Statement } from './statement.ts';
import { isLinks, isRelation, kindOf, TEXT_COLLATION } from './storage.ts';
import { plainText } from './wire.ts';

export interface ValueEnv {
  readonly statement: Statement;
  readonly schema: string;
  readonly design: Design;
  /** Member id of the actor; null for the system. */
  readonly member: string | null;
  /** IANA zone in which `today` is read. */
  readonly timeZone: string;
  /** `entity.field` of computed fields that are kept in a column. */
  readonly stored?: ReadonlySet<string> | undefined;
  /** Replaces the column of a relation, for readers who may not see every link. */
  link?: ((entity: EntityModel, alias: string, field: FieldModel) => string) | undefined;
  /** Where rows of other tables come from; the bare tables without it. */
  readonly open?: OpenRows | undefined;
  /** Whether the reader may take the kept value, which was computed from every row there is; yes without it. */
  mayUseKept?: ((entity: EntityModel, field: FieldModel) => boolean) | undefined;
}

/** Of the kind of `field.valueType`; a text has the collation of text columns, stored or not. */
export function valueExpression(env: ValueEnv, entity: EntityModel, alias: string, field: FieldModel): string {
  const value = plainValue(env, entity, alias, field);
  return field.computed && kindOf(field) === 'text' && !isKept(env, entity, field) ? `(${value} ${TEXT_COLLATION})` : value;
}

/** Without a collation of its own, as formulas want their operands. */
function plainValue(reader: ValueEnv, entity: EntityModel, alias: string, field: FieldModel): string {
  // What is published is the same for all who may see it, whatever they may see of what it is computed from.
  const env: ValueEnv = field.document.published === true ? { ...reader, link: undefined, open: undefined, mayUseKept: undefined } : reader;
  if (isKept(env, entity, field)) return `${alias}.${quoteIdent(keptColumn(field.key))}`;
  if (field.formula) return rounded(field, formulaValue(env, entity, alias, field));
  if (field.rollup) return rounded(field, rollupValue(env, related(env, entity, alias, field.rollup.via), field.rollup));
  if (field.lookup) return lookupValue(env, entity, alias, field.lookup);
  if (isLinks(field)) return idList(related(env, entity, alias, { kind: 'links', entity: field.target ?? '', field: field.key }));
  if (isRelation(field) && env.link) return env.link(entity, alias, field);
  return `${alias}.${quoteIdent(field.key)}`;
}

const isKept = (env: ValueEnv, entity: EntityModel, field: FieldModel): boolean =>
  field.computed && env.stored?.has(`${entity.key}.${field.key}`) === true && (field.document.published === true || env.mayUseKept?.(entity, field) !== false);

function formulaValue(env: ValueEnv, entity: EntityModel, alias: string, { key, formula }: FieldModel): string {
  if (!formula) throw new Error(`${entity.key}.${key} has no formula`);
  const nameOf = (name: string): FormulaName => {
    const found = resolveFormulaName(env.design, entity.key, name);
    if (!found.ok) throw new Error(`${entity.key}.${key} names ${name}, which does not exist`);
    return found.value;
  };
  return formulaToSql(formula, {
    column: (name) => namedValue(env, entity, alias, nameOf(name)),
    bind: env.statement.bind,
    now: 'now()',
    // Bound when asked for: Postgres takes no parameter that the text does not use.
    get timeZone() {
      return timeZone(env);
    },
    get me() {
      return me(env);
    },
    get departments() {
      return departments(env);
    },
  });
}

function namedValue(env: ValueEnv, entity: EntityModel, alias: string, name: FormulaName): string {
  if (name.kind === 'rows') {
    const set = related(env, entity, alias, name.related);
    const value = name.field ? set.rows.column(name.field.key) : `${set.id()}::text`;
    return `ARRAY(${selectRelated(set, value, [], ` ORDER BY ${set.order}`)})`;
  }
  const { hops, field } = name.path;
  const [first, ...rest] = hops;
  if (first === undefined) return plainValue(env, entity, alias, field);
  const walk = (set: RelatedSet, further: typeof hops): string => {
    const [next, ...more] = further;
    return `(${selectRelated(set, next ? walk(set.rows.related({ kind: 'toOne', ...next }), more) : set.rows.column(field.key))})`;
  };
  return walk(related(env, entity, alias, { kind: 'toOne', ...first }), rest);
}

const lookupValue = (env: ValueEnv, entity: EntityModel, alias: string, lookup: LookupModel): string => {
  const set = related(env, entity, alias, { kind: 'toOne', entity: lookup.entity, field: lookup.relation });
  return `(${selectRelated(set, set.rows.column(lookup.field))})`;
};

/** NULL where there are none, as everywhere. */
const idList = (set: RelatedSet): string => `nullif(ARRAY(${selectRelated(set, set.id(), [], ` ORDER BY ${set.order}`)}), '{}')`;

const related = (env: ValueEnv, entity: EntityModel, alias: string, rows: RelatedRows): RelatedSet =>
  relatedSet(env, { entity, ends: bareEnds(alias) }, rows, env.open ?? openBare(env));

export const me = (env: Pick<ValueEnv, 'statement' | 'member'>): string => env.statement.shared('me', env.member, 'uuid');
export const timeZone = (env: Pick<ValueEnv, 'statement' | 'timeZone'>): string => env.statement.shared('timeZone', env.timeZone, 'text');

/** Ids of the departments the actor belongs to, as a list of texts. */
export const departments = (env: Pick<ValueEnv, 'statement' | 'schema' | 'member'>): string => {
  const staff = env.statement.alias();
  return `ARRAY(SELECT ${staff}."department"::text FROM ${tableName(env.schema, '_department_member')} ${staff} WHERE ${staff}."member" = ${me(env)} ORDER BY ${staff}."department")`;
};

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

/** Where a relation or lookup leads; `parent` is the pseudo relation from a child row to the record that owns it. */
export function targetOf(entity: EntityModel, relation: string): string {
  const field = relation === PARENT_HOP ? undefined : fieldOf(entity, relation);
  const target = field === undefined ? entity.parent : (field.lookup?.entity ?? field.target);
  if (target === null) throw new Error(`${entity.key}.${relation} leads nowhere`);
  return target;
}

/** A sum over no rows is 0, as in a spreadsheet; the other aggregates of nothing are nothing. */
function rollupValue(env: ValueEnv, set: RelatedSet, rollup: RollupModel): string {
  const conditions = rollup.where === null ? [] : [filterCondition(env, set.rows, rollup.where)];
  if (rollup.aggregate === 'unique' || rollup.aggregate === 'concat') return joinedTexts(env, set, rollup, conditions);
  const aggregate = rollup.field === null ? 'count(*)::numeric' : aggregateOf(rollup, set.rows.column(rollup.field));
  return `(${selectRelated(set, aggregate, conditions)})`;
}

function aggregateOf({ aggregate }: RollupModel, value: string): string {
  if (aggregate === 'count') return `count(${value})::numeric`;
  return aggregate === 'sum' ? `coalesce(sum(${value}), 0)` : `${aggregate}(${value})`;
}

/** Texts apart by ", ": those of each row in the order of the rows, or each once in the order of the alphabet. */
function joinedTexts(env: ValueEnv, set: RelatedSet, { aggregate, field }: RollupModel, conditions: readonly string[]): string {
  if (field === null) throw new Error(`${aggregate} of nothing`);
  const kind = kindOf(fieldOf(set.rows.entity, field));
  const value = set.rows.column(field);
  const values = env.statement.alias();
  const isList = kind === 'text[]';
  const text = `${isList ? `unnest(${value})` : plainText(kind, value)} AS "text"`;
  const inner = selectRelated(set, `${text}, row_number() OVER (ORDER BY ${set.order}) AS "place"`, [...conditions, `${value} IS NOT NULL`]);
  const all = aggregate === 'unique' ? `DISTINCT ${values}."text" COLLATE "C", ', ' ORDER BY ${values}."text" COLLATE "C"` : `${values}."text", ', ' ORDER BY ${values}."place"`;
  return `(SELECT string_agg(${all}) FROM (${inner}) ${values})`;
}

/** The digits the wire form of a decimal has at most. */
const MAX_SCALE = 10;

/** A computed number has the digits of a stored one: those its type or its settings declare. */
function rounded(field: FieldModel, sql: string): string {
  if (kindOf(field) !== 'numeric') return `(${sql})`;
  const { digits, padded } = field.valueType.decimals?.(field.valueDocument) ?? { digits: MAX_SCALE, padded: false };
  return padded ? `round(${sql}, ${digits})` : `trim_scale(round(${sql}, ${digits}))`;
}
