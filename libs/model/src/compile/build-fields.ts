/**
 * Field models of all entities. Computed fields are built after those they use, across entities: a depth-first
 * walk that names the way round when it comes back to where it is.
 */

import { textIn, type EntityDocument, type FieldDocument, type FieldProblemInput, type FieldTypeKey, type FormulaOptions, type Locale } from '@tessera/contract';
import { checkFormula, formulaNames, itemType, VALUE_TYPES, type CheckedFormula, type FormulaType, type ScalarType } from '@tessera/formula';
import type { FieldModel, FormulaName } from '../design.ts';
import type { FieldType } from '../field-type.ts';
import { optionsOf } from '../field-types/base.ts';
import { fieldType, typeOf } from '../field-types/registry.ts';
import { formulaScope } from '../formula-scope.ts';
import { formulaNameFields, resolveFormulaName, type EntityFields, type FieldDirectory } from '../path.ts';
import { buildLookup } from './build-lookup.ts';
import { buildRollup } from './build-rollup.ts';
import { targetOf, type DocumentsByKey } from './check-references.ts';
import { MAX_COMPUTED_CHAIN } from './computed-size.ts';
import { designProblem, fieldPath } from './design-problem.ts';
import { SYSTEM_FIELD_MODELS } from './system-fields.ts';

export interface BuiltFields {
  /** Models by entity and field key, in the order they were finished. */
  readonly models: ReadonlyMap<string, ReadonlyMap<string, FieldModel>>;
  readonly problems: readonly FieldProblemInput[];
  readonly directory: FieldDirectory;
}

export function buildFields(documents: DocumentsByKey): BuiltFields {
  const walk = new FieldWalk(documents);
  for (const entity of documents.values()) {
    for (const field of entity.fields) walk.visit(entity, field);
  }
  return { models: walk.models, problems: walk.problems, directory: walk.directory };
}

/** What building one computed field may ask for. Asking for a field builds it first. */
export interface FieldBuilding {
  readonly directory: FieldDirectory;
  readonly problems: FieldProblemInput[];
}

class FieldWalk implements FieldBuilding {
  readonly models = new Map<string, Map<string, FieldModel>>();
  readonly problems: FieldProblemInput[] = [];
  readonly directory: FieldDirectory;
  /** Computed fields being built now, outermost first. */
  private readonly open: Step[] = [];

  constructor(documents: DocumentsByKey) {
    const entities = new Map<string, EntityFields>();
    for (const document of documents.values()) {
      const models = new Map(SYSTEM_FIELD_MODELS.map((field) => [field.key, field]));
      const byKey = new Map(document.fields.map((field) => [field.key, field]));
      const get = (key: string): FieldModel | undefined => {
        const field = byKey.get(key);
        return models.get(key) ?? (field ? (this.visit(document, field) ?? undefined) : undefined);
      };
      this.models.set(document.key, models);
      entities.set(document.key, { key: document.key, parent: document.parent ?? null, fields: { get } });
    }
    this.directory = { entities };
  }

  /** Null when the field is being built already, so that it is on its own way, or is too far from where the way began. */
  visit(entity: EntityDocument, field: FieldDocument): FieldModel | null {
    const known = this.models.get(entity.key)?.get(field.key);
    if (known) return known;
    const start = this.open.findIndex((step) => step.entity.key === entity.key && step.field.key === field.key);
    if (start >= 0) {
      this.problems.push(cycle(this.open.slice(start)));
      return null;
    }
    if (this.open.length >= MAX_COMPUTED_CHAIN) {
      this.problems.push(tooDeep(this.open[0] as Step));
      return null;
    }
    this.open.push({ entity, field });
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
        return buildRollup(this, entity, field);
      case 'lookup':
        return buildLookup(this, entity, field);
      case null:
        return storedField(field);
    }
  }

  private buildFormula(entity: EntityDocument, field: FieldDocument): FieldModel {
    const { expression = '' } = optionsOf<Partial<FormulaOptions>>(field);
    const before = this.problems.length;
    // Built first and in the order of the text, so that the way round a cycle reads as it is written.
    for (const { name } of formulaNames(expression)) resolveFormulaName(this.directory, entity.key, name);
    for (const stored of entity.fields) if (fieldType(stored.type).computes === null) this.visit(entity, stored);
    const checked = checkFormula(expression, formulaScope(this.directory, entity.key, this.models.get(entity.key)?.keys() ?? []), VALUE_TYPES);
    if (!checked.ok) {
      // After a cycle the fields on it are unknown names; saying so as well would hide the cause.
      if (this.problems.length === before) {
        for (const { from, to, code, message } of checked.problem) {
          this.problems.push({ path: fieldPath(entity, field, 'options.expression'), code, message, params: { from, to } });
        }
      }
      return computedField(field, fieldType('text'), {});
    }
    const names = namesOf(this.directory, entity.key, checked.value);
    return computedField(field, formulaResult(checked.value.type, field), {
      formula: checked.value,
      ...computedFrom(this.directory, field, names.flatMap((name) => formulaNameFields(entity.key, name))),
      storable: checked.value.context.length === 0 && names.every(isStoredHere),
    });
  }
}

