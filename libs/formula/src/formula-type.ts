/** The types of the language, and how a value of each travels: as JSON, numbers as decimal strings. */

export type ScalarType = 'text' | 'number' | 'boolean' | 'date' | 'datetime';
export type ListType = 'textList' | 'numberList' | 'booleanList' | 'dateList' | 'datetimeList';
export type FormulaType = ScalarType | ListType | 'null';

export type ScalarValue = string | boolean | null;

/**
 * number: "8000.5"; date: 'YYYY-MM-DD'; datetime: ISO 8601 in UTC with Z; null is blank. A list is an array of these,
 * with null for a blank item; a list itself is never blank, it has no items.
 */
export type FormulaValue = ScalarValue | readonly ScalarValue[];

/** What a formula may use: field keys or process variables, with their types. */
export interface FormulaScope {
  readonly names: Readonly<Record<string, FormulaType>>;
  /**
   * The type of a path that `names` does not list, as it is written in canonical form: `account.owner`, `lines.amount`,
   * `[order:account].amount`. Undefined when there is none, or none that the author may use.
   */
  resolve?(path: string): FormulaType | undefined;
  /** What may follow `path` and a point, for suggestions; `resolve` decides. */
  members?(path: string): Readonly<Record<string, FormulaType>>;
}

export const VALUE_TYPES = ['text', 'number', 'boolean', 'date', 'datetime'] as const satisfies readonly ScalarType[];
export const LIST_TYPES = ['textList', 'numberList', 'booleanList', 'dateList', 'datetimeList'] as const satisfies readonly ListType[];

export const isListType = (type: FormulaType): type is ListType => type.endsWith('List');

/** The type of the items of a list; of any other type itself. */
export const itemType = (type: FormulaType): ScalarType | 'null' => (isListType(type) ? (type.slice(0, -4) as ScalarType) : type);

/** The list of items of this type; a list of blanks is a list of texts. */
export const listOf = (type: FormulaType): ListType => (isListType(type) ? type : type === 'null' ? 'textList' : `${type}List`);
