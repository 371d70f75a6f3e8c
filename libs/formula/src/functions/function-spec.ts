/**
 * What a function or operator is: its signatures (the type rule), its JavaScript and its SQL, in one
 * registration. The two must agree for every input; `differential.pg.spec.ts` compares them.
 *
 * Rules for SQL: no input may raise an error, and each argument is written once, or the text would
 * grow exponentially with nesting; an argument needed twice goes through `letting`.
 */

import { listOf, VALUE_TYPES, type FormulaType, type ScalarType } from '../formula-type.ts';
import type { FormulaContext } from '../formula-node.ts';
import type { Wording } from '../problems.ts';
import type { SqlContext } from '../sql/sql-context.ts';
import type { Value } from '../values/value.ts';

export interface FunctionSpec {
  /** Upper case for functions; the sign for operators. */
  readonly name: string;
  readonly doc: Wording;
  /** The first one whose count and types fit is used; blank fits every type. */
  readonly signatures: readonly Signature[];
  /** Total and pure; arguments arrive evaluated. */
  readonly js: (args: readonly Value[], call: JsCall) => Value;
  /** An expression that can stand anywhere: in brackets, or a call. */
  readonly sql: (call: SqlCall) => string;
  /** Without arguments, the same for all rows, and never blank. */
  readonly constant?: boolean;
  /** For what is only asked whether it holds: null may stand for no. A comparison so written can use an index. */
  readonly test?: (call: SqlCall) => string;
}

export interface Signature {
  readonly params: readonly Param[];
  /** How many of the last params repeat together, at least once. */
  readonly repeat?: number;
  /** One more after the repeated ones, optional. */
  readonly last?: Param;
  /** A type, or that of the params of this group: of an item, or with `list` a list of these. */
  readonly result: FormulaType | { readonly group: string; readonly list?: boolean };
  /** What it depends on besides its arguments. */
  readonly context?: FormulaContext;
}

export interface Param {
  readonly name: Wording;
  /** Of the value, or of the items of a list. */
  readonly types: readonly ScalarType[];
  /** `only`: a list; `also`: one value or a list; absent: one value. */
  readonly list?: 'only' | 'also';
  /** All params of one group have one type, be they values or lists. */
  readonly group?: string;
  /** Of params that repeat: the group holds within one repetition. */
  readonly perRepeat?: boolean;
  readonly optional?: boolean;
  /** The argument must be a text literal that this accepts; it is known when the formula is checked. */
  readonly option?: TextOption;
}

export interface TextOption {
  readonly expected: Wording;
  /** What editors offer, and tests try. */
  readonly choices: readonly string[];
  readonly accepts: (text: string) => boolean;
}

export interface JsCall {
  readonly argTypes: readonly FormulaType[];
  readonly now: number | null;
  readonly timeZone: string;
  readonly me: string | null;
  readonly departments: readonly string[];
}

export interface SqlCall extends SqlContext {
  readonly count: number;
  /** The type of each argument as it is compiled. */
  readonly argTypes: readonly FormulaType[];
  /** The argument's SQL. Binds its literals: call it once for each argument that the text uses, never for others. */
  arg(index: number): string;
  /** A yes/no argument of which only yes matters; null may stand for no. */
  test(index: number): string;
  /** Like `arg`, but a column keeps its own collation, which an index of it has. For equality with a constant. */
  bare(index: number): string;
  /** The argument when it is a literal text or number. */
  literal(index: number): string | undefined;
  /** Whether the argument is the same for all rows and never blank: a literal, TODAY() or NOW(). */
  isConstant(index: number): boolean;
}

/** The types of the arguments that a param takes. */
export function acceptedTypes({ types, list }: Param, only: readonly ScalarType[] = types): FormulaType[] {
  const lists = only.map(listOf);
  return list === 'only' ? lists : list === 'also' ? [...only, ...lists] : [...only];
}

export const param = (types: readonly ScalarType[]) => (en: string, zh: string, more: Partial<Param> = {}): Param => ({
  name: { en, 'zh-CN': zh },
  types,
  ...more,
});

export const text = param(['text']);
export const number = param(['number']);
export const condition = param(['boolean']);
export const date = param(['date']);
export const datetime = param(['datetime']);
export const day = param(['date', 'datetime']);
export const anything = param(VALUE_TYPES);
export const ordered = param(['number', 'date', 'datetime']);

export const oneOf = (choices: readonly string[]): TextOption => ({
  expected: {
    en: `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`,
    'zh-CN': `${choices.map((choice) => `“${choice}”`).join('、')}之一`,
  },
  choices,
  accepts: (written) => choices.includes(written.toLowerCase()),
});
