/**
 * Says everything that is wrong with values somebody wants to write. Fields the writer may not know of and
 * fields that do not exist give the same problem. Values are normalised first (normalize-values.ts); callers
 * store the normalised ones.
 */

import type { FieldProblemInput, LocalizedText } from '@tessera/contract';
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { Design, EntityModel } from '../design.ts';
import { createAjv } from '../schema/ajv.ts';
import { checkValidations } from './check-validations.ts';
import type { MomentEnv } from './formula-values.ts';
import { isValues, normalizeValues, type Values } from './normalize-values.ts';
import { fieldProblem } from './problem.ts';
import { entityOf, recordSchema, writableFields, type RecordMode, type RecordSchemaOptions } from './record-schema.ts';
import { rowSelection, selects, type FieldSelection } from './selection.ts';
import { wordSchemaError } from './word-schema-error.ts';

export interface ValidateOptions extends RecordSchemaOptions {
  /** Fields the writer may read: naming one of them that is not writable is FIELD_READ_ONLY. Absent: fields nobody writes. */
  readonly readable?: FieldSelection;
  /** Who writes and when: validation formulas are checked too, of the record and its new rows. Absent: they are not. */
  readonly env?: MomentEnv;
  /** When updating: the record's values as they are, in wire form. Validation formulas see them under what is written. */
  readonly before?: Values;
}

/** All problems; paths start with `values`. */
export function validateRecord(design: Design, entity: string, values: unknown, options: ValidateOptions): FieldProblemInput[] {
  const model = entityOf(design, entity);
  if (!isValues(values)) return [fieldProblem('values', 'FIELD_KIND', model.document.label)];
  const normal = normalizeValues(design, entity, values);
  const problems: FieldProblemInput[] = [];
  const known = withoutUnwritable(design, model, normal, { ...options, path: 'values', row: false }, problems);
  const validate = validatorOf(design, entity, options);
  if (!validate(known)) {
    for (const error of validate.errors ?? []) {
      const problem = wordError(design, model, error);
      if (problem && !problems.some(({ path }) => path === problem.path)) problems.push(problem);
    }
  }
  if (problems.length === 0 && options.env) problems.push(...brokenValidations(design, model, normal, options, options.env));
  return problems;
}

/** Only of values that are right in themselves. Of an existing row only parts may be known, so it is left to the write door. */
function brokenValidations(design: Design, entity: EntityModel, values: Values, { mode, before, fields, readable }: ValidateOptions, env: MomentEnv): FieldProblemInput[] {
  const knows = (key: string): boolean => selects(fields, key) || readable === undefined || selects(readable, key);
  const own = mode === 'create' || before ? checkValidations(entity, { ...(before ? normalizeValues(design, entity.key, before) : {}), ...values }, env, 'values', knows) : [];
  const rows = entity.children.flatMap(({ field, entity: key }) => {
    const child = design.entities.get(key);
    const given = values[field];
    if (!child || !Array.isArray(given)) return [];
    return given.flatMap((row: unknown, index) => (isValues(row) && row['id'] === undefined ? checkValidations(child, row, env, `values.${field}.${index}`) : []));
  });
  return [...own, ...rows];
}

interface Scope {
  readonly fields: FieldSelection | null;
  readonly readable?: FieldSelection | null | undefined;
  readonly mode: RecordMode;
  readonly path: string;
  readonly row: boolean;
}

