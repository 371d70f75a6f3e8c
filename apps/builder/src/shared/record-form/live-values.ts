/**
 * Formulas and rollups of a record while it is being edited, computed as the server will: rows first, then
 * the rollups over them, then the record's own formulas. A formula that needs something the reader cannot
 * see is absent, and the stored value stays on show. Pure.
 */

import { Decimal } from 'decimal.js';
import { evaluateFormula, type FormulaValue } from '@tessera/formula';
import type { RollupOptions } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '@tessera/model';
import type { FormValues, RowValues } from './form-values.ts';

export interface LiveEnv {
  readonly now: string;
  readonly timeZone: string;
  readonly me: string | null;
}

export interface LiveValues {
  readonly values: Readonly<Record<string, FormulaValue>>;
  /** By subform, in the order of its rows. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, FormulaValue>>[]>>;
}

export function liveValues(design: Design, entity: string, values: FormValues, env: LiveEnv): LiveValues {
  const model = design.entities.get(entity);
  if (!model) return { values: {}, rows: {} };
  const rows: Record<string, Record<string, FormulaValue>[]> = {};
  for (const { field, entity: child } of model.children) {
    const childModel = design.entities.get(child);
    const list = values[field];
    rows[field] = childModel && Array.isArray(list) ? (list as RowValues[]).map((row) => computed(childModel, row, {}, env)) : [];
  }
  return { values: computed(model, values, rows, env), rows };
}

function computed(model: EntityModel, values: FormValues, rows: Readonly<Record<string, readonly Readonly<Record<string, FormulaValue>>[]>>, env: LiveEnv): Record<string, FormulaValue> {
  const found: Record<string, FormulaValue> = {};
  for (const key of model.computedOrder) {
    const field = model.fields.get(key);
    if (!field) continue;
    const value = field.rollup ? rollupOf(field, values, rows) : field.formula ? formulaOf(field) : undefined;
    if (value !== undefined) found[key] = value;
  }
  return found;

  function formulaOf(field: FieldModel): FormulaValue {
    const value = evaluateFormula(field.formula!, { ...env, value: (name) => (found[name] ?? (values[name] as FormulaValue | undefined) ?? null) });
    return typeof value === 'string' ? (field.valueType.canonical(value, field.document) as string) : value;
  }
}

function rollupOf(field: FieldModel, values: FormValues, rows: Readonly<Record<string, readonly Readonly<Record<string, FormulaValue>>[]>>): FormulaValue | undefined {
  const { subform, aggregate, field: over } = field.rollup!;
  const list = Array.isArray(values[subform]) ? (values[subform] as RowValues[]) : [];
  if (aggregate === 'count') return String(list.length);
  if (!over) return undefined;
  const cells = list.map((row, index) => rows[subform]?.[index]?.[over] ?? row[over]).filter((cell): cell is string => typeof cell === 'string' && cell !== '');
  const scale = (field.document.options as RollupOptions | undefined)?.scale;
  const write = (value: Decimal): string => field.valueType.canonical(scale === undefined ? value.toFixed() : value.toFixed(scale), field.document) as string;
  const numbers = cells.filter((cell) => /^-?\d+(\.\d+)?$/.test(cell)).map((cell) => new Decimal(cell));
  if (aggregate === 'sum') return write(numbers.reduce((sum, one) => sum.plus(one), new Decimal(0)));
  if (cells.length === 0) return null;
  if (numbers.length < cells.length) return [...cells].sort()[aggregate === 'min' ? 0 : cells.length - 1] ?? null;
  if (aggregate === 'avg') return write(numbers.reduce((sum, one) => sum.plus(one), new Decimal(0)).dividedBy(numbers.length));
  return write(aggregate === 'min' ? Decimal.min(...numbers) : Decimal.max(...numbers));
}
