/**
 * A filter tree as an SQL condition, over whatever rows its caller means: the secured relation for what a
 * person asks, the bare tables for the row condition of a role. What an operator means is said once, by
 * `parseFilter` of libs/model; here it becomes SQL.
 *
 * Every condition is either true or not; NULL counts as "not". Negative operators are the exact opposite of
 * their positive ones. Conditions over a relation ask whether the record there passes (EXISTS), which lets
 * Postgres turn them into a semi-join.
 */

import { ACTOR_LISTS, assertNever, type ActorList, type CountTest, type FieldCondition, type Filter, type FilterOperand, type FilterOperator, type FilterVariable, type FormulaCondition, type RelatedCondition } from '@tessera/contract';
import { PARENT_HOP, resolvePath, resolveRelated, type FieldModel, type RelatedRows } from '@tessera/model';
import { actorList, isInActorList, isInAny } from './actor-lists.ts';
import { formulaCondition } from './formula-condition.ts';
import { periodBounds, today } from './period-bounds.ts';
import { textOfHtml } from './html-text.ts';
import { quoteLiteral } from './quoting.ts';
import { selectRelated, type Rows } from './related-rows.ts';
import { isLinks, isRelation, kindOf, type StorageKind } from './storage.ts';
import { textMatch } from './text-match.ts';
import { fieldOf, me, timeZone, type ValueEnv } from './value-expression.ts';

export interface ConditionEnv extends ValueEnv {
  /** Hashes what is compared with an encrypted field; without it such a condition cannot be asked. */
  readonly cipher?: { hash(entity: string, field: string, value: string): string } | undefined;
  /** The statement is about a record or a few, each of which is asked for itself. */
  readonly fewRows?: boolean | undefined;
}

export function filterCondition(env: ConditionEnv, rows: Rows, filter: Filter): string {
  if ('and' in filter) return joined(filter.and.map((part) => filterCondition(env, rows, part)), ' AND ', 'TRUE');
  if ('or' in filter) return joined(eitherOf(env, rows, filter.or), ' OR ', 'FALSE');
  if ('not' in filter) return `(${filterCondition(env, rows, filter.not)}) IS NOT TRUE`;
  const leaf = (): string => ('formula' in filter ? formulaCondition(env, rows, filter) : 'related' in filter ? relatedCondition(env, rows, filter) : fieldCondition(env, rows, filter));
  return rows.shared && isDear(rows, filter) ? rows.shared(JSON.stringify(filter), leaf) : leaf();
}

function joined(parts: readonly string[], word: string, none: string): string {
  if (parts.length === 0) return none;
  return parts.length === 1 ? String(parts[0]) : `(${parts.join(word)})`;
}

/** Whether it looks at more than the row: worth being asked once. */
const isDear = (rows: Rows, filter: RelatedCondition | FormulaCondition | FieldCondition): boolean =>
  !('field' in filter) || filter.field.includes('.') || (listIn(filter) !== null && rows.inActorList === undefined);

/** The list of the asker that a condition asks for. */
const listIn = (filter: Filter): ActorList | null =>
  'field' in filter && filter.op === 'in' && isVariable(filter.value) && isActorList(filter.value.var) ? filter.value.var : null;

/** Lists of the asker that the same field may be in are one list; the asker as well. */
function eitherOf(env: ConditionEnv, rows: Rows, parts: readonly Filter[]): string[] {
  if (env.fewRows || rows.inActorList) return parts.map((part) => filterCondition(env, rows, part));
  const isJoined = (part: Filter): part is FieldCondition => 'field' in part && rows.entity.fields.get(part.field)?.many === false && (listIn(part) !== null || (part.op === 'eq' && isVariable(part.value) && part.value.var === 'me'));
  const joinable = parts.filter(isJoined);
  const fields = [...new Set(joinable.map(({ field }) => field))];
  const groups = fields.map((field) => [field, joinable.filter((part) => part.field === field)] as const).filter(([, group]) => group.length > 1 && group.some((part) => listIn(part) !== null));
  const taken = new Set<Filter>(groups.flatMap(([, group]) => group));
  const united = groups.map(([field, group]) => {
    const leaf = (): string => {
      const lists = group.map((part) => listIn(part)).map((list) => (list === null ? `SELECT ${me(env)}` : actorList(env, list)));
      return isInAny(rows.column(field), lists);
    };
    return rows.shared ? rows.shared(JSON.stringify(group), leaf) : leaf();
  });
  return [...united, ...parts.filter((part) => !taken.has(part)).map((part) => filterCondition(env, rows, part))];
}

