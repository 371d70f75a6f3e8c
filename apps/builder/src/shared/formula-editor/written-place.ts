/**
 * What stands around the caret of a formula that is still being written: the word, the text in quotes, the calls.
 * Reads characters, not the syntax tree, whose shape says little while brackets are missing. Pure.
 */

export interface OpenCall {
  /** As written, e.g. `if`. */
  readonly callee: string;
  /** Which argument the caret is in, from 0. */
  readonly argument: number;
  /** Where the callee begins. */
  readonly from: number;
}

export interface WrittenPlace {
  /** Calls whose brackets are open, outermost first. */
  readonly calls: readonly OpenCall[];
  /** Where the text in quotes begins that the caret is in, else null. */
  readonly quoteFrom: number | null;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”' };

export function placeAt(text: string, caret: number): WrittenPlace {
  const open: ({ callee: string; argument: number; from: number } | null)[] = [];
  for (let at = 0; at < caret; at++) {
    const char = text.charAt(at);
    const closing = CLOSING[char];
    if (closing !== undefined) {
      const end = text.indexOf(closing, at + 1);
      if (end < 0 || end >= caret) return { calls: open.filter((one) => one !== null), quoteFrom: at };
      at = end;
    } else if (char === '(' || char === '（') {
      const callee = /[\p{L}_][\p{L}\p{N}_]*\s*$/u.exec(text.slice(0, at));
      open.push(callee ? { callee: callee[0].trimEnd(), argument: 0, from: callee.index } : null);
    } else if (char === ')' || char === '）') open.pop();
    else if (char === ',' || char === '，') {
      const last = open.at(-1);
      if (last) last.argument += 1;
    }
  }
  return { calls: open.filter((one) => one !== null), quoteFrom: null };
}

export interface WrittenName {
  /** What stands before the last point, '' when there is none. */
  readonly head: string;
  /** What is written of the last part so far. */
  readonly word: string;
  /** Where that part begins. */
  readonly from: number;
}

/** The name before the caret, which may be a path; null where a number is being written. */
export function nameBefore(text: string, caret: number): WrittenName | null {
  const written = /[\p{L}\p{N}_.:[\]]*$/u.exec(text.slice(0, caret))?.[0] ?? '';
  if (/^[\p{N}.]/u.test(written)) return null;
  // The point inside brackets separates nothing.
  const point = written.lastIndexOf('.');
  const head = point < 0 ? '' : written.slice(0, point);
  const word = written.slice(point + 1);
  return { head, word, from: caret - word.length };
}
