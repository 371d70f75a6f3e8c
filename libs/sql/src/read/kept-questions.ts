/**
 * Compiled questions, kept: the same few are asked again and again, and compiling one costs the server more than asking
 * it. What is kept depends on nothing but its key, so a kept question and a new one are the same.
 */

import type { Result } from '@tessera/contract';
import type { Problems } from './known-fields.ts';
import type { ReadContext } from './read-context.ts';

/** A question has some kilobytes for each of its statements; together those of one kind stay below twenty megabytes. */
const MAX_KEPT = 500;
const MAX_KEY_LENGTH = 4000;

export type Compile<Request, Question> = (context: ReadContext, request: Request) => Result<Question, Problems>;

/** `compile`, remembering what it gave; a question that cannot be asked is not remembered. */
export function keeping<Request, Question>(compile: Compile<Request, Question>): Compile<Request, Question> {
  const kept = new Map<string, Question>();
  return (context, request) => {
    const key = keyOf(context, request);
    const known = kept.get(key);
    if (known !== undefined) return { ok: true, value: known };
    const compiled = compile(context, request);
    if (compiled.ok && key.length <= MAX_KEY_LENGTH) {
      // The oldest make room: a map remembers the order in which its keys came.
      if (kept.size >= MAX_KEPT) kept.delete(String(kept.keys().next().value));
      kept.set(key, compiled.value);
    }
    return compiled;
  };
}

const keyOf = ({ access, stored, cipher, schema, member, timeZone }: ReadContext, request: unknown): string =>
  JSON.stringify([numberOf(access), numberOf(stored), numberOf(cipher), schema, member, timeZone, request]);

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