function relatedCondition(env: ConditionEnv, rows: Rows, condition: RelatedCondition): string {
  const set = rows.related(relatedOf(env, rows, condition.related));
  const test = (filter: Filter): string => filterCondition(env, set.rows, filter);
  if ('some' in condition) return `EXISTS (${selectRelated(set, '', [test(condition.some)])})`;
  if ('none' in condition) return `NOT EXISTS (${selectRelated(set, '', [test(condition.none)])})`;
  if ('every' in condition) return `NOT EXISTS (${selectRelated(set, '', [`(${test(condition.every)}) IS NOT TRUE`])})`;
  const { count, where } = condition;
  const conditions = where === undefined ? [] : [test(where)];
  return `(${selectRelated(set, 'count(*)', conditions)}) ${COUNT_SIGNS[count.op]} ${env.statement.bind(count.value, 'int')}`;
}

const COUNT_SIGNS: Readonly<Record<CountTest['op'], string>> = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' };

function relatedOf(env: ConditionEnv, { entity }: Rows, name: string): RelatedRows {
  // Scopes of roles lead from a child row to the record that owns it; what people send never does.
  if (name === PARENT_HOP && entity.parent !== null) return { kind: 'toOne', entity: entity.parent, field: PARENT_HOP };
  const found = resolveRelated(env.design, entity.key, name);
  if (!found.ok) throw new Error(`the filter was not checked: ${entity.key} has no ${name}`);
  return found.value;
}

/** `not` says whether the condition is the opposite of the test. */
interface Test {
  readonly not: boolean;
  readonly operator: 'eq' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'contains' | 'startsWith' | 'endsWith' | 'between' | 'within' | 'given';
}

interface Way {
  readonly hops: readonly RelatedRows[];
  readonly entity: string;
  readonly field: FieldModel;
  /** What was asked of a list is asked of the id of each record linked to. */
  readonly byEntry: boolean;
}

function fieldCondition(env: ConditionEnv, rows: Rows, condition: FieldCondition): string {
  const { hops, entity, field, byEntry } = wayTo(env, rows, condition.field);
  const test = testOf(condition.op, condition.value === null || condition.value === undefined);
  const holds = fieldTest(env, entity, field, byEntry && test.operator === 'contains' ? 'eq' : test.operator, condition.value);
  if (hops.length === 0) return ownCondition(test, rows, field, holds);
  const walk = (from: Rows, index: number): string => {
    const hop = hops[index];
    if (hop === undefined) return holds(from);
    const set = from.related(hop);
    return `EXISTS (${selectRelated(set, '', [walk(set.rows, index + 1)])})`;
  };
  return test.not ? `NOT ${walk(rows, 0)}` : walk(rows, 0);
}

/** A condition on a link that not everyone may see is a condition on the record at its other end. */
function wayTo(env: ConditionEnv, rows: Rows, name: string): Way {
  const found = resolvePath(env.design, rows.entity.key, name);
  if (!found.ok) throw new Error(`the filter was not checked: ${rows.entity.key} has no ${name}`);
  const { hops, entity, field } = found.value;
  const way = hops.map((hop): RelatedRows => ({ kind: 'toOne', ...hop }));
  if (field.target === null || (!isRelation(field) && !isLinks(field)) || (isRelation(field) && rows.hasOpenLinks(field))) return { hops: way, entity, field, byEntry: false };
  const target = env.design.entities.get(field.target);
  if (!target) throw new Error(`no entity ${field.target} in the design`);
  return { hops: [...way, { kind: isLinks(field) ? 'links' : 'toOne', entity: target.key, field: field.key }], entity: target.key, field: fieldOf(target, 'id'), byEntry: isLinks(field) };
}

/** On an own column the opposite is written so that an index can still serve it. */
function ownCondition(test: Test, rows: Rows, field: FieldModel, holds: RowTest): string {
  if (!test.not) return holds(rows);
  return test.operator === 'given' ? `${rows.column(field.key)} IS NULL` : `(${holds(rows)}) IS NOT TRUE`;
}

function testOf(operator: FilterOperator, empty: boolean): Test {
  switch (operator) {
    case 'ne':
      return { not: true, operator: empty ? 'given' : 'eq' };
    case 'eq':
      return empty ? { not: true, operator: 'given' } : { not: false, operator: 'eq' };
    case 'notIn':
      return { not: true, operator: 'in' };
    case 'notContains':
      return { not: true, operator: 'contains' };
    case 'notWithin':
      return { not: true, operator: 'within' };
    case 'isEmpty':
      return { not: true, operator: 'given' };
    case 'isNotEmpty':
      return { not: false, operator: 'given' };
    case 'in':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'between':
    case 'within':
      return { not: false, operator };
    default:
      return assertNever(operator);
  }
}

type RowTest = (rows: Rows) => string;
type ColumnTest = (column: string) => string;

