/**
 * Compiled pages, kept. The same list is asked for again and again, page after page, with nothing new but where the
 * page starts; compiling it takes longer than everything else the server does for it. What is kept depends on
 * nothing but its key, so a kept answer and a new one are the same.
 */

import type { Result } from '@tessera/contract';
import type { Problems } from './known-fields.ts';
import type { PageStatement } from './page-cells.ts';
import type { PageMark, PageQuestion, PageRequest } from './page-query.ts';
import type { ReadContext } from './read-context.ts';

/** Stands for one key of a mark among the values of a kept statement. */
class KeySlot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

type Compile = (context: ReadContext, request: PageRequest) => Result<PageQuestion, Problems>;

/** A question has some kilobytes for each of its statements; together they stay below twenty megabytes. */
const MAX_KEPT = 500;
const MAX_KEY_LENGTH = 4000;

const kept = new Map<string, PageQuestion>();

export function keptPage(context: ReadContext, request: PageRequest, compile: Compile): Result<PageQuestion, Problems> {
  const key = keyOf(context, request);
  const known = kept.get(key);
  if (known) return { ok: true, value: known };
  const compiled = compile(context, request);
  if (!compiled.ok) return compiled;
  const question = keepingStatements(compiled.value);
  if (key.length <= MAX_KEY_LENGTH) keep(key, question);
  return { ok: true, value: question };
}

/** The oldest make room: a map remembers the order in which its keys came. */
function keep(key: string, question: PageQuestion): void {
  if (kept.size >= MAX_KEPT) kept.delete(String(kept.keys().next().value));
  kept.set(key, question);
}

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

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** An Access belongs to one design and never changes, nor does a set of stored fields; a number tells it from every other. */
function numberOf(one: object | undefined): number {
  if (one === undefined) return 0;
  const known = numbers.get(one);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(one, lastNumber);
  return lastNumber;
}

function keyOf({ access, stored, cipher, schema, member, timeZone }: ReadContext, { entity, fields, filter, sort, search, limit, expand }: PageRequest): string {
  return JSON.stringify([numberOf(access), numberOf(stored), numberOf(cipher), schema, member, timeZone, entity, fields, filter, sort, search, limit, expand]);
}
