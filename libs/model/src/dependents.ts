/**
 * What would be left without its ground if a field, or a whole entity, went: every formula, rollup, lookup, rule, filter
 * and title that uses it directly. What these are in turn used by, asking again tells.
 */

import type { CheckedFormula } from '@tessera/formula';
import type { Design, EntityModel, FieldModel } from './design.ts';
import { watchedFields } from './field-types/modified-type.ts';
import { filterFields, formulaFields, recordOperands } from './filter/filter-fields.ts';
import { relatedField } from './path.ts';

export type DependencyKind = 'formula' | 'rollup' | 'lookup' | 'default' | 'validation' | 'unique' | 'filter' | 'relation' | 'title' | 'duplicateRule' | 'button' | 'modified' | 'parent';

export interface Dependent {
  readonly kind: DependencyKind;
  readonly entity: string;
  /** The field it is a setting of; null for settings of the entity itself. */
  readonly field: string | null;
  /** Of the setting, as in problems of compileDesign. */
  readonly path: string;
}

/** `field`: absent for anything that uses the entity. The field's own settings are no dependents, nor the entity's own ones when it is the entity that goes. */
export function dependentsOf(design: Design, entity: string, field?: string): readonly Dependent[] {
  const hit = ({ touched, entities }: Use): boolean =>
    field === undefined ? entities.includes(entity) || touched.some(([at]) => at === entity) : touched.some(([at, key]) => at === entity && key === field);
  return [...design.entities.values()].flatMap((model) => {
    if (field === undefined && model.key === entity) return [];
    return usesOf(design, model)
      .filter((use) => hit(use) && !(model.key === entity && use.dependent.field !== null && use.dependent.field === field))
      .map(({ dependent }) => dependent);
  });
}

export interface Use {
  readonly dependent: Dependent;
  readonly touched: readonly (readonly [string, string])[];
  /** Entities it needs as such. */
  readonly entities: readonly string[];
}

/** Every setting of the entity and its fields that names fields, with all it names. */
export function usesOf(design: Design, model: EntityModel): Use[] {
  const { key: entity, document } = model;
  const whole = (kind: DependencyKind, setting: string, touched: Use['touched'], entities: readonly string[] = []): Use => ({ dependent: { kind, entity, field: null, path: `${entity}.${setting}` }, touched, entities });
  return [
    whole('title', 'titleField', [[entity, document.titleField]]),
    ...(document.parent === undefined ? [] : [whole('parent', 'parent', [], [document.parent])]),
    ...(document.duplicateRules ?? []).flatMap((rule, r) => rule.fields.map(({ field }, f) => whole('duplicateRule', `duplicateRules.${r}.fields.${f}`, [[entity, field]]))),
    ...[...model.fields.values()].filter(({ system }) => !system).flatMap((field) => usesOfField(design, entity, field)),
  ];
}

function usesOfField(design: Design, entity: string, field: FieldModel): Use[] {
  const use = (kind: DependencyKind, setting: string, touched: Use['touched'], entities: readonly string[] = []): Use => ({
    dependent: { kind, entity, field: field.key, path: `${entity}.fields.${field.key}.${setting}` },
    touched,
    entities,
  });
  const ofFormula = (kind: DependencyKind, setting: string, formula: CheckedFormula | null | undefined, also: Use['touched'] = []): Use[] => (formula ? [use(kind, setting, [...formulaFields(design, entity, formula), ...also])] : []);
  const { rollup, lookup, button, relationFilter, uniqueness } = field;
  const watched = field.type.stamps === null ? null : watchedFields(field.document);
  return [
    ...ofFormula('formula', 'options.expression', field.formula),
    ...ofFormula('default', 'default', field.defaultFormula),
    ...field.validations.flatMap(({ formula }, index) => ofFormula('validation', `validation.${index}`, formula)),
    ...(rollup ? [use('rollup', 'options', [relatedField(entity, rollup.via), ...(rollup.field === null ? [] : [[rollup.entity, rollup.field] as const]), ...(rollup.where ? filterFields(design, rollup.entity, rollup.where) : [])], [rollup.entity])] : []),
    ...(lookup ? [use('lookup', 'options', [[entity, lookup.relation], [lookup.entity, lookup.field]])] : []),
    ...(field.type.refersTo !== null && field.target !== null ? [use('relation', 'options.entity', [], [field.target])] : []),
    ...(relationFilter && field.target !== null ? [use('filter', 'options.filter', [...filterFields(design, field.target, relationFilter), ...recordOperands(relationFilter).map((key) => [entity, key] as const)])] : []),
    ...(uniqueness?.where ? [use('unique', 'uniqueWithin.where', filterFields(design, entity, uniqueness.where))] : []),
    ...(watched ? [use('modified', 'options.fields', watched.map((key) => [entity, key] as const))] : []),
    ...(button?.set ?? []).flatMap(({ field: key, formula }, index) => ofFormula('button', `options.set.${index}`, formula, [[entity, key]])),
    ...ofFormula('button', 'options.url', button?.url),
  ];
}
