/**
 * Formulas, rollups and lookups of a record while it is being edited, computed as the server will: rows first, then
 * the rollups over them, then the record's own formulas. What needs something the form does not know (records that
 * point here, rows its reader cannot see) is absent, and the stored value stays on show. Pure.
 */

import { Decimal } from 'decimal.js';
import { evaluateFormula, type CheckedFormula, type FormulaValue, type ScalarValue } from '@tessera/formula';
import { matchesFilter } from '@tessera/access';
import type { Filter, LocalizedText, RollupOptions } from '@tessera/contract';
import { civilInZone, conditionsOf, dateText, resolveFormulaName, wordsOf, zonedMs, type Design, type EntityModel, type FieldModel, type RollupModel } from '@tessera/model';
import { refId } from '../fields/references.ts';
import type { FormValues, RowValues } from './form-values.ts';

export interface LiveEnv {
  readonly now: string;
  readonly timeZone: string;
  readonly me: string | null;
  /** Ids of the departments of whoever edits. */
  readonly departments?: readonly string[];
  /** `path` of another record as it is saved; undefined while that is not known. */
  readonly related?: (entity: string, id: string, path: string) => unknown;
}

type Computed = Readonly<Record<string, unknown>>;

export interface LiveValues {
  readonly values: Computed;
  /** By subform, in the order of its rows. */
  readonly rows: Readonly<Record<string, readonly Computed[]>>;
}

export function liveValues(design: Design, entity: string, values: FormValues, env: LiveEnv): LiveValues {
  const model = design.entities.get(entity);
  if (!model) return { values: {}, rows: {} };
  const rows: Record<string, Computed[]> = {};
  for (const { field, entity: child } of model.children) {
    const childModel = design.entities.get(child);
    const list = values[field];
    rows[field] = childModel && Array.isArray(list) ? (list as RowValues[]).map((row) => computed({ design, model: childModel, values: row, rows: {}, env, parent: values })) : [];
  }
  return { values: computed({ design, model, values, rows, env }), rows };
}

/** Formulas of the record and its rows that are false, by path within the values: `lines.0.quantity`. */
export function brokenRules(design: Design, entity: string, values: FormValues, live: LiveValues, env: LiveEnv): ReadonlyMap<string, LocalizedText> {
  const model = design.entities.get(entity);
  const found = new Map<string, LocalizedText>();
  if (!model) return found;
  note({ design, model, values, rows: live.rows, env }, live.values, '');
  for (const { field, entity: child } of model.children) {
    const childModel = design.entities.get(child);
    const list = Array.isArray(values[field]) ? (values[field] as RowValues[]) : [];
    if (childModel) list.forEach((row, index) => note({ design, model: childModel, values: row, rows: {}, env, parent: values }, live.rows[field]?.[index] ?? {}, `${field}.${index}.`));
  }
  return found;

  function note(scope: Scope, known: Computed, prefix: string): void {
    for (const field of scope.model.fields.values()) {
      const broken = field.validations.find(({ formula }) => valueOfFormula(formula, scope, known) === false);
      if (broken) found.set(`${prefix}${field.key}`, broken.message);
    }
  }
}

/** What the formulas of defaults give for fields that are not in `settled`; only what is known. */
export function defaultsByFormula(design: Design, entity: string, values: FormValues, env: LiveEnv, settled: (key: string) => boolean): FormValues {
  const model = design.entities.get(entity);
  if (!model) return {};
  const given: Record<string, unknown> = {};
  for (const field of model.fields.values()) {
    if (!field.defaultFormula || settled(field.key)) continue;
    const value = valueOfFormula(field.defaultFormula, { design, model, values: { ...values, ...given }, rows: {}, env }, {});
    if (value !== undefined) given[field.key] = field.type.canonical(value, field.document) ?? null;
  }
  return given;
}

interface Scope {
  readonly design: Design;
  readonly model: EntityModel;
  readonly values: FormValues;
  /** Computed values of the rows of its subforms. */
  readonly rows: LiveValues['rows'];
  readonly env: LiveEnv;
  /** The record a row belongs to. */
  readonly parent?: FormValues;
}

