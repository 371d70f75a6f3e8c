/**
 * A filter while somebody builds it: one list of conditions joined by "and" or "or", some of them not finished.
 * Filters of another shape (nested, negated) are not editable here and stay whole. Pure.
 */

import type { FieldCondition, FieldDocument, FieldTypeKey, Filter, FilterOperand, FilterOperator } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { valueTypeOf } from '../fields/value-type.ts';

export interface ConditionDraft {
  readonly field: string;
  readonly op: FilterOperator;
  readonly value?: FilterOperand | undefined;
}

export interface FilterDraft {
  readonly join: 'and' | 'or';
  readonly conditions: readonly ConditionDraft[];
}

export const EMPTY_DRAFT: FilterDraft = { join: 'and', conditions: [] };

/** Operators that make sense to people, most used first; fewer than the server knows. */
export function operatorsFor(field: FieldDocument): readonly FilterOperator[] {
  const type = valueTypeOf(field);
  const known = fieldType(type).operators;
  const wanted = PREFERRED[type] ?? ['contains', 'eq', 'ne', 'startsWith', 'isEmpty', 'isNotEmpty'];
  return wanted.filter((op) => known.includes(op));
}

const COMPARABLE: readonly FilterOperator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'isEmpty', 'isNotEmpty'];
const TIMELY: readonly FilterOperator[] = ['eq', 'lt', 'lte', 'gt', 'gte', 'isEmpty', 'isNotEmpty'];
const PREFERRED: Partial<Record<FieldTypeKey, readonly FilterOperator[]>> = {
  number: COMPARABLE,
  money: COMPARABLE,
  percent: COMPARABLE,
  date: TIMELY,
  datetime: TIMELY,
  checkbox: ['eq'],
  select: ['in', 'notIn', 'isEmpty', 'isNotEmpty'],
  multiSelect: ['contains', 'in', 'notIn', 'isEmpty', 'isNotEmpty'],
  member: ['eq', 'ne', 'isEmpty', 'isNotEmpty'],
  relation: ['eq', 'ne', 'isEmpty', 'isNotEmpty'],
};

export const isFilterable = (field: FieldDocument): boolean => operatorsFor(field).length > 0;

/** A condition for a field that was just chosen. */
export function newCondition(field: FieldDocument): ConditionDraft {
  const op = operatorsFor(field)[0] ?? 'eq';
  return { field: field.key, op, ...(valueTypeOf(field) === 'checkbox' ? { value: true } : {}) };
}

export const needsValue = (op: FilterOperator): boolean => op !== 'isEmpty' && op !== 'isNotEmpty';
export const takesList = (op: FilterOperator): boolean => op === 'in' || op === 'notIn';

/** With another operator the value stays when it still fits. */
export function withOperator(condition: ConditionDraft, op: FilterOperator): ConditionDraft {
  const { value, ...rest } = condition;
  if (!needsValue(op) || value === undefined) return { ...rest, op };
  if (takesList(op) === Array.isArray(value)) return { ...rest, op, value };
  if (takesList(op)) return typeof value === 'string' ? { ...rest, op, value: [value] } : { ...rest, op };
  const first = (value as readonly unknown[])[0];
  return typeof first === 'string' ? { ...rest, op, value: first } : { ...rest, op };
}

export function isComplete({ op, value }: ConditionDraft): boolean {
  if (!needsValue(op)) return true;
  if (takesList(op)) return Array.isArray(value) && value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

/** Unfinished conditions filter nothing yet. */
export function toFilter(draft: FilterDraft): Filter | undefined {
  const conditions = draft.conditions.filter(isComplete).map(({ field, op, value }): FieldCondition => (needsValue(op) ? { field, op, value: value! } : { field, op }));
  if (conditions.length === 0) return undefined;
  if (conditions.length === 1) return conditions[0];
  return draft.join === 'or' ? { or: conditions } : { and: conditions };
}

/** Null when the filter is not one flat list. */
export function toDraft(filter: Filter | undefined): FilterDraft | null {
  if (!filter) return EMPTY_DRAFT;
  if ('field' in filter) return { join: 'and', conditions: [filter] };
  const join = 'and' in filter ? 'and' : 'or' in filter ? 'or' : null;
  if (!join) return null;
  const parts = 'and' in filter ? filter.and : 'or' in filter ? filter.or : [];
  const conditions = parts.filter((part): part is FieldCondition => 'field' in part);
  return conditions.length === parts.length ? { join, conditions } : null;
}
