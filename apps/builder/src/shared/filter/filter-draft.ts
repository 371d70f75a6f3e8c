/**
 * A filter while somebody builds it: a tree of groups, some conditions in it not finished. Every filter has a draft
 * and comes back as it was; what no control can say (an "or" of nothing) is kept whole. Pure.
 */

import { ACTOR_LISTS, type ActorList, type CountTest, type FieldCondition, type Filter, type FilterOperand, type FilterOperator, type RelatedCondition } from '@tessera/contract';

export interface ConditionDraft {
  readonly kind: 'condition';
  readonly field: string;
  readonly op: FilterOperator;
  readonly value?: FilterOperand | undefined;
}

export interface GroupDraft {
  readonly kind: 'group';
  readonly join: 'and' | 'or';
  /** The whole group must not hold. */
  readonly negated: boolean;
  readonly parts: readonly FilterNode[];
}

export type RelatedTest = 'some' | 'none' | 'every' | 'count';

/** On the rows a record has elsewhere; `count` also compares how many there are. */
export interface RelatedDraft {
  readonly kind: 'related';
  readonly related: string;
  readonly test: RelatedTest;
  readonly count: { readonly op: CountTest['op']; readonly value: number | null };
  readonly where: GroupDraft;
}

/** Only in the row conditions of roles. */
export interface FormulaDraft {
  readonly kind: 'formula';
  readonly formula: string;
}

export interface KeptDraft {
  readonly kind: 'kept';
  readonly filter: Filter;
}

export type FilterNode = ConditionDraft | GroupDraft | RelatedDraft | FormulaDraft | KeptDraft;
export type FilterDraft = GroupDraft;

export const EMPTY_DRAFT: FilterDraft = { kind: 'group', join: 'and', negated: false, parts: [] };

export const COUNT_OPERATORS: readonly CountTest['op'][] = ['gte', 'gt', 'eq', 'ne', 'lte', 'lt'];

export const newRelated = (related: string): RelatedDraft => ({ kind: 'related', related, test: 'some', count: { op: 'gte', value: 1 }, where: EMPTY_DRAFT });

export const needsValue = (op: FilterOperator): boolean => op !== 'isEmpty' && op !== 'isNotEmpty';
export const takesList = (op: FilterOperator): boolean => op === 'in' || op === 'notIn';
export const takesPeriod = (op: FilterOperator): boolean => op === 'within' || op === 'notWithin';

const isList = (value: FilterOperand | undefined): value is readonly (string | number | boolean | null)[] => Array.isArray(value);
/** People or departments that depend on who asks: `myTeam`. */
export const actorListOf = (value: FilterOperand | undefined): ActorList | null =>
  typeof value === 'object' && value !== null && 'var' in value ? (ACTOR_LISTS.find((list) => list === value.var) ?? null) : null;

const isScalar = (value: unknown): value is string | number | boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

type OperandShape = 'none' | 'one' | 'list' | 'pair' | 'period';

function shapeOf(op: FilterOperator): OperandShape {
  if (!needsValue(op)) return 'none';
  if (takesPeriod(op)) return 'period';
  return op === 'between' ? 'pair' : takesList(op) ? 'list' : 'one';
}

/** With another operator the value stays when it still means the same. */
export function withOperator(condition: ConditionDraft, op: FilterOperator): ConditionDraft {
  const { value, ...rest } = condition;
  const from = shapeOf(condition.op);
  const to = shapeOf(op);
  if (to === 'none' || value === undefined) return { ...rest, op };
  if (from === to) return { ...rest, op, value };
  if (from === 'one' && isScalar(value)) {
    if (to === 'list') return { ...rest, op, value: [value] };
    if (to === 'pair') return { ...rest, op, value: [value, null] };
  }
  if ((from === 'list' || from === 'pair') && isList(value)) {
    const [first] = value;
    if (to === 'one' && isScalar(first)) return { ...rest, op, value: first };
  }
  return { ...rest, op };
}

export function isComplete({ op, value }: ConditionDraft): boolean {
  switch (shapeOf(op)) {
    case 'none':
      return true;
    case 'list':
      return (isList(value) && value.length > 0) || actorListOf(value) !== null;
    case 'pair':
      return isList(value) && value.length === 2 && value.every((one) => one !== null && one !== '');
    case 'period':
      return typeof value === 'object' && value !== null && 'period' in value;
    case 'one':
      return value !== undefined && value !== null && value !== '';
  }
}

/** Whether something in it would be left out; a rule must not be saved like that, for it would hold for more. */
export function hasGaps(node: FilterNode): boolean {
  switch (node.kind) {
    case 'condition':
      return !isComplete(node);
    case 'related':
      return hasGaps(node.where) || (node.test === 'count' && node.count.value === null);
    case 'group':
      return node.parts.some(hasGaps);
    case 'formula':
      return node.formula.trim() === '';
    case 'kept':
      return false;
  }
}

/** How many conditions a person reads in it. */
export function countConditions(node: FilterNode): number {
  switch (node.kind) {
    case 'group':
      return node.parts.reduce((sum, part) => sum + countConditions(part), 0);
    case 'related':
      return 1 + countConditions(node.where);
    default:
      return 1;
  }
}

