/** A record about to be saved: what it was, what is to be stored, and what hangs on it. */

import type { AppError, FieldProblemInput } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import { RecordInvalid } from '../record-errors.ts';
import type { Refusals } from './door.ts';
import type { StoredValues } from './history.ts';

/** Values on their way into one row of a table: of a record, or of a row of a subform. */
export interface Carrier {
  /** Place of the change in the batch. */
  readonly index: number;
  readonly entity: EntityModel;
  /** Path of its values, e.g. `values` or `values.lines.2`. */
  readonly path: string;
  readonly id: string;
  /** Stored values before; null for a new row. */
  readonly before: StoredValues | null;
  /** Fields that are given and change. */
  readonly given: readonly string[];
  /** Columns to write: all of a new row, those that change of another. */
  readonly values: Record<string, unknown>;
  /** Of relations to many records, those that change. */
  readonly links: LinkPlan[];
}

export interface LinkPlan {
  readonly field: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Draft extends Carrier {
  /** Version before; 0 for a new record. */
  readonly version: number;
  /** Fields the writer touches, whose rights are asked. */
  readonly touched: readonly string[];
  readonly subforms: readonly SubformPlan[];
}

/** What becomes of the rows of one subform. */
export interface SubformPlan {
  readonly subform: string;
  readonly child: EntityModel;
  /** Rows that were there, by id. */
  readonly before: ReadonlyMap<string, StoredValues>;
  readonly gone: readonly string[];
  readonly kept: readonly RowPlan[];
  readonly fresh: readonly RowPlan[];
}

export interface RowPlan extends Carrier {
  readonly place: number;
  readonly moved: boolean;
}

/** The values and the lists of links that a row changes, as they were and as they become, for those who tell of it. */
export function toldOf({ before, values, links }: Carrier): { readonly before: StoredValues; readonly after: StoredValues } {
  if (links.length === 0) return { before: before ?? {}, after: values };
  return {
    before: { ...before, ...Object.fromEntries(links.map((link) => [link.field, link.before.length === 0 ? null : link.before])) },
    after: { ...values, ...Object.fromEntries(links.map((link) => [link.field, link.after.length === 0 ? null : link.after])) },
  };
}

export const changesAnything = ({ values, links }: Carrier): boolean => links.length > 0 || Object.keys(values).length > 0;

/** Problems by draft, gathered over several looks, so that a person learns of all of them at once. */
export class Problems {
  private readonly found = new Map<number, FieldProblemInput[]>();

  add(index: number, problems: readonly FieldProblemInput[]): void {
    if (problems.length === 0) return;
    const list = this.found.get(index);
    if (list) list.push(...problems);
    else this.found.set(index, [...problems]);
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
