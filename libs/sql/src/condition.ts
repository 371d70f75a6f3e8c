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
import { textMatch } from './text-match.ts';
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
  const onColumn = columnTest(env, kind, test.operator, condition.value);
  if (hops.length === 0) return ownCondition(test, rows.column(field.key), onColumn);
  const walk = (from: Rows, index: number): string => {
    const hop = hops[index];
    return hop === undefined ? onColumn(from.column(field.key)) : `EXISTS (${from.over(hop.field, (target) => walk(target, index + 1))})`;
  };
  return test.not ? `NOT ${walk(rows, 0)}` : walk(rows, 0);
}

/** On an own column the opposite is written so that an index can still serve it. */
function ownCondition(test: Test, column: string, onColumn: ColumnTest): string {
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

type ColumnTest = (column: string) => string;

/** Binds the operand, once, and says how a column is tested against it. */
function columnTest(env: ConditionEnv, kind: StorageKind, operator: Test['operator'], operand: FilterOperand | undefined): ColumnTest {
  const { bind } = env.statement;
  if (operator === 'given') return (column) => `${column} IS NOT NULL`;
  if (operator === 'in') {
    const list = bind(operand, kind === 'text[]' ? kind : `${kind}[]`);
    return (column) => (kind === 'text[]' ? `${column} && ${list}` : `${column} = ANY (${list})`);
  }
  if (operator === 'contains' && kind === 'text[]') {
    const choice = bind(operand, 'text');
    return (column) => `${column} @> ARRAY[${choice}]`;
  }
  if (operator === 'contains') return textMatch(env.statement, '%', String(operand), '%');
  if (operator === 'startsWith') return textMatch(env.statement, '', String(operand), '%');
  const value = isVariable(operand) ? variable(env, kind, operand.var) : bind(operand, kind);
  return (column) => `${column} ${SIGNS[operator]} ${value}`;
}

const SIGNS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** `today` on an instant is the start of the day in the workspace's zone. */
function variable(env: ConditionEnv, kind: StorageKind, name: 'me' | 'today' | 'now'): string {
  if (name === 'me') return me(env);
  if (name === 'now') return kind === 'date' ? today(env) : 'now()';
  return kind === 'timestamptz' ? `(${today(env)}::timestamp AT TIME ZONE ${timeZone(env)})` : today(env);
}

const today = (env: ConditionEnv): string => `(now() AT TIME ZONE ${timeZone(env)})::date`;

const isVariable = (operand: FilterOperand | undefined): operand is { readonly var: 'me' | 'today' | 'now' } =>
  typeof operand === 'object' && operand !== null && 'var' in operand;
