/** What a parsed filter depends on: the fields it touches, and whether its answer changes with the hour or the asker. */

import type { FieldCondition, Filter, RelatedCondition } from '@tessera/contract';
import { pathFields, relatedField, resolvePath, resolveRelated, type FieldDirectory } from '../path.ts';

/** Every `[entity, field]` of it, relations on the way included; those of `record` operands are not among them. */
export function filterFields(directory: FieldDirectory, entity: string, filter: Filter): readonly (readonly [string, string])[] {
  if ('and' in filter) return filter.and.flatMap((part) => filterFields(directory, entity, part));
  if ('or' in filter) return filter.or.flatMap((part) => filterFields(directory, entity, part));
  if ('not' in filter) return filterFields(directory, entity, filter.not);
  if ('related' in filter) {
    const related = resolveRelated(directory, entity, filter.related);
    if (!related.ok) return [];
    const inner = relatedFilter(filter);
    return [relatedField(entity, related.value), ...(inner ? filterFields(directory, related.value.entity, inner) : [])];
  }
  const path = resolvePath(directory, entity, filter.field);
  return path.ok ? pathFields(entity, path.value) : [];
}

/** The filter that a condition on related rows puts to each of them; undefined where it only counts them. */
export function relatedFilter(condition: RelatedCondition): Filter | undefined {
  if ('some' in condition) return condition.some;
  if ('none' in condition) return condition.none;
  return 'every' in condition ? condition.every : condition.where;
}

export function conditionsOf(filter: Filter): readonly FieldCondition[] {
  if ('and' in filter) return filter.and.flatMap(conditionsOf);
  if ('or' in filter) return filter.or.flatMap(conditionsOf);
  if ('not' in filter) return conditionsOf(filter.not);
  if (!('related' in filter)) return [filter];
  const inner = relatedFilter(filter);
  return inner ? conditionsOf(inner) : [];
}

/** True of a filter that looks at fields of the row itself, and at no other row. */
export function staysInRow(filter: Filter): boolean {
  if ('and' in filter) return filter.and.every(staysInRow);
  if ('or' in filter) return filter.or.every(staysInRow);
  if ('not' in filter) return staysInRow(filter.not);
  return !('related' in filter) && !filter.field.includes('.');
}

/** True of a filter without "me", "today", "now" and periods around today. */
export const isTimeless = (filter: Filter): boolean =>
  conditionsOf(filter).every(({ value }) => typeof value !== 'object' || value === null || Array.isArray(value) || !('var' in value || 'period' in value));

/** Keys of fields of the record that `{ "record": … }` operands name. */
export const recordOperands = (filter: Filter): readonly string[] => [
  ...new Set(conditionsOf(filter).flatMap(({ value }) => (typeof value === 'object' && value !== null && !Array.isArray(value) && 'record' in value ? [value.record] : []))),
];
