/**
 * Which records a relation lets one choose now: its filter with what the form holds in the place of `{ record: … }`. A
 * field that is still empty asks for records where the other side is empty as well, as the server will. Pure.
 */

import type { FieldDocument, Filter, FilterOperand, RelatedCondition, RelationOptions } from '@tessera/contract';
import type { FormValues } from './form-values.ts';

export function choosable(field: FieldDocument, values: FormValues): Filter | undefined {
  const filter = (field.options as RelationOptions | undefined)?.filter;
  return filter && filled(filter, values);
}

function filled(filter: Filter, values: FormValues): Filter {
  if ('and' in filter) return { and: filter.and.map((part) => filled(part, values)) };
  if ('or' in filter) return { or: filter.or.map((part) => filled(part, values)) };
  if ('not' in filter) return { not: filled(filter.not, values) };
  if ('related' in filter) return filledRelated(filter, values);
  if ('formula' in filter) return filter;
  const { value } = filter;
  return typeof value === 'object' && value !== null && 'record' in value ? { ...filter, value: operand(values[value.record]) } : filter;
}

function filledRelated(filter: RelatedCondition, values: FormValues): Filter {
  if ('some' in filter) return { related: filter.related, some: filled(filter.some, values) };
  if ('none' in filter) return { related: filter.related, none: filled(filter.none, values) };
  if ('every' in filter) return { related: filter.related, every: filled(filter.every, values) };
  return filter.where ? { ...filter, where: filled(filter.where, values) } : filter;
}

const operand = (value: unknown): FilterOperand => (typeof value === 'string' || typeof value === 'boolean' || Array.isArray(value) ? (value as FilterOperand) : null);
