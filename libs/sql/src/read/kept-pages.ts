/**
 * Compiled pages, kept. The same list is asked for again and again, page after page, with nothing new but where the
 * page starts; compiling it takes longer than everything else the server does for it. What is kept depends on
 * nothing but its key, so a kept answer and a new one are the same.
 */

import type { Access } from '@tessera/access';
import type { Result } from '@tessera/contract';
import type { Problems } from './known-fields.ts';
import type { PageStatement } from './page-cells.ts';
import type { PageRequest } from './page-query.ts';
import type { ReadContext } from './read-context.ts';

/** Stands for one value of the cursor among the values of a kept statement. */
class CursorSlot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

type Compile = (context: ReadContext, request: PageRequest) => Result<PageStatement, Problems>;

/** A statement has some kilobytes; together they stay below ten megabytes. */
const MAX_KEPT = 500;
const MAX_KEY_LENGTH = 4000;

const kept = new Map<string, PageStatement>();

export function keptPage(context: ReadContext, request: PageRequest, compile: Compile): Result<PageStatement, Problems> {
  const key = keyOf(context, request);
  const known = kept.get(key);
  if (known) return { ok: true, value: filled(known, request.after) };
  const compiled = compile(context, { ...request, after: request.after?.map((value, index) => (value === null ? null : new CursorSlot(index))) });
  if (!compiled.ok) return compiled;
  if (key.length <= MAX_KEY_LENGTH) keep(key, compiled.value);
  return { ok: true, value: filled(compiled.value, request.after) };
}

/** The oldest make room: a map remembers the order in which its keys came. */
function keep(key: string, statement: PageStatement): void {
  if (kept.size >= MAX_KEPT) kept.delete(String(kept.keys().next().value));
  kept.set(key, statement);
}

const filled = ({ text, values, shape }: PageStatement, after: PageRequest['after']): PageStatement => ({
  text,
  shape,
  values: values.map((value) => (value instanceof CursorSlot ? after?.[value.index] : value)),
});

const numbers = new WeakMap<Access, number>();
let lastNumber = 0;

/** An Access belongs to one design and never changes; a number tells it from every other. */
function numberOf(access: Access): number {
  const known = numbers.get(access);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(access, lastNumber);
  return lastNumber;
}

function keyOf({ access, schema, member, timeZone }: ReadContext, { entity, fields, filter, sort, search, limit, after }: PageRequest): string {
  return JSON.stringify([numberOf(access), schema, member, timeZone, entity, fields, filter, sort, search, limit, after?.map((value) => value === null)]);
}
