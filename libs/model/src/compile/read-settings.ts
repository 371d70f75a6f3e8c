/**
 * The settings of fields that name other fields: default formulas, validations, uniqueness, filters of relations, watched
 * fields, buttons. Read when every field of every entity has been built.
 */

import type { ButtonOptions, EntityDocument, FieldProblemInput, RelationOptions } from '@tessera/contract';
import { VALUE_TYPES, type CheckedFormula } from '@tessera/formula';
import type { ButtonModel, FieldModel, UniqueModel, ValidationModel } from '../design.ts';
import { optionsOf } from '../field-types/base.ts';
import { watchedFields } from '../field-types/modified-type.ts';
import { filterFields, isTimeless, recordOperands, staysInRow } from '../filter/filter-fields.ts';
import { formulaScope } from '../formula-scope.ts';
import type { FieldDirectory } from '../path.ts';
import { isKept } from './build-fields.ts';
import { defaultFormulaOf } from './check-document.ts';
import { designProblem, fieldPath, type DesignProblemCode } from './design-problem.ts';
import { readFilter, readFormula, type SettingsScope } from './settings-scope.ts';

type Settings = Pick<FieldModel, 'defaultFormula' | 'validations' | 'uniqueness' | 'relationFilter' | 'button'>;

/** The fields of one entity with their settings read. `models`: as built, own fields only. */
export function readSettings(directory: FieldDirectory, entity: EntityDocument, models: ReadonlyMap<string, FieldModel>, problems: FieldProblemInput[]): FieldModel[] {
  return entity.fields.flatMap((field) => {
    const model = models.get(field.key);
    if (!model) return [];
    const scope: SettingsScope = { directory, entity, field, problems };
    const settings: Settings = {
      validations: readValidations(scope, models),
      ...given('defaultFormula', readDefault(scope, model, models)),
      ...given('uniqueness', readUniqueness(scope, model)),
      ...given('relationFilter', readRelationFilter(scope, model)),
      ...given('button', readButton(scope, models)),
    };
    checkEncryption(scope, model);
    checkWatched(scope, models);
    return [{ ...model, ...settings }];
  });
}

const given = <Name extends string, Value>(name: Name, value: Value | null) => (value === null ? {} : { [name]: value }) as Partial<Record<Name, Value>>;

const refuse = ({ entity, field, problems }: SettingsScope, setting: string, code: DesignProblemCode, params: Readonly<Record<string, string>> = {}): null => {
  problems.push(designProblem(fieldPath(entity, field, setting), code, { label: field.label, ...params }));
  return null;
};

/** Over the values given for the same record: nothing else is known before it is saved. */
function readDefault(scope: SettingsScope, model: FieldModel, models: ReadonlyMap<string, FieldModel>): CheckedFormula | null {
  const text = defaultFormulaOf(scope.field.default);
  if (text === null) return null;
  const formulaType = model.encrypted ? null : model.valueType.formulaType;
  if (formulaType === null) return refuse(scope, 'default', 'FIELD_DEFAULT_INVALID');
  const written = [...models.values()].filter(({ computed, readOnly, key, type }) => !computed && !readOnly && key !== scope.field.key && type.refersTo !== 'rows').map(({ key }) => key);
  const { names } = formulaScope(scope.directory, scope.entity.key, written);
  return readFormula(scope, 'default.formula', text, { names }, [formulaType]);
}

function readValidations(scope: SettingsScope, models: ReadonlyMap<string, FieldModel>): readonly ValidationModel[] {
  const rules = scope.field.validation ?? [];
  if (rules.length === 0) return [];
  const names = formulaScope(scope.directory, scope.entity.key, models.keys());
  return rules.flatMap(({ formula: text, message }, index) => {
    const formula = readFormula(scope, `validation.${index}.formula`, text, names, ['boolean']);
    return formula ? [{ formula, message, local: isLocal(formula, models) }] : [];
  });
}

/** Whether what people write into the record decides it, without any related row. */
function isLocal(formula: CheckedFormula, models: ReadonlyMap<string, FieldModel>): boolean {
  return formula.names.every((name) => {
    const model = models.get(name);
    if (model?.formula) return isLocal(model.formula, models);
    return model !== undefined && !model.readOnly && model.type.refersTo !== 'rows';
  });
}

