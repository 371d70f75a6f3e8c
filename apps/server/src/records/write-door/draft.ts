/** A record about to be saved: what it was, what is to be stored, and what hangs on it. */

import type { AppError, FieldProblemInput } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import { RecordInvalid } from '../record-errors.ts';
import type { Refusals } from './door.ts';
import type { StoredValues } from './history.ts';

export interface Draft {
  /** Place of its change in the batch. */
  readonly index: number;
  readonly id: string;
  /** Stored values before; null for a new record. */
  readonly before: StoredValues | null;
  /** Version before; 0 for a new record. */
  readonly version: number;
  /** Fields the writer touches, whose rights are asked. */
  readonly touched: readonly string[];
  /** Columns to write: all of a new record, those that change of another. */
  readonly values: Record<string, unknown>;
  readonly subforms: readonly SubformPlan[];
}

/** What becomes of the rows of one subform. */
export interface SubformPlan {
  readonly subform: string;
  readonly child: EntityModel;
  /** Rows that were there, by id. */
  readonly before: ReadonlyMap<string, StoredValues>;
  readonly gone: readonly string[];
  readonly kept: readonly KeptRow[];
  readonly fresh: readonly FreshRow[];
}

export interface KeptRow {
  readonly id: string;
  readonly place: number;
  readonly moved: boolean;
  /** Only what changes. */
  readonly values: Record<string, unknown>;
}

export interface FreshRow {
  readonly id: string;
  readonly place: number;
  /** Fields the writer gave. */
  readonly given: readonly string[];
  readonly values: Record<string, unknown>;
}

/** Problems by draft, gathered over several looks, so that a person learns of all of them at once. */
export class Problems {
  private readonly found = new Map<number, FieldProblemInput[]>();

  add(index: number, problems: readonly FieldProblemInput[]): void {
    if (problems.length === 0) return;
    const list = this.found.get(index);
    if (list) list.push(...problems);
    else this.found.set(index, [...problems]);
  }

  has(index: number): boolean {
    return this.found.has(index);
  }

  /** Those without problems; the others are refused. */
  sift<Row extends { readonly index: number }>(rows: readonly Row[], refusals: Refusals): readonly Row[] {
    if (this.found.size === 0) return rows;
    for (const [index, fields] of this.found) refusals.set(index, RecordInvalid({}, { fields }));
    const sound = rows.filter(({ index }) => !this.found.has(index));
    this.found.clear();
    return sound;
  }
}

/** Those that are not refused by `test`. */
export function sift<Row extends { readonly index: number }>(rows: readonly Row[], refusals: Refusals, test: (row: Row) => AppError | null): readonly Row[] {
  return rows.filter((row) => {
    const refusal = test(row);
    if (refusal) refusals.set(row.index, refusal);
    return refusal === null;
  });
}