function computed(scope: Scope): Computed {
  const found: Record<string, unknown> = {};
  for (const key of scope.model.computedOrder) {
    const field = scope.model.fields.get(key);
    const value = field && computedField(field, scope, found);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function computedField(field: FieldModel, scope: Scope, found: Computed): unknown {
  if (field.rollup) return rollupOf(field, field.rollup, scope);
  if (field.lookup) {
    const id = refId(scope.values[field.lookup.relation]);
    return id === null ? null : scope.env.related?.(field.lookup.entity, id, field.lookup.field);
  }
  if (!field.formula) return undefined;
  const value = valueOfFormula(field.formula, scope, found);
  return typeof value === 'string' ? field.valueType.canonical(value, field.valueDocument) : value;
}

/** Undefined when one of its names is not known here. */
function valueOfFormula(formula: CheckedFormula, scope: Scope, found: Computed): FormulaValue | undefined {
  const known = new Map<string, FormulaValue>();
  for (const name of formula.names) {
    const value = valueOfName(name, scope, found);
    if (value === undefined) return undefined;
    known.set(name, value);
  }
  return evaluateFormula(formula, { ...scope.env, value: (name) => known.get(name) ?? null });
}

function valueOfName(name: string, scope: Scope, found: Computed): FormulaValue | undefined {
  const { design, model, values, rows, env, parent } = scope;
  const resolved = resolveFormulaName(design, model.key, name);
  if (!resolved.ok) return undefined;
  if (resolved.value.kind === 'rows') {
    const { related, field } = resolved.value;
    const list = Array.isArray(values[related.field]) ? (values[related.field] as readonly unknown[]) : [];
    if (related.kind === 'subform') return list.map((row, index) => (field === null ? String((row as RowValues)['id'] ?? index) : scalar(rows[related.field]?.[index]?.[field.key] ?? (row as RowValues)[field.key])));
    if (related.kind !== 'links') return undefined;
    const ids = list.flatMap((one) => refId(one) ?? []);
    if (field === null) return ids;
    const items = ids.map((id) => env.related?.(related.entity, id, field.key));
    return items.some((item) => item === undefined) ? undefined : items.map(scalar);
  }
  const { hops, field } = resolved.value.path;
  const [first, ...others] = hops;
  if (!first) return field.computed && !(name in found) ? undefined : (own(found[name]) ?? own(values[name]) ?? null);
  const rest = [...others.map((hop) => hop.field), field.key].join('.');
  if (first.field === 'parent' && !model.fields.has('parent')) return others.length > 0 || field.computed || !parent ? undefined : (own(parent[field.key]) ?? null);
  const id = refId(values[first.field]);
  if (id === null) return null;
  const value = env.related?.(first.entity, id, rest);
  return value === undefined ? undefined : own(value);
}

/** As formulas read values: references as ids, lists as lists of such, everything that is no scalar as nothing. */
const own = (value: unknown): FormulaValue => (Array.isArray(value) ? value.map(scalar) : scalar(value));

function scalar(value: unknown): ScalarValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? String(value) : refId(value);
}

function rollupOf(field: FieldModel, { via, entity, aggregate, field: over, where }: RollupModel, { design, values, rows, env }: Scope): FormulaValue | undefined {
  // Rows elsewhere are not in the form.
  if (via.kind !== 'subform') return undefined;
  const list = (Array.isArray(values[via.field]) ? (values[via.field] as RowValues[]) : []).map((row, index): RowValues => ({ ...row, ...rows[via.field]?.[index] }));
  const counted = where === null ? list : countedRows(design.entities.get(entity), list, where, env);
  if (counted === undefined) return undefined;
  if (aggregate === 'count') return String(counted.length);
  if (!over || aggregate === 'unique' || aggregate === 'concat') return undefined;
  const cells = counted.map((row) => row[over]).filter((cell): cell is string => typeof cell === 'string' && cell !== '');
  const scale = (field.document.options as RollupOptions | undefined)?.scale;
  const write = (value: Decimal): string => field.valueType.canonical(scale === undefined ? value.toFixed() : value.toFixed(scale), field.valueDocument) as string;
  const numbers = cells.filter((cell) => /^-?\d+(\.\d+)?$/.test(cell)).map((cell) => new Decimal(cell));
  if (aggregate === 'sum') return write(numbers.reduce((sum, one) => sum.plus(one), new Decimal(0)));
  if (cells.length === 0) return null;
  if (numbers.length < cells.length) return [...cells].sort()[aggregate === 'min' ? 0 : cells.length - 1] ?? null;
  if (aggregate === 'avg') return write(numbers.reduce((sum, one) => sum.plus(one), new Decimal(0)).dividedBy(numbers.length));
  return write(aggregate === 'min' ? Decimal.min(...numbers) : Decimal.max(...numbers));
}

/** The rows that meet the condition; undefined where it asks for what a row does not hold itself. */
function countedRows(model: EntityModel | undefined, list: readonly RowValues[], where: Filter, { now, timeZone, me }: LiveEnv): readonly RowValues[] | undefined {
  if (!model || 'related' in where || conditionsOf(where).some(({ field }) => !model.fields.has(field))) return undefined;
  const civil = civilInZone(Date.parse(now), timeZone);
  const startOfToday = new Date(zonedMs({ ...civil, hour: 0, minute: 0, second: 0, millisecond: 0 }, timeZone)).toISOString();
  const env = { me, now, timeZone, today: dateText(civil), startOfToday, kindOf: (path: string) => model.fields.get(path)?.valueType.valueKind ?? ('text' as const), wordsOf: (path: string, cell: unknown) => wordsOf(model.fields.get(path)?.valueType ?? { html: false, wordsAt: [] }, cell) };
  return list.filter((row) => matchesFilter(where, (path) => own(row[path]), env));
}