function fieldTest(env: ConditionEnv, entity: string, field: FieldModel, operator: Test['operator'], operand: FilterOperand | undefined): RowTest {
  if (operator === 'given') return (rows) => `${rows.column(field.key)} IS NOT NULL`;
  if (field.encrypted) {
    const holds = hashTest(env, entity, field, operator, operand);
    return (rows) => holds(rows.hash(field.key));
  }
  if (operator === 'contains' && (field.valueType.html || kindOf(field) === 'jsonb')) {
    const holds = wordsTest(env, field, String(operand));
    return (rows) => holds(rows.column(field.key));
  }
  const list = operator === 'in' && isVariable(operand) && isActorList(operand.var) && entryKind(kindOf(field)) === null ? operand.var : null;
  if (list !== null) return (rows) => rows.inActorList?.(rows.column(field.key), list) ?? inList(env, kindOf(field), list)(rows.column(field.key));
  const holds = columnTest(env, kindOf(field), operator, operand);
  return (rows) => holds(rows.column(field.key));
}

/** As `wordsOf` of libs/model reads them. */
function wordsTest(env: ConditionEnv, { valueType }: FieldModel, operand: string): ColumnTest {
  const holds = textMatch(env.statement, '%', operand, '%');
  if (valueType.html) return (column) => holds(textOfHtml(column));
  return (column) => joined(valueType.wordsAt.map((key) => `EXISTS (SELECT FROM jsonb_path_query(${column}, ${quoteLiteral(`$.${key}`)}) w WHERE ${holds(`(w #>> '{}')`)})`), ' OR ', 'FALSE');
}

/** Binds the operand, once, and says how a column is tested against it. */
function columnTest(env: ConditionEnv, kind: StorageKind, operator: Exclude<Test['operator'], 'given'>, operand: FilterOperand | undefined): ColumnTest {
  const { bind } = env.statement;
  const entry = entryKind(kind);
  const one = (value: FilterOperand | undefined): string => (isVariable(value) ? variable(env, entry ?? kind, value.var) : bind(value, entry ?? kind));
  switch (operator) {
    case 'in': {
      if (isVariable(operand)) return inList(env, kind, operand.var);
      const list = bind(operand, entry === null ? `${kind}[]` : kind);
      return (column) => (entry === null ? `${column} = ANY (${list})` : `${column} && ${list}`);
    }
    case 'contains': {
      if (entry === null) return textMatch(env.statement, '%', String(operand), '%');
      const value = one(operand);
      return (column) => `${column} @> ARRAY[${value}]`;
    }
    case 'startsWith':
      return textMatch(env.statement, '', String(operand), '%');
    case 'endsWith':
      return textMatch(env.statement, '%', String(operand), '');
    case 'between': {
      const [least, most] = (operand as readonly FilterOperand[]).map((end) => bind(end, kind));
      return (column) => `${column} BETWEEN ${least} AND ${most}`;
    }
    case 'within': {
      const { from, to } = periodBounds(env, kind, operand);
      return (column) => `(${column} >= ${from} AND ${column} < ${to})`;
    }
    default: {
      const value = one(operand);
      return (column) => `${column} ${SIGNS[operator]} ${value}`;
    }
  }
}

/** Lists of the asker are the only variables there are for `in`. */
function inList(env: ConditionEnv, kind: StorageKind, name: FilterVariable): ColumnTest {
  if (!isActorList(name)) throw new Error(`${name} is no list`);
  if (entryKind(kind) !== null) return (column) => `${column} && ARRAY(${actorList(env, name)})`;
  return (column) => isInActorList(env, name, column, env.fewRows === true);
}

const isActorList = (name: FilterVariable): name is ActorList => ACTOR_LISTS.some((list) => list === name);

const SIGNS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** An encrypted value can only be asked whether it is one of some. */
function hashTest(env: ConditionEnv, entity: string, field: FieldModel, operator: Test['operator'], operand: FilterOperand | undefined): ColumnTest {
  const { cipher } = env;
  if (!cipher) throw new Error(`${entity}.${field.key} is encrypted and nobody can hash what it is compared with`);
  const values = Array.isArray(operand) ? operand : [operand];
  if (operator !== 'eq' && operator !== 'in') throw new Error(`${entity}.${field.key} is encrypted and was asked for ${operator}`);
  const hashes = env.statement.bind(values.map((value) => cipher.hash(entity, field.key, String(value))), 'text[]');
  return (column) => `${column} = ANY (${hashes})`;
}

/** What the entries of a list are; null for what is no list. */
const entryKind = (kind: StorageKind): StorageKind | null => (kind === 'text[]' ? 'text' : kind === 'uuid[]' ? 'uuid' : null);

/** `today` on an instant is the start of the day in the workspace's zone. */
function variable(env: ConditionEnv, kind: StorageKind, name: FilterVariable): string {
  if (isActorList(name)) throw new Error(`${name} is a list`);
  if (name === 'me') return me(env);
  if (name === 'now') return kind === 'date' ? today(env) : 'now()';
  return kind === 'timestamptz' ? `(${today(env)}::timestamp AT TIME ZONE ${timeZone(env)})` : today(env);
}

const isVariable = (operand: FilterOperand | undefined): operand is { readonly var: FilterVariable } =>
  typeof operand === 'object' && operand !== null && 'var' in operand;