/** Unfinished conditions filter nothing yet. */
export function toFilter(node: FilterNode): Filter | undefined {
  switch (node.kind) {
    case 'kept':
      return node.filter;
    case 'formula':
      return node.formula.trim() === '' ? undefined : { formula: node.formula };
    case 'condition':
      if (!isComplete(node)) return undefined;
      return needsValue(node.op) ? { field: node.field, op: node.op, value: node.value! } : { field: node.field, op: node.op };
    case 'related':
      return toRelated(node);
    case 'group': {
      const parts = node.parts.map(toFilter).filter((part) => part !== undefined);
      if (parts.length === 0) return undefined;
      const joined: Filter = parts.length === 1 ? parts[0]! : node.join === 'or' ? { or: parts } : { and: parts };
      return node.negated ? { not: joined } : joined;
    }
  }
}

/** Rows on which no condition is set: "there are some" and "there are none" say enough, "every" says nothing. */
function toRelated({ related, test, count, where }: RelatedDraft): Filter | undefined {
  const inner = toFilter(where);
  switch (test) {
    case 'some':
      return { related, some: inner ?? { and: [] } };
    case 'none':
      return { related, none: inner ?? { and: [] } };
    case 'every':
      return inner && { related, every: inner };
    case 'count':
      if (count.value === null) return undefined;
      return { related, count: { op: count.op, value: count.value }, ...(inner ? { where: inner } : {}) };
  }
}

/** The draft of any filter. */
export function toDraft(filter: Filter | undefined): FilterDraft {
  if (!filter) return EMPTY_DRAFT;
  const node = toNode(filter);
  return node.kind === 'group' && !node.negated ? node : { ...EMPTY_DRAFT, parts: [node] };
}

function toNode(filter: Filter): FilterNode {
  if ('and' in filter) return { ...EMPTY_DRAFT, parts: filter.and.map(toNode) };
  if ('or' in filter) return filter.or.length === 0 ? { kind: 'kept', filter } : { ...EMPTY_DRAFT, join: 'or', parts: filter.or.map(toNode) };
  if ('not' in filter) {
    const inner = toNode(filter.not);
    if (inner.kind === 'group' && inner.parts.length === 0) return { kind: 'kept', filter };
    return inner.kind === 'group' && !inner.negated ? { ...inner, negated: true } : { ...EMPTY_DRAFT, negated: true, parts: [inner] };
  }
  if ('related' in filter) return relatedNode(filter);
  if ('formula' in filter) return { kind: 'formula', formula: filter.formula };
  const { field, op, value } = filter;
  return { kind: 'condition', field, op, ...(value === undefined ? {} : { value }) };
}

function relatedNode(filter: RelatedCondition): RelatedDraft {
  const start = newRelated(filter.related);
  if ('some' in filter) return { ...start, test: 'some', where: toDraft(filter.some) };
  if ('none' in filter) return { ...start, test: 'none', where: toDraft(filter.none) };
  if ('every' in filter) return { ...start, test: 'every', where: toDraft(filter.every) };
  return { ...start, test: 'count', count: filter.count, where: toDraft(filter.where) };
}

/** A filter in one spelling: the same keys in the same order, and none that is undefined. */
export function spelled(filter: Filter): Filter {
  if ('and' in filter) return { and: filter.and.map(spelled) };
  if ('or' in filter) return { or: filter.or.map(spelled) };
  if ('not' in filter) return { not: spelled(filter.not) };
  if ('related' in filter) {
    const { related } = filter;
    if ('some' in filter) return { related, some: spelled(filter.some) };
    if ('none' in filter) return { related, none: spelled(filter.none) };
    if ('every' in filter) return { related, every: spelled(filter.every) };
    return { related, count: { op: filter.count.op, value: filter.count.value }, ...(filter.where ? { where: spelled(filter.where) } : {}) };
  }
  return 'formula' in filter ? { formula: filter.formula } : spelledCondition(filter);
}

const spelledCondition = ({ field, op, value }: FieldCondition): FieldCondition => (value === undefined ? { field, op } : { field, op, value });

/** Only the outline of what came from an address; the server checks fields, operators and values. */
export function isFilter(value: unknown, depth = 0): value is Filter {
  if (typeof value !== 'object' || value === null || depth > 12) return false;
  const filter = value as Record<string, unknown>;
  if (Array.isArray(filter.and)) return filter.and.every((part) => isFilter(part, depth + 1));
  if (Array.isArray(filter.or)) return filter.or.every((part) => isFilter(part, depth + 1));
  if ('not' in filter) return isFilter(filter.not, depth + 1);
  if (typeof filter.related === 'string') {
    const count = filter.count as { op?: unknown; value?: unknown } | undefined;
    if (count) return typeof count.op === 'string' && typeof count.value === 'number' && (filter.where === undefined || isFilter(filter.where, depth + 1));
    return isFilter(filter.some ?? filter.none ?? filter.every, depth + 1);
  }
  if (typeof filter.formula === 'string') return true;
  return typeof filter.field === 'string' && typeof filter.op === 'string';
}
