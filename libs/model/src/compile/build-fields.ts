/**
 * Field models of all entities. Computed fields are built after those they use, across entities: a depth-first
 * walk that names the way round when it comes back to where it is.
 */

import { textIn, type EntityDocument, type FieldDocument, type FieldProblemInput, type FieldTypeKey, type FormulaOptions, type Locale, type LocalizedText, type RollupOptions } from '@tessera/contract';
import { checkFormula, itemType, VALUE_TYPES, type FormulaScope, type FormulaType, type ScalarType } from '@tessera/formula';
import type { FieldModel } from '../design.ts';
import type { FieldType } from '../field-type.ts';
import { optionsOf } from '../field-types/base.ts';
import { fieldType } from '../field-types/registry.ts';
import { targetOf, type DocumentsByKey } from './check-references.ts';
import { designProblem, fieldPath } from './design-problem.ts';
import { SYSTEM_FIELD_MODELS } from './system-fields.ts';

export interface BuiltFields {
  /** Models by entity and field key, in the order they were finished. */
  readonly models: ReadonlyMap<string, ReadonlyMap<string, FieldModel>>;
  readonly problems: readonly FieldProblemInput[];
}

export function buildFields(documents: DocumentsByKey): BuiltFields {
  const walk = new FieldWalk(documents);
  for (const entity of documents.values()) {
    for (const field of entity.fields) walk.visit(entity, field);
  }
  return { models: walk.models, problems: walk.problems };
}

class FieldWalk {
  readonly models = new Map<string, Map<string, FieldModel>>();
  readonly problems: FieldProblemInput[] = [];
  private readonly documents: DocumentsByKey;
  /** Computed fields being built now, outermost first. */
  private readonly open: { readonly id: string; readonly label: LocalizedText }[] = [];

  constructor(documents: DocumentsByKey) {
    this.documents = documents;
    for (const key of documents.keys()) this.models.set(key, new Map(SYSTEM_FIELD_MODELS.map((field) => [field.key, field])));
  }

  /** Null when the field is being built already: it is on its own way. */
  visit(entity: EntityDocument, field: FieldDocument): FieldModel | null {
    const known = this.models.get(entity.key)?.get(field.key);
    if (known) return known;
    const id = `${entity.key}.${field.key}`;
    const start = this.open.findIndex((step) => step.id === id);
    if (start >= 0) {
      const round = [...this.open.slice(start), { id, label: field.label }];
      const path = (locale: Locale): string => round.map(({ label }) => textIn(label, locale)).join(' → ');
      this.problems.push(designProblem(fieldPath(entity, field, 'options.expression'), 'FORMULA_CYCLE', { label: field.label, path: { en: path('en'), 'zh-CN': path('zh-CN') } }));
      return null;
    }
    this.open.push({ id, label: field.label });
    const model = this.build(entity, field);
    this.open.pop();
    this.models.get(entity.key)?.set(field.key, model);
    return model;
  }

  private build(entity: EntityDocument, field: FieldDocument): FieldModel {
    switch (fieldType(field.type).computes) {
      case 'formula':
        return this.buildFormula(entity, field);
      case 'rollup':
        return this.buildRollup(entity, field);
      case null:
        return storedField(field);
    }
  }

  private buildFormula(entity: EntityDocument, field: FieldDocument): FieldModel {
    const { expression = '' } = optionsOf<Partial<FormulaOptions>>(field);
    const before = this.problems.length;
    for (const used of computedNamesIn(expression, entity)) this.visit(entity, used);
    const known = this.models.get(entity.key) ?? new Map<string, FieldModel>();
    for (const stored of entity.fields) if (fieldType(stored.type).computes === null) this.visit(entity, stored);

    const checked = checkFormula(expression, scopeOf(known), VALUE_TYPES);
    if (!checked.ok) {
      // After a cycle the fields on it are unknown names; saying so as well would hide the cause.
      if (this.problems.length === before) {
        for (const { from, to, code, message } of checked.problem) {
          this.problems.push({ path: fieldPath(entity, field, 'options.expression'), code, message, params: { from, to } });
        }
      }
      return computedField(field, fieldType('text'), {}, []);
    }
    const used = checked.value.names.map((name) => known.get(name)).filter((model) => model !== undefined);
    return computedField(field, formulaResult(checked.value.type, field), { formula: checked.value }, sourcesOf(entity.key, used));
  }

