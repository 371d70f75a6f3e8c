/**
 * The names in the text of a formula, found without knowing what exists: also in one that is unfinished or wrong.
 * For "what uses this field", for showing labels in place of keys, and for finding what to compute first.
 */

import { formulaParser } from './grammar.ts';
import { MAX_TEXT_BYTES } from '../limits.ts';

export interface FormulaNameUse {
  /** As written, e.g. `price`, `account.owner`, `[order:account].amount`. */
  readonly name: string;
  /** UTF-16 offsets into the text. */
  readonly from: number;
  readonly to: number;
}

/** In the order of the text; names of functions and the words TRUE and FALSE are not among them. Pure; of a text that is too long none. */
export function formulaNames(text: string): FormulaNameUse[] {
  const uses: FormulaNameUse[] = [];
  if (text.length > MAX_TEXT_BYTES) return uses;
  formulaParser().parse(text).iterate({
    enter: ({ name, node, from, to }) => {
      if (name !== 'Name' || node.parent?.name === 'Callee') return;
      const written = text.slice(from, to);
      if (!/^(?:true|false)$/i.test(written)) uses.push({ name: written, from, to });
    },
  });
  return uses;
}

/** The text with every name replaced by what `show` gives for it, e.g. `{单价} * {数量}`; null leaves it as it is. Pure. */
export function renderFormula(text: string, show: (name: string) => string | null): string {
  let shown = '';
  let at = 0;
  for (const { name, from, to } of formulaNames(text)) {
    shown += text.slice(at, from) + (show(name) ?? name);
    at = to;
  }
  return shown + text.slice(at);
}
