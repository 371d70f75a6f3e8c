/** What the checker says of a formula: its type or its problems, and where an editor underlines them. Pure. */

import type { Locale } from '@tessera/contract';
import { checkFormula, type FormulaProblem, type FormulaScope, type FormulaType } from '@tessera/formula';

export type FormulaVerdict = { readonly type: FormulaType } | { readonly problems: readonly FormulaProblem[] } | null;

/** Null for an empty formula. */
export function verdictOf(text: string, scope: FormulaScope, expected?: readonly FormulaType[]): FormulaVerdict {
  if (text.trim() === '') return null;
  const result = checkFormula(text, scope, expected);
  return result.ok ? { type: result.value.type } : { problems: result.problem };
}

export interface Underline {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** A problem of no width is underlined at the character there; one behind the text at the last character that is no blank. */
export function underlines(text: string, problems: readonly FormulaProblem[], locale: Locale): Underline[] {
  const end = text.trimEnd().length;
  return problems.map(({ from, to, message }) => {
    const start = Math.max(0, Math.min(from, end - 1));
    return { from: start, to: from >= end ? start + 1 : Math.max(to, start + 1), message: message[locale] };
  });
}