/** Which records are compared is part of an index: it must follow from the record's own columns, for ever. */
function readUniqueness(scope: SettingsScope, model: FieldModel): UniqueModel | null {
  const { unique, uniqueWithin } = scope.field;
  if (!unique) return uniqueWithin === undefined ? null : refuse(scope, 'uniqueWithin', 'FIELD_UNIQUE_WITHIN_ALONE');
  const { ignoreCase = false, where: raw } = uniqueWithin ?? {};
  if (ignoreCase && (model.valueType.valueKind !== 'text' || model.encrypted)) return refuse(scope, 'uniqueWithin.ignoreCase', 'FIELD_UNIQUE_CASE_UNFIT');
  const where = raw === undefined ? null : readFilter(scope, 'uniqueWithin.where', raw, scope.entity.key);
  if (raw !== undefined && where === null) return null;
  const own = where === null || (isTimeless(where) && staysInRow(where) && filterFields(scope.directory, scope.entity.key, where).every(([, key]) => isColumn(scope, key)));
  return own ? { ignoreCase, where } : refuse(scope, 'uniqueWithin.where', 'FIELD_UNIQUE_WHERE_UNFIT');
}

function isColumn(scope: SettingsScope, key: string): boolean {
  const field = scope.directory.entities.get(scope.entity.key)?.fields.get(key);
  return field !== undefined && !field.computed && isKept(field);
}

function readRelationFilter(scope: SettingsScope, model: FieldModel) {
  const { filter: raw } = optionsOf<Partial<RelationOptions>>(scope.field);
  if (raw === undefined || model.type.refersTo !== 'record' || model.target === null) return null;
  const filter = readFilter(scope, 'options.filter', raw, model.target, { record: scope.entity.key });
  if (filter === null) return null;
  const computed = recordOperands(filter).find((key) => scope.directory.entities.get(scope.entity.key)?.fields.get(key)?.computed);
  return computed === undefined ? filter : refuse(scope, 'options.filter', 'RELATION_FILTER_COMPUTED', { field: computed });
}

/** Neither lists, searches, formulas nor titles can look into a value that is encrypted. */
function checkEncryption(scope: SettingsScope, model: FieldModel): void {
  if (!scope.field.encrypted) return;
  if (!model.encrypted) refuse(scope, 'encrypted', 'FIELD_ENCRYPTED_UNFIT');
  else if (scope.entity.titleField === scope.field.key) refuse(scope, 'encrypted', 'FIELD_ENCRYPTED_TITLE');
}

function checkWatched(scope: SettingsScope, models: ReadonlyMap<string, FieldModel>): void {
  const { field } = scope;
  if (field.type !== 'modifiedAt' && field.type !== 'modifiedBy') return;
  for (const [index, key] of (watchedFields(field) ?? []).entries()) {
    const watched = models.get(key);
    if (!watched) refuse(scope, `options.fields.${index}`, 'FIELD_SETTING_UNKNOWN', { field: key });
    else if (watched.computed || watched.type.stamps !== null || watched.type.valueKind === 'none') refuse(scope, `options.fields.${index}`, 'FIELD_WATCHED_UNFIT', { field: key });
  }
}

function readButton(scope: SettingsScope, models: ReadonlyMap<string, FieldModel>): ButtonModel | null {
  if (scope.field.type !== 'button') return null;
  const options = optionsOf<ButtonOptions>(scope.field);
  const names = formulaScope(scope.directory, scope.entity.key, models.keys());
  if (options.action === 'openUrl') {
    const url = typeof options.url === 'string' ? readFormula(scope, 'options.url', options.url, names, ['text']) : null;
    return url && { set: [], url };
  }
  if (options.action !== 'setFields') return { set: [], url: null };
  const wanted = (options as Partial<typeof options>).set ?? []; // absent where the document was cut
  const set = wanted.flatMap(({ field: key, formula: text }, index) => {
    const target = models.get(key);
    if (!target) return refuse(scope, `options.set.${index}.field`, 'FIELD_SETTING_UNKNOWN', { field: key }) ?? [];
    const { formulaType } = target.valueType;
    const writable = !target.readOnly && target.type.refersTo !== 'rows' && (formulaType !== null || target.encrypted);
    if (!writable) return refuse(scope, `options.set.${index}.field`, 'BUTTON_FIELD_UNFIT', { field: key }) ?? [];
    const formula = readFormula(scope, `options.set.${index}.formula`, text, names, formulaType === null ? VALUE_TYPES : [formulaType]);
    return formula ? [{ field: key, formula }] : [];
  });
  return set.length > 0 && set.length === wanted.length ? { set, url: null } : null;
}
