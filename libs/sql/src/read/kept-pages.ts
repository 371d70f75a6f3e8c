/** Compiled pages, kept: a list is asked for page after page, with nothing new but where the page starts. */

import { keeping, type Compile } from './kept-questions.ts';
import type { PageStatement } from './page-cells.ts';
import type { PageMark, PageQuestion, PageRequest } from './page-query.ts';

/** Stands for one key of a mark among the values of a kept statement. */
class KeySlot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

export const keepingPages = (compile: Compile<PageRequest, PageQuestion>): Compile<PageRequest, PageQuestion> =>
  keeping((context, request) => {
    const compiled = compile(context, request);
    return compiled.ok ? { ok: true, value: keepingStatements(compiled.value) } : compiled;
  });

/** Statements differ by the side of the mark and by which of its keys are empty. */
function keepingStatements({ spelling, statement }: PageQuestion): PageQuestion {
  const statements = new Map<string, PageStatement>();
  return {
    spelling,
    statement: (mark) => {
      const form = mark === undefined ? '' : `${mark.side}${mark.keys.map((key) => (key === null ? '0' : '1')).join('')}`;
      let known = statements.get(form);
      if (known === undefined) {
        known = statement(mark && { side: mark.side, keys: mark.keys.map((key, index) => (key === null ? null : new KeySlot(index))) as never });
        statements.set(form, known);
      }
      return filled(known, mark);
    },
  };
}

const filled = ({ text, values, shape }: PageStatement, mark: PageMark | undefined): PageStatement => ({
  text,
  shape,
  values: values.map((value) => (value instanceof KeySlot ? mark?.keys[value.index] : value)),
});