  private buildRollup(entity: EntityDocument, field: FieldDocument): FieldModel {
    const { subform: subformKey, aggregate = 'count', field: over } = optionsOf<Partial<RollupOptions>>(field);
    const subform = entity.fields.find((candidate) => candidate.key === subformKey && fieldType(candidate.type).refersTo === 'rows');
    const child = subform ? this.documents.get(targetOf(subform) ?? '') : undefined;
    const unfit = (code: 'ROLLUP_SUBFORM_UNKNOWN' | 'ROLLUP_FIELD_UNKNOWN' | 'ROLLUP_FIELD_UNFIT', setting: string): FieldModel => {
      this.problems.push(designProblem(fieldPath(entity, field, setting), code, { label: field.label }));
      return computedField(field, fieldType('number'), {}, []);
    };
    if (!subform || !child) return unfit('ROLLUP_SUBFORM_UNKNOWN', 'options.subform');

    const ownSources = [`${entity.key}.${subform.key}`];
    const rollup = { subform: subform.key, entity: child.key, aggregate, field: aggregate === 'count' ? null : (over ?? null) };
    if (rollup.field === null) return computedField(field, fieldType('number'), { rollup }, ownSources);
    const document = child.fields.find(({ key }) => key === over);
    if (!document) return unfit('ROLLUP_FIELD_UNKNOWN', 'options.field');
    const summed = this.visit(child, document);
    if (!summed) return computedField(field, fieldType('number'), {}, []);
    const { valueType } = summed;
    const fits = valueType.valueKind === 'decimal' || (['date', 'datetime'].includes(valueType.valueKind) && ['min', 'max'].includes(aggregate));
    if (!fits) return unfit('ROLLUP_FIELD_UNFIT', 'options.aggregate');
    const result = valueType.valueKind === 'decimal' && optionsOf<Partial<RollupOptions>>(field).currency !== undefined ? fieldType('money') : valueType;
    return computedField(field, result, { rollup }, [...ownSources, ...sourcesOf(child.key, [summed])]);
  }
}

function storedField(field: FieldDocument): FieldModel {
  const type = fieldType(field.type);
  return { key: field.key, document: field, type, valueType: type, system: false, readOnly: type.readOnly, computed: false, target: targetOf(field), sources: [] };
}

function computedField(field: FieldDocument, valueType: FieldType, how: Pick<FieldModel, 'formula' | 'rollup'>, sources: readonly string[]): FieldModel {
  return { key: field.key, document: field, type: fieldType(field.type), valueType, system: false, readOnly: true, computed: true, target: null, sources, ...how };
}

/** The fields themselves and everything they in turn are computed from. */
function sourcesOf(entity: string, used: readonly FieldModel[]): string[] {
  return [...new Set(used.flatMap((model) => [`${entity}.${model.key}`, ...model.sources]))];
}

function scopeOf(models: ReadonlyMap<string, FieldModel>): FormulaScope {
  const names: [string, FormulaType][] = [];
  for (const { key, valueType } of models.values()) if (valueType.formulaType !== null) names.push([key, valueType.formulaType]);
  return { names: Object.fromEntries(names) };
}

/**
 * Computed fields of the entity that a formula seems to name. Texts in quotes are not names; whether the rest
 * are is decided by the formula's own checker afterwards.
 */
function computedNamesIn(expression: string, entity: EntityDocument): FieldDocument[] {
  const words = new Set(expression.replace(/"(?:[^"]|"")*"|“[^”]*”/g, ' ').match(/[a-z_][a-z0-9_]*(?!\s*[(（]|[a-z0-9_])/gi) ?? []);
  return entity.fields.filter((field) => words.has(field.key) && fieldType(field.type).computes !== null);
}

function formulaResult(type: FormulaType, field: FieldDocument): FieldType {
  const money = optionsOf<Partial<FormulaOptions>>(field).currency !== undefined;
  const results: Readonly<Record<ScalarType | 'null', FieldTypeKey>> = { text: 'text', number: money ? 'money' : 'number', boolean: 'checkbox', date: 'date', datetime: 'datetime', null: 'text' };
  return fieldType(results[itemType(type)]);
}
