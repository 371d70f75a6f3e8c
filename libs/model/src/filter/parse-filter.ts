/**
 * Reads a filter tree that came from outside: view, query, role, rollup or relation. What comes back has known fields
 * only, operators their types allow, operands in their one spelling, keys in one order, and is small: two filters
 * that parse to the same JSON are the same filter.
 *
 * Meaning, in SQL as in JavaScript. Every condition is true or false, never unknown. An empty cell (null):
 * `ne`, `notIn`, `notContains`, `notWithin`, `isEmpty` are true, everything else is false. A path is empty where one of
 * its relations is. `contains`, `notContains`, `startsWith` and `endsWith` ignore case; of a list `contains` asks for
 * one entry, `in` for at least one of them, `notIn` for none; of files for part of a name, of an address for part of what
 * is written there, of HTML for part of the text people read (`wordsOf`). `between` includes both ends. `within` is a period of days
 * in the reader's zone (period.ts). Decimals compare by value. `{ and: [] }` is true, `{ or: [] }` is false. Comparing
 * with null comes back as `isEmpty` or `isNotEmpty`. A formula holds where it is true; blank is not true. `{ record: key }` stands for that field of the record whose relation
 * is filtered (bind-record.ts). Conditions on related rows see the rows their reader may see.
 */

import {
  ACTOR_LISTS, FILTER_OPERATORS, MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH, fail, ok,
  type ActorList, type CountTest, type FieldCondition, type FieldProblemInput, type Filter, type FilterOperator, type FormulaCondition, type RelatedCondition, type Result,
} from '@tessera/contract';
import { checkFormula } from '@tessera/formula';
import type { FieldModel } from '../design.ts';
import { formulaScope } from '../formula-scope.ts';
import { formulaNameFields, pathFields, relatedField, resolveFormulaName, resolvePath, resolveRelated, type FieldDirectory } from '../path.ts';
import { fieldProblem } from '../record/problem.ts';
import { MAX_LIST, MAX_TEXT, parseOperand, type PlacedField } from './operand.ts';

/** Whether the reader may know of a field. What it answers for a field that does not exist does not matter. */
export type IsKnown = (entity: string, field: string) => boolean;

export interface ParseFilterOptions {
  /** The entity whose relation is filtered: operands may be `{ "record": "<field of it>" }`. Absent: they may not. */
  readonly record?: string;
  /** Conditions may be `{ formula }`: in the row conditions of roles. */
  readonly formulas?: boolean;
}

/** Conditions on rows of rows of rows: each level is a query within a query. */
export const MAX_RELATED_DEPTH = 3;
const MAX_COUNT = 1_000_000;
const MAX_FORMULA = 10_000;

/** An unknown and a hidden field give the very same problem. Problem paths start with `filter`. */
export function parseFilter(design: FieldDirectory, entity: string, raw: unknown, isKnown: IsKnown, { record, formulas = false }: ParseFilterOptions = {}): Result<Filter, FieldProblemInput[]> {
  const reading: Reading = { design, record: record ?? null, formulas, isKnown, problems: [], size: { conditions: 0 } };
  const filter = readFilter(reading, entity, raw, { path: 'filter', depth: 1, related: 0 });
  return filter === null || reading.problems.length > 0 ? fail(reading.problems) : ok(filter);
}

interface Reading {
  readonly design: FieldDirectory;
  readonly record: string | null;
  readonly formulas: boolean;
  readonly isKnown: IsKnown;
  readonly problems: FieldProblemInput[];
  readonly size: { conditions: number };
}

interface Place {
  readonly path: string;
  readonly depth: number;
  /** Levels of related rows above. */
  readonly related: number;
}

const below = (place: Place, step: string): Place => ({ ...place, path: `${place.path}.${step}`, depth: place.depth + 1 });

type Node = Readonly<Record<string, unknown>>;

function readFilter(reading: Reading, entity: string, raw: unknown, place: Place): Filter | null {
  if (place.depth > MAX_FILTER_DEPTH || place.related > MAX_RELATED_DEPTH) return refuse(reading, place.path, 'FILTER_TOO_DEEP');
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(reading, place.path, 'FILTER_MALFORMED');
  const node = raw as Node;
  const keys = Object.keys(node);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only === 'not') {
    const inner = readFilter(reading, entity, node['not'], below(place, 'not'));
    return inner && { not: inner };
  }
  if (only === 'and' || only === 'or') {
    const parts = readList(reading, entity, node[only], below(place, only));
    return parts && (only === 'and' ? { and: parts } : { or: parts });
  }
  if (only === 'formula' && reading.formulas) return readFormula(reading, entity, node['formula'], place.path);
  return Object.hasOwn(node, 'related') ? readRelated(reading, entity, node, keys, place) : readCondition(reading, entity, node, keys, place.path);
}

