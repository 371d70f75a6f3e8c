/**
 * The filter of a relation with the values of one record put in: what remains is a filter that any query takes.
 * The write door binds the record that is saved, the form what is being entered.
 */

import type { FieldCondition, Filter, FilterOperand } from '@tessera/contract';

const NOTHING: Filter = { or: [] };
const EVERYTHING: Filter = { and: [] };

/**
 * `value` gives the record's values in canonical wire form, null for empty. Compared with an empty field, `ne`, `notIn` and
 * `notContains` hold and everything else does not: nothing can be chosen before the field it depends on. Pure.
 */
export function bindRecord(filter: Filter, value: (key: string) => unknown): Filter {
  if ('and' in filter) return { and: filter.and.map((part) => bindRecord(part, value)) };
  if ('or' in filter) return { or: filter.or.map((part) => bindRecord(part, value)) };
  if ('not' in filter) return { not: bindRecord(filter.not, value) };
  if ('related' in filter) {
    const { related } = filter;
    if ('some' in filter) return { related, some: bindRecord(filter.some, value) };
    if ('none' in filter) return { related, none: bindRecord(filter.none, value) };
    if ('every' in filter) return { related, every: bindRecord(filter.every, value) };
    return filter.where ? { related, count: filter.count, where: bindRecord(filter.where, value) } : filter;
  }
  return 'formula' in filter ? filter : bindCondition(filter, value);
}

function bindCondition(condition: FieldCondition, value: (key: string) => unknown): Filter {
  const { field, op, value: operand } = condition;
  if (typeof operand !== 'object' || operand === null || !('record' in operand)) return condition;
  const bound = idOf(value(operand.record));
  if (bound === null || bound === undefined || bound === '' || (Array.isArray(bound) && bound.length === 0)) {
    return ['ne', 'notIn', 'notContains'].includes(op) ? EVERYTHING : NOTHING;
  }
  return { field, op, value: bound as FilterOperand };
}

/** References may still be in the form in which they are read. */
function idOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(idOf);
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
}
