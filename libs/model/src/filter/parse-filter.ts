/**
 * Reads a filter tree that came from outside: view, query or role. What comes back has known fields only,
 * operators their types allow, operands in their one spelling, and is small.
 *
 * Meaning, in SQL as in JavaScript. Every condition is true or false, never unknown. An empty cell (null):
 * `ne`, `notIn`, `isEmpty` are true, everything else is false. A path is empty where one of its relations is.
 * `contains` and `startsWith` ignore case; of a multiSelect `contains` asks for one choice, `in` for at least
 * one of them, `notIn` for none. Decimals compare by value. `{ and: [] }` is true, `{ or: [] }` is false.
 * Comparing with null comes back as `isEmpty` or `isNotEmpty`.
 */

import {
  FILTER_OPERATORS, MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH, fail, ok,
  type FieldCondition, type FieldProblemInput, type Filter, type FilterOperator, type Result,
} from '@tessera/contract';
import { pathFields, resolvePath, type FieldDirectory } from '../path.ts';
import { fieldProblem } from '../record/problem.ts';
import { parseOperand } from './operand.ts';

/** Whether the reader may know of a field. What it answers for a field that does not exist does not matter. */
export type IsKnown = (entity: string, field: string) => boolean;

/** An unknown and a hidden field give the very same problem. Problem paths start with `filter`. */
export function parseFilter(design: FieldDirectory, entity: string, raw: unknown, isKnown: IsKnown): Result<Filter, FieldProblemInput[]> {
  const reading: Reading = { design, entity, isKnown, problems: [], conditions: 0 };
  const filter = readFilter(reading, raw, 'filter', 1);
  return filter === null || reading.problems.length > 0 ? fail(reading.problems) : ok(filter);
}

interface Reading {
  readonly design: FieldDirectory;
  readonly entity: string;
  readonly isKnown: IsKnown;
  readonly problems: FieldProblemInput[];
  conditions: number;
}

function readFilter(reading: Reading, raw: unknown, path: string, depth: number): Filter | null {
  if (depth > MAX_FILTER_DEPTH) return refuse(reading, path, 'FILTER_TOO_DEEP');
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(reading, path, 'FILTER_MALFORMED');
  const node = raw as Readonly<Record<string, unknown>>;
  const keys = Object.keys(node);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only === 'not') {
    const inner = readFilter(reading, node['not'], `${path}.not`, depth + 1);
    return inner && { not: inner };
  }
  if (only === 'and' || only === 'or') {
    const parts = readList(reading, node[only], `${path}.${only}`, depth + 1);
    return parts && (only === 'and' ? { and: parts } : { or: parts });
  }
  return readCondition(reading, node, keys, path);
}

function readList(reading: Reading, raw: unknown, path: string, depth: number): Filter[] | null {
  if (!Array.isArray(raw)) return refuse(reading, path, 'FILTER_MALFORMED');
  if (raw.length > MAX_FILTER_CONDITIONS) return refuse(reading, path, 'FILTER_TOO_LARGE');
  const parts: Filter[] = [];
  for (const [index, item] of raw.entries()) {
    const part = readFilter(reading, item, `${path}.${index}`, depth);
    if (part) parts.push(part);
    else if (reading.conditions > MAX_FILTER_CONDITIONS) return null;
  }
  return parts.length === raw.length ? parts : null;
}

function readCondition(reading: Reading, node: Readonly<Record<string, unknown>>, keys: readonly string[], path: string): FieldCondition | null {
  const { field, op, value } = node;
  if (typeof field !== 'string' || keys.some((key) => !['field', 'op', 'value'].includes(key))) return refuse(reading, path, 'FILTER_MALFORMED');
  reading.conditions += 1;
  if (reading.conditions > MAX_FILTER_CONDITIONS) return refuse(reading, path, 'FILTER_TOO_LARGE');

  const resolved = resolvePath(reading.design, reading.entity, field);
  if (!resolved.ok || !pathFields(reading.entity, resolved.value).every(([entity, key]) => reading.isKnown(entity, key))) {
    reading.problems.push(fieldProblem(`${path}.field`, 'FIELD_NOT_FOUND', field.slice(0, 100), { field: field.slice(0, 100) }));
    return null;
  }
  const { valueType } = resolved.value.field;
  if (!isOperator(op) || !valueType.operators.includes(op)) return refuse(reading, `${path}.op`, 'FILTER_OPERATOR');
  if (value === null && (op === 'eq' || op === 'ne')) return { field, op: op === 'eq' ? 'isEmpty' : 'isNotEmpty' };
  const operand = parseOperand(valueType, op, value);
  if (!operand.ok) return refuse(reading, `${path}.value`, 'FILTER_OPERAND');
  return operand.value === undefined ? { field, op } : { field, op, value: operand.value };
}

const isOperator = (op: unknown): op is FilterOperator => FILTER_OPERATORS.some((known) => known === op);

const WORDINGS = {
  FILTER_MALFORMED: { en: 'This is not a condition.', 'zh-CN': '筛选条件格式不正确。' },
  FILTER_TOO_DEEP: { en: `Conditions may be nested ${MAX_FILTER_DEPTH} deep at most.`, 'zh-CN': `筛选条件最多嵌套 ${MAX_FILTER_DEPTH} 层。` },
  FILTER_TOO_LARGE: { en: `There may be ${MAX_FILTER_CONDITIONS} conditions at most.`, 'zh-CN': `筛选条件最多 ${MAX_FILTER_CONDITIONS} 个。` },
  FILTER_OPERATOR: { en: 'This field cannot be compared in this way.', 'zh-CN': '该字段不支持这种比较方式。' },
  FILTER_OPERAND: { en: 'This field cannot be compared with this value.', 'zh-CN': '该字段不能与此值比较。' },
} as const;

function refuse(reading: Reading, path: string, code: keyof typeof WORDINGS): null {
  reading.problems.push({ path, code, message: WORDINGS[code] });
  return null;
}
