/** The types of the language, and how a value of each travels: as JSON, numbers as decimal strings. */

export type FormulaType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'null';

/** number: "8000.5"; date: 'YYYY-MM-DD'; datetime: ISO 8601 in UTC with Z; null is blank. */
export type FormulaValue = string | boolean | null;

/** What a formula may use: field keys or process variables, with their types. */
export interface FormulaScope {
  readonly names: Readonly<Record<string, FormulaType>>;
}

export const VALUE_TYPES = ['text', 'number', 'boolean', 'date', 'datetime'] as const satisfies readonly FormulaType[];
