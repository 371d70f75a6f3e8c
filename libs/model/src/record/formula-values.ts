/** Between the values of fields as they travel and the values formulas compute with. */

import { evaluateFormula, type CheckedFormula, type FormulaValue, type ScalarValue } from '@tessera/formula';
import type { FieldModel } from '../design.ts';
import { isDecimal, roundDecimal } from '../values/decimal.ts';
import { isValues, type Values } from './normalize-values.ts';

export interface MomentEnv {
  /** Member id; null when no member acts. */
  readonly me: string | null;
  /** ISO instant. */
  readonly now: string;
  /** IANA zone in which formulas read days; UTC when absent. */
  readonly timeZone?: string;
  /** Ids of the departments of `me`. */
  readonly departments?: readonly string[];
}

/** A wire value as a formula sees it: references as ids, lists as lists, nothing as null. */
export function formulaValue(value: unknown): FormulaValue {
  if (Array.isArray(value)) return value.map(scalar);
  return scalar(value);
}

function scalar(value: unknown): ScalarValue {
  const plain = isValues(value) && typeof value['id'] === 'string' ? value['id'] : value;
  if (typeof plain === 'number') return String(plain);
  return typeof plain === 'string' || typeof plain === 'boolean' ? plain : null;
}

/** What a formula gave, as a value of the field: numbers rounded to the digits it keeps, an empty list as null. */
export function wireValue(field: FieldModel, value: FormulaValue): unknown {
  const { valueType, valueDocument } = field;
  const decimals = valueType.decimals?.(valueDocument);
  const rounded = decimals && typeof value === 'string' && isDecimal(value) ? roundDecimal(value, decimals.digits) : value;
  return valueType.canonical(rounded, valueDocument);
}

/**
 * The formula over values of one record: own formulas it names are computed on the way, rounded as they are read. Names that are not among the
 * record's own values (related rows) are blank.
 */
export function evaluateOver(formula: CheckedFormula, fields: ReadonlyMap<string, FieldModel>, values: Values, env: MomentEnv): FormulaValue {
  const value = (name: string): FormulaValue => {
    const field = fields.get(name);
    return field?.formula && values[name] === undefined ? formulaValue(wireValue(field, evaluate(field.formula))) : formulaValue(Object.hasOwn(values, name) ? values[name] : null);
  };
  const evaluate = (checked: CheckedFormula): FormulaValue =>
    evaluateFormula(checked, { value, now: env.now, timeZone: env.timeZone ?? 'UTC', me: env.me, departments: env.departments ?? [] });
  return evaluate(formula);
}
