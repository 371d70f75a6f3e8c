/**
 * A condition as three boxes: field, operator, value. `parseSimple` recognises the formulas that fit, so
 * that both editors show the same text; everything else is edited as a formula.
 */

import type { FormulaType } from '@tessera/formula';

export const COMPARISONS = ['=', '<>', '>', '>=', '<', '<='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface SimpleCondition {
  readonly field: string;
  readonly comparison: Comparison;
  readonly value: string;
}

const PATTERN = /^\s*([A-Za-z][a-zA-Z0-9_]*)\s*(<>|>=|<=|=|>|<)\s*("(?:[^"]|"")*"|-?\d+(?:\.\d+)?|TRUE|FALSE|true|false)\s*$/;

/** Null when the formula is anything but one comparison of a name with a constant. Pure. */
export function parseSimple(formula: string): SimpleCondition | null {
  const match = PATTERN.exec(formula);
  if (!match) return null;
  const [, field, comparison, literal] = match;
  const value = literal!.startsWith('"') ? literal!.slice(1, -1).replaceAll('""', '"') : /^(true|false)$/i.test(literal!) ? literal!.toUpperCase() : literal!;
  return { field: field!, comparison: comparison as Comparison, value };
}

/** The formula for a field of this type; a value that is no number of a number field is written as text, for the checker to point at. */
export function writeSimple(condition: SimpleCondition, type: FormulaType): string {
  return `${condition.field} ${condition.comparison} ${literalOf(condition.value, type)}`;
}

function literalOf(value: string, type: FormulaType): string {
  if (type === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return value;
  if (type === 'boolean') return /^true$/i.test(value) ? 'TRUE' : 'FALSE';
  return `"${value.replaceAll('"', '""')}"`;
}

/** Orders make sense for what has one; texts and yes/no are equal or not. */
export const comparisonsFor = (type: FormulaType): readonly Comparison[] =>
  type === 'text' || type === 'boolean' ? ['=', '<>'] : COMPARISONS;
