/**
 * A filter tree as an SQL condition, over whatever rows its caller means: the secured relation for what a
 * person asks, the bare tables for the row condition of a role. What an operator means is said once, by
 * `parseFilter` of libs/model; here it becomes SQL.
 *
 * Every condition is either true or not; NULL counts as "not". Negative operators are the exact opposite of
 * their positive ones. Conditions over a relation ask whether the record there passes (EXISTS), which lets
 * Postgres turn them into a semi-join.
 */

import { assertNever, type FieldCondition, type Filter, type FilterOperand, type FilterOperator } from '@tessera/contract';
import type { ResolvedPath } from '@tessera/model';
import { kindOf, type StorageKind } from './storage.ts';
import { me, timeZone, type ValueEnv } from './value-expression.ts';

/** Rows of one entity by an alias, and how to get from them to the rows a relation points to. */
export interface Rows {
  column(field: string): string;
  /** `SELECT FROM <rows at the other end> WHERE <linked> AND <test>`. */
  over(field: string, test: (target: Rows) => string): string;
}

export interface ConditionEnv extends ValueEnv {
  resolve(path: string): ResolvedPath;
}

export function filterCondition(env: ConditionEnv, rows: Rows, filter: Filter): string {
  if ('and' in filter) return joined(filter.and.map((part) => filterCondition(env, rows, part)), ' AND ', 'TRUE');
  if ('or' in filter) return joined(filter.or.map((part) => filterCondition(env, rows, part)), ' OR ', 'FALSE');
  if ('not' in filter) return `(${filterCondition(env, rows, filter.not)}) IS NOT TRUE`;
  return fieldCondition(env, rows, filter);
}

/** Matches a text that holds `search`, whatever the case; `%`, `_` and `\` mean themselves. */
export const containsPattern = (search: string): string => `%${escapeLike(search)}%`;

function joined(parts: readonly string[], word: string, none: string): string {
  if (parts.length === 0) return none;
  return parts.length === 1 ? String(parts[0]) : `(${parts.join(word)})`;
}

/** `not` says whether the condition is the opposite of the test. */
interface Test {
  readonly not: boolean;
  readonly operator: 'eq' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'contains' | 'startsWith' | 'given';
}

function fieldCondition(env: ConditionEnv, rows: Rows, condition: FieldCondition): string {
  const { hops, field } = env.resolve(condition.field);
  const kind = kindOf(field);
  const test = testOf(condition.op, condition.value === null || condition.value === undefined);
  const operand = test.operator === 'given' ? '' : bindOperand(env, kind, test.operator, condition.value);
  const onColumn = (column: string): string => testSql(test.operator, kind, column, operand);
  if (hops.length === 0) return ownCondition(test, rows.column(field.key), onColumn);
  const walk = (from: Rows, index: number): string => {
    const hop = hops[index];
    return hop === undefined ? onColumn(from.column(field.key)) : `EXISTS (${from.over(hop.field, (target) => walk(target, index + 1))})`;
  };
  return test.not ? `NOT ${walk(rows, 0)}` : walk(rows, 0);
}

/** On an own column the opposite is written so that an index can still serve it. */
function ownCondition(test: Test, column: string, onColumn: (column: string) => string): string {
  if (!test.not) return onColumn(column);
  if (test.operator === 'given') return `${column} IS NULL`;
  return `(${onColumn(column)}) IS NOT TRUE`;
}

function testOf(operator: FilterOperator, empty: boolean): Test {
  switch (operator) {
    case 'ne':
      return { not: true, operator: empty ? 'given' : 'eq' };
    case 'eq':
      return empty ? { not: true, operator: 'given' } : { not: false, operator: 'eq' };
    case 'notIn':
      return { not: true, operator: 'in' };
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
      return { not: false, operator };
    default:
      return assertNever(operator);
  }
}

function bindOperand(env: ConditionEnv, kind: StorageKind, operator: Test['operator'], operand: FilterOperand | undefined): string {
  if (isVariable(operand)) return variable(env, kind, operand.var);
  const { bind } = env.statement;
  const element = kind === 'text[]' ? 'text' : kind;
  if (operator === 'in') return bind(Array.isArray(operand) ? operand.map(asText) : [asText(operand)], `${element}[]`);
  if (kind === 'text[]') return operator === 'contains' ? `ARRAY[${bind(asText(operand), 'text')}]` : bind(Array.isArray(operand) ? operand.map(asText) : [asText(operand)], 'text[]');
  if (operator === 'contains') return bind(containsPattern(String(operand)), 'text');
  if (operator === 'startsWith') return bind(`${escapeLike(String(operand))}%`, 'text');
  return bind(asText(operand), kind);
}

/** `today` on an instant is the start of the day in the workspace's zone. */
function variable(env: ConditionEnv, kind: StorageKind, name: 'me' | 'today' | 'now'): string {
  if (name === 'me') return me(env);
  if (name === 'now') return kind === 'date' ? today(env) : 'now()';
  return kind === 'timestamptz' ? `(${today(env)}::timestamp AT TIME ZONE ${timeZone(env)})` : today(env);
}

const today = (env: ConditionEnv): string => `(now() AT TIME ZONE ${timeZone(env)})::date`;

function testSql(operator: Test['operator'], kind: StorageKind, column: string, operand: string): string {
  switch (operator) {
    case 'eq':
      return `${column} = ${operand}`;
    case 'lt':
      return `${column} < ${operand}`;
    case 'lte':
      return `${column} <= ${operand}`;
    case 'gt':
      return `${column} > ${operand}`;
    case 'gte':
      return `${column} >= ${operand}`;
    case 'in':
      return kind === 'text[]' ? `${column} && ${operand}` : `${column} = ANY (${operand})`;
    case 'contains':
      return kind === 'text[]' ? `${column} @> ${operand}` : `${column} ILIKE ${operand}`;
    case 'startsWith':
      return `${column} ILIKE ${operand}`;
    case 'given':
      return `${column} IS NOT NULL`;
    default:
      return assertNever(operator);
  }
}

const isVariable = (operand: FilterOperand | undefined): operand is { readonly var: 'me' | 'today' | 'now' } =>
  typeof operand === 'object' && operand !== null && 'var' in operand;

/** node-postgres sends booleans and numbers as text itself; decimals are strings already. */
const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