/** Reports keys that cannot be written, and gives back the rest. */
function withoutUnwritable(design: Design, entity: EntityModel, values: Values, scope: Scope, problems: FieldProblemInput[]): Values {
  const writable = writableKeys(entity, scope.fields);
  const kept: [string, unknown][] = [];
  for (const [key, value] of Object.entries(values)) {
    const path = `${scope.path}.${key.slice(0, 100)}`;
    const field = entity.fields.get(key);
    if (scope.row && key === 'id' && scope.mode === 'update') {
      kept.push([key, value]);
    } else if (!field || !writable.has(key)) {
      const mayKnow = field && (scope.readable ? selects(scope.readable, key) : field.readOnly);
      problems.push(mayKnow ? fieldProblem(path, 'FIELD_READ_ONLY', field.document.label) : fieldProblem(path, 'FIELD_NOT_FOUND', key.slice(0, 100)));
    } else {
      const child = field.type.refersTo === 'rows' && field.target !== null ? design.entities.get(field.target) : undefined;
      const rows = child && Array.isArray(value) ? (value as unknown[]) : null;
      const inner = { ...scope, row: true, fields: scope.fields && rowSelection(scope.fields, key), readable: scope.readable && rowSelection(scope.readable, key) };
      kept.push([key, rows && child ? rows.map((row, index) => (isValues(row) ? withoutUnwritable(design, child, row, { ...inner, path: `${path}.${index}` }, problems) : row)) : value]);
    }
  }
  return Object.fromEntries(kept);
}

/** Known by the selection itself: many records are checked with the same one. */
const writableSets = new WeakMap<EntityModel, WeakMap<object, ReadonlySet<string>>>();

function writableKeys(entity: EntityModel, fields: FieldSelection | null): ReadonlySet<string> {
  let sets = writableSets.get(entity);
  if (!sets) writableSets.set(entity, (sets = new WeakMap()));
  const known = sets.get(fields ?? entity);
  if (known) return known;
  const keys = new Set(writableFields(entity, fields).map(({ key }) => key));
  sets.set(fields ?? entity, keys);
  return keys;
}

function wordError(design: Design, entity: EntityModel, error: ErrorObject): FieldProblemInput | null {
  if (error.keyword === 'if') return null;
  const missing = (error.params as { missingProperty?: string }).missingProperty;
  const steps = [...error.instancePath.split('/').slice(1), ...(missing === undefined ? [] : [missing])];
  const [key = '', index, rowKey] = steps;
  const field = entity.fields.get(key);
  const rows = field?.type.refersTo === 'rows';
  const place = rows ? steps.slice(0, 3) : [key];
  const child = rows && field.target !== null ? design.entities.get(field.target) : undefined;
  const label: LocalizedText | string = (index !== undefined && rowKey !== undefined ? child?.fields.get(rowKey)?.document.label : undefined) ?? field?.document.label ?? key;
  return wordSchemaError(error as ErrorObject & { parentSchema?: { format?: unknown } }, ['values', ...place].join('.'), label);
}

/** Compiled once per design, entity, mode and set of fields; forgotten with the design. */
interface Validators {
  readonly ajv: Ajv;
  readonly compiled: Map<string, ValidateFunction>;
  /** The same by the selection itself, which spares spelling it out for every record. */
  readonly bySelection: WeakMap<FieldSelection, Map<string, ValidateFunction>>;
}
const validators = new WeakMap<Design, Validators>();
const MAX_COMPILED = 500;

function validatorOf(design: Design, entity: string, { fields, mode }: RecordSchemaOptions): ValidateFunction {
  let cache = validators.get(design);
  if (!cache || cache.compiled.size >= MAX_COMPILED) {
    cache = { ajv: createAjv(), compiled: new Map(), bySelection: new WeakMap() };
    validators.set(design, cache);
  }
  let same = cache.bySelection.get(fields);
  if (!same) cache.bySelection.set(fields, (same = new Map()));
  const name = `${mode} ${entity}`;
  const found = same.get(name) ?? compiledFor(design, entity, { fields, mode }, cache);
  same.set(name, found);
  return found;
}

function compiledFor(design: Design, entity: string, { fields, mode }: RecordSchemaOptions, cache: Validators): ValidateFunction {
  const id = JSON.stringify([entity, mode, [...fields].sort()]);
  const known = cache.compiled.get(id);
  if (known) return known;
  const validate = cache.ajv.compile(recordSchema(design, entity, { fields, mode }));
  cache.compiled.set(id, validate);
  return validate;
}
