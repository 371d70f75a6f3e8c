/**
 * Compiled statements of one record, kept with the access they were compiled for: the same people open record after
 * record of the same few entities, and compiling costs more than anything else the server does for it.
 */

import { ok, type Result } from '@tessera/contract';
import type { Access } from '@tessera/access';
import type { Problems } from './known-fields.ts';
import type { RecordStatement } from './page-cells.ts';
import type { ReadContext } from './read-context.ts';

interface Kept {
  readonly context: ReadContext;
  readonly statement: RecordStatement;
}

/** Stands for the id among the values of a kept statement. */
const ID = 'the id of the record';
const kept = new WeakMap<Access, Map<string, Kept>>();

/** The statement for this id; `compile` makes one for any. */
export function keptRecord(context: ReadContext, entity: string, id: string, compile: (id: string) => Result<RecordStatement, Problems>): Result<RecordStatement, Problems> {
  const known = kept.get(context.access) ?? new Map<string, Kept>();
  kept.set(context.access, known);
  const found = known.get(entity);
  if (found && isSame(found.context, context)) return ok(filled(found.statement, id));
  const compiled = compile(ID);
  if (!compiled.ok) return compiled;
  known.set(entity, { context, statement: compiled.value });
  return ok(filled(compiled.value, id));
}

const filled = ({ text, values, shape }: RecordStatement, id: string): RecordStatement => ({ text, shape, values: values.map((value) => (value === ID ? id : value)) });

const isSame = (one: ReadContext, other: ReadContext): boolean =>
  one.design === other.design && one.schema === other.schema && one.member === other.member && one.timeZone === other.timeZone && one.stored === other.stored;