function readList(reading: Reading, entity: string, raw: unknown, place: Place): Filter[] | null {
  if (!Array.isArray(raw)) return refuse(reading, place.path, 'FILTER_MALFORMED');
  if (raw.length > MAX_FILTER_CONDITIONS) return refuse(reading, place.path, 'FILTER_TOO_LARGE');
  const parts: Filter[] = [];
  for (const [index, item] of raw.entries()) {
    const part = readFilter(reading, entity, item, { ...place, path: `${place.path}.${index}` });
    if (part) parts.push(part);
    else if (reading.size.conditions > MAX_FILTER_CONDITIONS) return null;
  }
  return parts.length === raw.length ? parts : null;
}

/** A name that is not known is answered as one that does not exist. The text is kept as it was written. */
function readFormula(reading: Reading, entity: string, text: unknown, path: string): FormulaCondition | null {
  if (typeof text !== 'string' || text.length > MAX_FORMULA) return refuse(reading, path, 'FILTER_MALFORMED');
  if (!countCondition(reading, path)) return null;
  const scope = formulaScope(reading.design, entity, []);
  const isKnown = (name: string): boolean => {
    const resolved = resolveFormulaName(reading.design, entity, name);
    return resolved.ok && formulaNameFields(entity, resolved.value).every(([at, key]) => reading.isKnown(at, key));
  };
  const checked = checkFormula(text, { names: {}, resolve: (name) => (isKnown(name) ? scope.resolve?.(name) : undefined) }, ['boolean']);
  if (checked.ok) return { formula: text };
  for (const { from, to, code, message } of checked.problem) reading.problems.push({ path: `${path}.formula`, code, message, params: { from, to } });
  return null;
}

const QUANTIFIERS = ['some', 'none', 'every'] as const;

function readRelated(reading: Reading, entity: string, node: Node, keys: readonly string[], place: Place): RelatedCondition | null {
  const { related } = node;
  const quantifier = QUANTIFIERS.find((name) => Object.hasOwn(node, name));
  const allowed = quantifier === undefined ? ['related', 'count', 'where'] : ['related', quantifier];
  const counts = Object.hasOwn(node, 'count');
  if (typeof related !== 'string' || (quantifier === undefined) !== counts || keys.some((key) => !allowed.includes(key))) return refuse(reading, place.path, 'FILTER_MALFORMED');
  if (!countCondition(reading, place.path)) return null;

  const resolved = resolveRelated(reading.design, entity, related);
  if (!resolved.ok || !reading.isKnown(...relatedField(entity, resolved.value))) return notFound(reading, `${place.path}.related`, related);
  const inner = (raw: unknown, step: string): Filter | null =>
    readFilter(reading, resolved.value.entity, raw, { ...below(place, step), related: place.related + 1 });
  if (quantifier !== undefined) {
    const filter = inner(node[quantifier], quantifier);
    if (!filter) return null;
    return quantifier === 'some' ? { related, some: filter } : quantifier === 'none' ? { related, none: filter } : { related, every: filter };
  }
  const count = readCount(node['count']);
  if (!count) return refuse(reading, `${place.path}.count`, 'FILTER_OPERAND');
  if (!Object.hasOwn(node, 'where')) return { related, count };
  const where = inner(node['where'], 'where');
  return where && { related, count, where };
}

const COUNT_OPERATORS = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const satisfies readonly CountTest['op'][];

function readCount(raw: unknown): CountTest | null {
  if (typeof raw !== 'object' || raw === null || Object.keys(raw).some((key) => !['op', 'value'].includes(key))) return null;
  const { op, value } = raw as Node;
  const known = COUNT_OPERATORS.find((name) => name === op);
  return known !== undefined && typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT ? { op: known, value: value === 0 ? 0 : value } : null;
}

