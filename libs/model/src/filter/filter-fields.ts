/** What a parsed filter depends on: the fields it touches, and whether its answer changes with the hour or the asker. */

import type { FieldCondition, Filter, FormulaCondition, RelatedCondition } from '@tessera/contract';
import { checkFormula, type CheckedFormula } from '@tessera/formula';
import { formulaScope } from '../formula-scope.ts';
import { PARENT_HOP, formulaNameFields, pathFields, relatedField, resolveFormulaName, resolvePath, resolveRelated, type FieldDirectory } from '../path.ts';

/** Every `[entity, field]` of it, relations on the way included (also `parent`, which is no field, in paths of child rows); those of `record` operands are not among them. */
export function filterFields(directory: FieldDirectory, entity: string, filter: Filter): readonly (readonly [string, string])[] {
  if ('and' in filter) return filter.and.flatMap((part) => filterFields(directory, entity, part));
  if ('or' in filter) return filter.or.flatMap((part) => filterFields(directory, entity, part));
  if ('not' in filter) return filterFields(directory, entity, filter.not);
  if ('related' in filter) {
    const inner = relatedFilter(filter);
    const owner = filter.related === PARENT_HOP ? (directory.entities.get(entity)?.parent ?? null) : null;
    if (owner !== null) return inner ? filterFields(directory, owner, inner) : [];
    const related = resolveRelated(directory, entity, filter.related);
    if (!related.ok) return [];
    return [relatedField(entity, related.value), ...(inner ? filterFields(directory, related.value.entity, inner) : [])];
  }
  if ('formula' in filter) {
    const formula = conditionFormula(directory, entity, filter);
    return formula ? formulaFields(directory, entity, formula) : [];
  }
  const path = resolvePath(directory, entity, filter.field);
  return path.ok ? pathFields(entity, path.value) : [];
}

/** The formula of a condition over records of `entity`, checked; null when it is not right there (any more). */
export function conditionFormula(directory: FieldDirectory, entity: string, { formula }: FormulaCondition): CheckedFormula | null {
  const checked = checkFormula(formula, formulaScope(directory, entity, []), ['boolean']);
  return checked.ok ? checked.value : null;
}

/** Every `[entity, field]` a formula over records of `entity` names, relations on the way included. */
export const formulaFields = (directory: FieldDirectory, entity: string, formula: CheckedFormula): readonly (readonly [string, string])[] =>
  formula.names.flatMap((name) => {
    const resolved = resolveFormulaName(directory, entity, name);
    return resolved.ok ? formulaNameFields(entity, resolved.value) : [];
  });

/** The filter that a condition on related rows puts to each of them; undefined where it only counts them. */
export function relatedFilter(condition: RelatedCondition): Filter | undefined {
  if ('some' in condition) return condition.some;
  if ('none' in condition) return condition.none;
  return 'every' in condition ? condition.every : condition.where;
}

/** The comparisons of fields in it; what formulas compare is not among them. */
export function conditionsOf(filter: Filter): readonly FieldCondition[] {
  if ('and' in filter) return filter.and.flatMap(conditionsOf);
  if ('or' in filter) return filter.or.flatMap(conditionsOf);
  if ('not' in filter) return conditionsOf(filter.not);
  if ('formula' in filter) return [];
  if (!('related' in filter)) return [filter];
  const inner = relatedFilter(filter);
  return inner ? conditionsOf(inner) : [];
}

/** True of a filter that looks at fields of the row itself, and at no other row. Of a formula nobody tells. */
export function staysInRow(filter: Filter): boolean {
  if ('and' in filter) return filter.and.every(staysInRow);
  if ('or' in filter) return filter.or.every(staysInRow);
  if ('not' in filter) return staysInRow(filter.not);
  return !('related' in filter || 'formula' in filter) && !filter.field.includes('.');
}

/** True of a filter without "me", "today", "now", lists of the asker and periods around today. Of a formula nobody tells. */
export const isTimeless = (filter: Filter): boolean =>
  !hasFormula(filter) &&
  conditionsOf(filter).every(({ value }) => typeof value !== 'object' || value === null || Array.isArray(value) || !('var' in value || 'period' in value));

export function hasFormula(filter: Filter): boolean {
  if ('and' in filter) return filter.and.some(hasFormula);
  if ('or' in filter) return filter.or.some(hasFormula);
  if ('not' in filter) return hasFormula(filter.not);
  if (!('related' in filter)) return 'formula' in filter;
  const inner = relatedFilter(filter);
  return inner !== undefined && hasFormula(inner);
}

/** Keys of fields of the record that `{ "record": … }` operands name. */
export const recordOperands = (filter: Filter): readonly string[] => [
  ...new Set(conditionsOf(filter).flatMap(({ value }) => (typeof value === 'object' && value !== null && !Array.isArray(value) && 'record' in value ? [value.record] : []))),
];
