/**
 * The typed tree of a checked formula. Plain JSON, so that it can be stored, sent and compared; the
 * positions are those of the source text. Operators are calls too: their callee is the sign.
 */

import type { FormulaType } from './formula-type.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

export interface LiteralNode extends Span {
  readonly kind: 'literal';
  readonly type: 'text' | 'number' | 'boolean';
  /** A number is its decimal text, e.g. "0.15". */
  readonly value: string | boolean;
}

export interface NameNode extends Span {
  readonly kind: 'name';
  readonly type: FormulaType;
  readonly name: string;
}

export interface CallNode extends Span {
  readonly kind: 'call';
  readonly type: FormulaType;
  readonly callee: string;
  readonly args: readonly FormulaNode[];
  /** The type each argument is read as; differs from the argument's own type only where that is 'null'. */
  readonly argTypes: readonly FormulaType[];
}

export type FormulaNode = LiteralNode | NameNode | CallNode;

/** What a formula depends on besides its names. */
export type FormulaContext = 'now' | 'me' | 'departments';

export interface CheckedFormula {
  readonly text: string;
  readonly type: FormulaType;
  /** The names it uses, sorted, each once. */
  readonly names: readonly string[];
  /** Empty when the value follows from the named values alone; TODAY() and NOW() give 'now', ME() gives 'me', MYDEPARTMENTS() 'departments'. */
  readonly context: readonly FormulaContext[];
  readonly node: FormulaNode;
}
