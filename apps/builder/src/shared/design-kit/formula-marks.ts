/** A formula's text cut at the places its problems are about, for underlining them. Pure. */

import type { FormulaProblem } from '@tessera/formula';

export interface FormulaSegment {
  readonly text: string;
  readonly wrong: boolean;
}

/** The texts of the segments together are the formula. A problem of no width marks the character at it; one behind the text marks the last character that is no blank. */
export function markProblems(text: string, problems: readonly Pick<FormulaProblem, 'from' | 'to'>[]): FormulaSegment[] {
  const units = text.length;
  const marks = new Array<boolean>(units).fill(false);
  for (const { from, to } of problems) {
    const last = text.trimEnd().length - 1;
    const start = Math.max(0, from > last ? last : from);
    for (let at = start; at < Math.min(Math.max(to, start + 1), units); at += 1) marks[at] = true;
  }
  const segments: { text: string; wrong: boolean }[] = [];
  for (let at = 0; at < units; at += 1) {
    const last = segments.at(-1);
    if (last && last.wrong === marks[at]) last.text += text[at];
    else segments.push({ text: text[at]!, wrong: marks[at]! });
  }
  return segments;
}

/** Puts a name or a call where the caret is, with a space where two words would touch. */
export function insertAt(text: string, from: number, to: number, inserted: string): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, from);
  const after = text.slice(to);
  const lead = /\w$/.test(before) ? ' ' : '';
  const tail = /^\w/.test(after) ? ' ' : '';
  return { text: before + lead + inserted + tail + after, caret: before.length + lead.length + inserted.length };
}