function readCondition(reading: Reading, entity: string, node: Node, keys: readonly string[], path: string): FieldCondition | null {
  const { field, op, value } = node;
  if (typeof field !== 'string' || keys.some((key) => !['field', 'op', 'value'].includes(key))) return refuse(reading, path, 'FILTER_MALFORMED');
  if (!countCondition(reading, path)) return null;

  const resolved = resolvePath(reading.design, entity, field);
  if (!resolved.ok || !pathFields(entity, resolved.value).every(([at, key]) => reading.isKnown(at, key))) return notFound(reading, `${path}.field`, field);
  const found = resolved.value.field;
  if (!isOperator(op) || !found.valueType.operators.includes(op)) return refuse(reading, `${path}.op`, 'FILTER_OPERATOR');
  if (value === null && (op === 'eq' || op === 'ne')) return { field, op: op === 'eq' ? 'isEmpty' : 'isNotEmpty' };
  const list = actorList(value);
  if (list !== null) return (op === 'in' || op === 'notIn') && listsOf(found).includes(list) ? { field, op, value: { var: list } } : refuse(reading, `${path}.value`, 'FILTER_ACTOR_LIST');
  const operand = parseOperand(resolved.value, op, value, reading.record === null ? null : (key) => recordField(reading, key));
  if (!operand.ok) return refuse(reading, `${path}.value`, isTooLong(value) ? 'FILTER_OPERAND_LONG' : 'FILTER_OPERAND');
  return operand.value === undefined ? { field, op } : { field, op, value: operand.value };
}

function actorList(value: unknown): ActorList | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1 || !Object.hasOwn(value, 'var')) return null;
  return ACTOR_LISTS.find((list) => list === (value as Node)['var']) ?? null;
}

/** The lists of whoever asks that say something about the field: of departments, or of members. */
const listsOf = ({ valueType: { pointsTo } }: FieldModel): readonly ActorList[] =>
  ACTOR_LISTS.filter((list) => pointsTo === (DEPARTMENT_LISTS.includes(list) ? 'department' : 'member'));
const DEPARTMENT_LISTS: readonly ActorList[] = ['myDepartments', 'myDepartmentsBelow'];

/** A list or a text beyond what is compared. */
const isTooLong = (value: unknown): boolean => (Array.isArray(value) && value.length > MAX_LIST) || (typeof value === 'string' && value.length > MAX_TEXT);

function recordField({ design, record }: Reading, key: string): PlacedField | undefined {
  const field = record === null ? undefined : design.entities.get(record)?.fields.get(key);
  return field && record !== null ? { entity: record, field } : undefined;
}

const isOperator = (op: unknown): op is FilterOperator => FILTER_OPERATORS.some((known) => known === op);

function countCondition(reading: Reading, path: string): boolean {
  reading.size.conditions += 1;
  if (reading.size.conditions <= MAX_FILTER_CONDITIONS) return true;
  refuse(reading, path, 'FILTER_TOO_LARGE');
  return false;
}

const WORDINGS = {
  FILTER_MALFORMED: { en: 'This is not a condition.', 'zh-CN': '筛选条件格式不正确。' },
  FILTER_TOO_DEEP: { en: `Conditions may be nested ${MAX_FILTER_DEPTH} deep at most, and lead over related rows ${MAX_RELATED_DEPTH} times at most.`, 'zh-CN': `筛选条件最多嵌套 ${MAX_FILTER_DEPTH} 层，其中关联记录最多 ${MAX_RELATED_DEPTH} 层。` },
  FILTER_TOO_LARGE: { en: `There may be ${MAX_FILTER_CONDITIONS} conditions at most.`, 'zh-CN': `筛选条件最多 ${MAX_FILTER_CONDITIONS} 个。` },
  FILTER_OPERATOR: { en: 'This field cannot be compared in this way.', 'zh-CN': '该字段不支持这种比较方式。' },
  FILTER_OPERAND_LONG: { en: `A field can be compared with ${MAX_LIST} values at most, or with a text of ${MAX_TEXT} characters.`, 'zh-CN': `最多与 ${MAX_LIST} 个值或 ${MAX_TEXT} 个字符的文本比较。` },
  FILTER_ACTOR_LIST: { en: 'Lists of your departments go with department fields, lists of your people with member fields, and both with "is one of" or "is none of".', 'zh-CN': '“我的部门”类列表仅适用于部门字段，“我的同事”类列表仅适用于成员字段，且只能使用“属于”或“不属于”。' },
  FILTER_OPERAND: { en: 'This field cannot be compared with this value.', 'zh-CN': '该字段不能与此值比较。' },
} as const;

function refuse(reading: Reading, path: string, code: keyof typeof WORDINGS): null {
  reading.problems.push({ path, code, message: WORDINGS[code] });
  return null;
}

function notFound(reading: Reading, path: string, name: string): null {
  const shown = name.slice(0, 100);
  reading.problems.push(fieldProblem(path, 'FIELD_NOT_FOUND', shown, { field: shown }));
  return null;
}