interface Step {
  readonly entity: EntityDocument;
  readonly field: FieldDocument;
}

/** The whole way round, from the field it begins with back to it; with the entities where it leads through several. */
function cycle(round: readonly Step[]): FieldProblemInput {
  const [first] = round as [Step];
  const across = round.some(({ entity }) => entity.key !== first.entity.key);
  const name = ({ entity, field }: Step, locale: Locale): string => (across ? `${textIn(entity.label, locale)}.` : '') + textIn(field.label, locale);
  const path = (locale: Locale): string => [...round, first].map((step) => name(step, locale)).join(' → ');
  const setting = { formula: 'options.expression', rollup: 'options.field', lookup: 'options.field' }[fieldType(first.field.type).computes ?? 'formula'];
  return designProblem(fieldPath(first.entity, first.field, setting), 'FORMULA_CYCLE', { label: first.field.label, path: { en: path('en'), 'zh-CN': path('zh-CN') } });
}

const tooDeep = ({ entity, field }: Step): FieldProblemInput => designProblem(fieldPath(entity, field, 'options'), 'COMPUTED_TOO_DEEP', { label: field.label, limit: String(MAX_COMPUTED_CHAIN) });

/** A name whose value lies in the record's own row, or may. */
const isStoredHere = (name: FormulaName): boolean => name.kind === 'field' && name.path.hops.length === 0 && isKept(name.path.field);

/** Whether the value lies, or may lie, in a column. */
export const isKept = (field: FieldModel): boolean => (field.computed ? field.storable : field.type.column(field.document) !== null && !field.encrypted);

const namesOf = (directory: FieldDirectory, entity: string, formula: CheckedFormula): FormulaName[] =>
  formula.names.map((name) => resolveFormulaName(directory, entity, name)).flatMap((resolved) => (resolved.ok ? [resolved.value] : []));

/** `touched`: what the field's value follows from directly. */
export const computedFrom = (directory: FieldDirectory, field: FieldDocument, touched: readonly (readonly [string, string])[]): Pick<FieldModel, 'sources' | 'hiddenWith'> => ({
  sources: closure(directory, touched, 'sources'),
  hiddenWith: field.published === true ? [] : closure(directory, touched, 'hiddenWith'),
});

/** The fields themselves and everything they in turn are computed from. `parent` hops are no fields. */
function closure(directory: FieldDirectory, touched: readonly (readonly [string, string])[], how: 'sources' | 'hiddenWith'): string[] {
  return [
    ...new Set(
      touched.flatMap(([entity, key]) => {
        const model = directory.entities.get(entity)?.fields.get(key);
        return model ? [`${entity}.${key}`, ...model[how]] : [];
      }),
    ),
  ];
}

function storedField(field: FieldDocument): FieldModel {
  const type = typeOf(field);
  return {
    key: field.key,
    document: field,
    type,
    valueType: type,
    valueDocument: field,
    system: false,
    readOnly: type.readOnly,
    computed: false,
    many: type.valueKind === 'uuidList',
    encrypted: field.encrypted === true && fieldType(field.type).mayBeEncrypted,
    storable: false,
    target: targetOf(field),
    sources: [],
    hiddenWith: [],
    validations: [],
  };
}

/** `how` says everything that its plain reading, "a text from nothing", does not. */
export function computedField(field: FieldDocument, valueType: FieldType, how: Partial<FieldModel>): FieldModel {
  return {
    key: field.key,
    document: field,
    type: fieldType(field.type),
    valueType,
    valueDocument: field,
    system: false,
    readOnly: true,
    computed: true,
    many: false,
    encrypted: false,
    storable: false,
    target: null,
    sources: [],
    hiddenWith: [],
    validations: [],
    ...how,
  };
}

function formulaResult(type: FormulaType, field: FieldDocument): FieldType {
  const money = optionsOf<Partial<FormulaOptions>>(field).currency !== undefined;
  const results: Readonly<Record<ScalarType | 'null', FieldTypeKey>> = { text: 'text', number: money ? 'money' : 'number', boolean: 'checkbox', date: 'date', datetime: 'datetime', null: 'text' };
  return fieldType(results[itemType(type)]);
}
