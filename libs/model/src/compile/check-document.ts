/** What can be said about an entity document without looking at any other. */

import { KEY_PATTERN, RESERVED_KEYS, type EntityDocument, type FieldDocument, type FieldProblemInput } from '@tessera/contract';
import type { Ajv, ValidateFunction } from 'ajv';
import type { Design } from '../design.ts';
import type { FieldType, JsonSchema } from '../field-type.ts';
import { isFieldType, typeOf } from '../field-types/registry.ts';
import { createAjv } from '../schema/ajv.ts';
import { designProblem, fieldPath } from './design-problem.ts';

const KEY = new RegExp(KEY_PATTERN);
const NO_DESIGN: Design = { entities: new Map() };

/** Without fields that cannot be read: of types nobody knows here, or with settings of the wrong shape. Settings may be missing, or too many. */
export function readableDocument(entity: EntityDocument): EntityDocument {
  const fields = entity.fields.filter((field) => {
    if (!isFieldType(field.type)) return false;
    const validate = optionsValidator(typeOf(field));
    return validate(field.options ?? {}) || (validate.errors ?? []).every(({ keyword }) => keyword === 'required' || keyword === 'additionalProperties');
  });
  return fields.length === entity.fields.length ? entity : { ...entity, fields };
}

export function checkDocument(entity: EntityDocument): FieldProblemInput[] {
  const problems: FieldProblemInput[] = [];
  if (!KEY.test(entity.key) || entity.key === 'constructor') problems.push(designProblem(`${entity.key}.key`, 'ENTITY_KEY_INVALID', { key: entity.key }));
  const seen = new Set<string>();
  for (const field of entity.fields) {
    problems.push(...checkKey(entity, field, seen));
    seen.add(field.key);
    if (isFieldType(field.type)) problems.push(...checkSettings(entity, field, typeOf(field)));
    else problems.push(designProblem(fieldPath(entity, field, 'type'), 'FIELD_TYPE_UNKNOWN', { label: (field as FieldDocument).label }));
  }
  return problems;
}

function checkKey(entity: EntityDocument, field: FieldDocument, seen: ReadonlySet<string>): FieldProblemInput[] {
  const path = fieldPath(entity, field, 'key');
  if (!KEY.test(field.key)) return [designProblem(path, 'FIELD_KEY_INVALID', { key: field.key })];
  if (RESERVED_KEYS.includes(field.key)) return [designProblem(path, 'FIELD_KEY_RESERVED', { key: field.key })];
  return seen.has(field.key) ? [designProblem(path, 'FIELD_KEY_TAKEN', { key: field.key, entity: entity.label })] : [];
}

function checkSettings(entity: EntityDocument, field: FieldDocument, type: FieldType): FieldProblemInput[] {
  const validate = optionsValidator(type);
  if (!validate(field.options ?? {})) {
    return (validate.errors ?? []).map((error) => {
      const named = (error.params as { additionalProperty?: string; missingProperty?: string });
      const place = [error.instancePath.slice(1).replaceAll('/', '.'), named.additionalProperty ?? named.missingProperty ?? ''].filter((part) => part !== '').join('.');
      return designProblem(fieldPath(entity, field, ['options', place].filter((part) => part !== '').join('.')), 'FIELD_OPTIONS_INVALID', { label: field.label, detail: `${place === '' ? '' : `${place} `}${error.message ?? error.keyword}` });
    });
  }
  const unfit = type.checkSettings(field).map((problem) => ({ ...problem, path: fieldPath(entity, field, problem.path) }));
  if (unfit.length > 0) return unfit;
  return [...checkSwitches(entity, field, type), ...checkDefault(entity, field, type)];
}

function checkSwitches(entity: EntityDocument, field: FieldDocument, type: FieldType): FieldProblemInput[] {
  const problems: FieldProblemInput[] = [];
  if (field.required && type.readOnly) {
    problems.push(designProblem(fieldPath(entity, field, 'required'), 'FIELD_SETTING_MEANINGLESS', { label: field.label, setting: { en: 'required', 'zh-CN': '必填' } }));
  }
  if (field.unique && !type.mayBeUnique) {
    problems.push(designProblem(fieldPath(entity, field, 'unique'), 'FIELD_SETTING_MEANINGLESS', { label: field.label, setting: { en: 'unique', 'zh-CN': '唯一' } }));
  }
  if (field.published && type.computes === null) {
    problems.push(designProblem(fieldPath(entity, field, 'published'), 'FIELD_SETTING_MEANINGLESS', { label: field.label, setting: { en: 'published', 'zh-CN': '公开计算结果' } }));
  }
  return problems;
}

function checkDefault(entity: EntityDocument, field: FieldDocument, type: FieldType): FieldProblemInput[] {
  const { default: value } = field;
  if (value === undefined || value === null) return [];
  const path = fieldPath(entity, field, 'default');
  if (type.readOnly || type.refersTo === 'rows') {
    return [designProblem(path, 'FIELD_SETTING_MEANINGLESS', { label: field.label, setting: { en: 'given a default', 'zh-CN': '默认值' } })];
  }
  if (defaultFormulaOf(value) !== null) return [];
  const fits = isVariable(value) ? type.variables.some((name) => name === value.var) : fitsSchema(type.valueSchema(field, NO_DESIGN), value);
  return fits ? [] : [designProblem(path, 'FIELD_DEFAULT_INVALID', { label: field.label })];
}

/** The text of a `{ "formula": … }` default; null for any other. Read when all fields are known (read-settings.ts). */
export const defaultFormulaOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && typeof (value as { formula?: unknown }).formula === 'string' ? (value as { formula: string }).formula : null;

/** `{ "var": "today" }`: known only when a record is made. */
export const isVariable = (value: unknown): value is { readonly var: string } =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && typeof (value as { var?: unknown }).var === 'string';

let shared: Ajv | undefined;
const checker = (): Ajv => (shared ??= createAjv());

function fitsSchema(schema: JsonSchema, value: unknown): boolean {
  const fits = checker().validate(schema, value);
  checker().removeSchema(schema); // compiled once, for this question
  return fits;
}

const validators = new Map<FieldType, ValidateFunction>();

function optionsValidator(type: FieldType): ValidateFunction {
  const known = validators.get(type);
  if (known) return known;
  const validate = checker().compile(type.optionsSchema);
  validators.set(type, validate);
  return validate;
}
