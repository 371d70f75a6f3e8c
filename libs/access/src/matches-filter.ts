/**
 * Whether a row matches a filter, decided in JavaScript: the reference for the SQL, and what CASL asks when it
 * is given a row. Meaning: see parse-filter.ts of @tessera/model, whose results are expected here.
 */

import { assertNever, type ActorList, type CountTest, type FieldCondition, type Filter, type FilterOperand, type RelatedCondition, type RelativePeriod } from '@tessera/contract';
import { civilInZone, compareDecimals, dateText, instantMs, isDecimal, periodRange, type ValueKind } from '@tessera/model';

export interface MatchEnv {
  readonly me: string | null;
  /** 'YYYY-MM-DD'. */
  readonly today: string;
  /** ISO instants in UTC. */
  readonly now: string;
  /** When `today` began in the workspace's zone: what `today` means to a datetime. */
  readonly startOfToday: string;
  /** IANA zone in which an instant has its day; UTC without it. */
  readonly timeZone?: string;
  /** What values at a path are made of. */
  kindOf(path: string): ValueKind;
  /** Ids in a list of whoever asks; empty without it. */
  listOf?(name: ActorList): readonly string[];
  /** Whether a formula over the row is true; not without it. */
  isTrue?(formula: string): boolean;
  /** What `contains` looks through (`wordsOf`); the cell itself without it. */
  wordsOf?(path: string, cell: unknown): readonly string[];
  /** The rows the record has elsewhere by this name; none without it. */
  related?(name: string): readonly RelatedRow[];
}

/** A row that conditions on related rows are put to. */
export interface RelatedRow {
  readonly value: (path: string) => unknown;
  readonly env: MatchEnv;
}

/** `value` gives a row's value in wire form by path; null where it is empty or a relation on the way is. */
export function matchesFilter(filter: Filter, value: (path: string) => unknown, env: MatchEnv): boolean {
  if ('and' in filter) return filter.and.every((part) => matchesFilter(part, value, env));
  if ('or' in filter) return filter.or.some((part) => matchesFilter(part, value, env));
  if ('not' in filter) return !matchesFilter(filter.not, value, env);
  if ('related' in filter) return matchesRelated(filter, env.related?.(filter.related) ?? []);
  if ('formula' in filter) return env.isTrue?.(filter.formula) ?? false;
  return matchesCondition(filter, value(filter.field) ?? null, env);
}

function matchesRelated(condition: RelatedCondition, rows: readonly RelatedRow[]): boolean {
  const matches = (filter: Filter) => (row: RelatedRow): boolean => matchesFilter(filter, row.value, row.env);
  if ('some' in condition) return rows.some(matches(condition.some));
  if ('none' in condition) return !rows.some(matches(condition.none));
  if ('every' in condition) return rows.every(matches(condition.every));
  const { count, where } = condition;
  return COUNT_TESTS[count.op]((where === undefined ? rows : rows.filter(matches(where))).length, count.value);
}

const COUNT_TESTS: Readonly<Record<CountTest['op'], (count: number, value: number) => boolean>> = {
  eq: (count, value) => count === value,
  ne: (count, value) => count !== value,
  lt: (count, value) => count < value,
  lte: (count, value) => count <= value,
  gt: (count, value) => count > value,
  gte: (count, value) => count >= value,
};

function matchesCondition(condition: FieldCondition, cell: unknown, env: MatchEnv): boolean {
  const { field, op } = condition;
  const empty = cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0);
  if (op === 'isEmpty' || op === 'isNotEmpty') return empty === (op === 'isEmpty');
  const operand = operandOf(condition.value, field, env);
  const order = (other: unknown): number => compare(cell, other, env.kindOf(field) === 'decimal');
  const says = (other: unknown): boolean => (env.wordsOf?.(field, cell) ?? [cell]).some((words) => fold(words).includes(fold(other)));
  const isList = Array.isArray(cell) && env.kindOf(field) !== 'json';
  const has = (other: unknown): boolean => (Array.isArray(cell) ? cell.includes(other) : order(other) === 0);
  // A variable without a value (`me` when nobody is signed in) equals nothing, not even an empty cell.
  if (operand === null) return ['ne', 'notIn', 'notContains'].includes(op);
  switch (op) {
    case 'eq':
      return !empty && has(operand);
    case 'ne':
      return empty || !has(operand);
    case 'lt':
      return !empty && order(operand) < 0;
    case 'lte':
      return !empty && order(operand) <= 0;
    case 'gt':
      return !empty && order(operand) > 0;
    case 'gte':
      return !empty && order(operand) >= 0;
    case 'in':
      return !empty && listOf(operand).some(has);
    case 'notIn':
      return empty || !listOf(operand).some(has);
    case 'contains':
      return !empty && (isList ? has(operand) : says(operand));
    case 'notContains':
      return empty || !(isList ? has(operand) : says(operand));
    case 'startsWith':
      return !empty && fold(cell).startsWith(fold(operand));
    case 'endsWith':
      return !empty && fold(cell).endsWith(fold(operand));
    case 'between': {
      const [least, most] = listOf(operand);
      return !empty && order(least) >= 0 && order(most) <= 0;
    }
    case 'within':
      return !empty && isWithin(cell, operand, field, env);
    case 'notWithin':
      return empty || !isWithin(cell, operand, field, env);
    default:
      return assertNever(op);
  }
}

function operandOf(operand: FilterOperand | undefined, field: string, env: MatchEnv): Exclude<FilterOperand, { readonly var: string }> {
  if (typeof operand !== 'object' || operand === null || !('var' in operand)) return operand ?? null;
  switch (operand.var) {
    case 'me':
      return env.me;
    case 'now':
      return env.now;
    case 'today':
      return env.kindOf(field) === 'datetime' ? env.startOfToday : env.today;
    default:
      return env.listOf?.(operand.var) ?? [];
  }
}

function compare(a: unknown, b: unknown, decimal: boolean): number {
  if (decimal && isDecimal(String(a)) && isDecimal(String(b))) return compareDecimals(String(a), String(b));
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function isWithin(cell: unknown, period: unknown, field: string, env: MatchEnv): boolean {
  const { from, to } = periodRange(period as RelativePeriod, env.today);
  const ms = env.kindOf(field) === 'datetime' ? instantMs(String(cell)) : null;
  const day = ms === null ? String(cell) : dateText(civilInZone(ms, env.timeZone ?? 'UTC'));
  return day >= from && day < to;
}

const listOf = (operand: unknown): readonly unknown[] => (Array.isArray(operand) ? operand : [operand]);
const fold = (value: unknown): string => String(value).toLowerCase();
