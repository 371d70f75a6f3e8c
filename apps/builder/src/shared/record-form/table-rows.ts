/** The rows of a subform while they are edited: each keeps a key of its own for drawing and dragging. Pure. */

import { defaultValues, type Design } from '@tessera/model';
import type { RowValues } from './form-values.ts';

/** A new row with the defaults of its fields. */
export function newRow(design: Design, child: string, env: { readonly today: string; readonly now: string }): RowValues {
  return design.entities.has(child) ? defaultValues(design, child, { me: null, ...env }) : {};
}

export const withRow = (rows: readonly RowValues[], index: number, change: RowValues): readonly RowValues[] => rows.map((row, at) => (at === index ? { ...row, ...change } : row));
export const withoutRow = <T>(rows: readonly T[], index: number): readonly T[] => rows.filter((_, at) => at !== index);

export function movedRow<T>(rows: readonly T[], from: number, to: number): readonly T[] {
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (row !== undefined) next.splice(to, 0, row);
  return next;
}
