/**
 * Changes many records row by row: what could not be changed is told with its reason, the rest is done. More records than
 * one call takes go in portions, one after the other; between two of them it can be stopped.
 */

import { MAX_BULK_CHANGES, type BulkAnswer, type RecordChange } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import type { SelectedRow } from './use-selection.ts';

export interface BulkReport {
  readonly changed: number;
  readonly refused: readonly { readonly row: SelectedRow; readonly message: string }[];
  /** Not tried any more, because it was stopped or the server could not be reached. */
  readonly left: readonly SelectedRow[];
  /** Why it ended early. */
  readonly failure?: unknown;
}

export interface LongWork {
  /** Stops before the next portion; the one on its way is finished. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

export const changeMany = (entity: string, rows: readonly SelectedRow[], changeOf: (row: SelectedRow) => RecordChange, work: LongWork = {}): Promise<BulkReport> =>
  inPortions(rows, async (some) => (await call(routes.changeRecords, { params: { entity }, body: { mode: 'each', changes: some.map(changeOf) } })).results, work);

/** Throws when nothing at all was done. */
export async function inPortions(rows: readonly SelectedRow[], send: (rows: readonly SelectedRow[]) => Promise<BulkAnswer['results']>, { signal, onProgress }: LongWork = {}, size = MAX_BULK_CHANGES): Promise<BulkReport> {
  const all: Pick<BulkReport, 'changed' | 'refused'>[] = [];
  const report = (tried: number): BulkReport => ({ changed: all.reduce((sum, one) => sum + one.changed, 0), refused: all.flatMap((one) => one.refused), left: rows.slice(tried) });
  for (let from = 0; from < rows.length; from += size) {
    if (signal?.aborted) return report(from);
    const some = rows.slice(from, from + size);
    try {
      all.push(reportOf(some, await send(some)));
    } catch (failure) {
      if (from === 0) throw failure;
      return { ...report(from), failure };
    }
    onProgress?.(from + some.length);
  }
  return report(rows.length);
}

/** Pure. Answers are in the order of the rows. */
export function reportOf(rows: readonly SelectedRow[], results: BulkAnswer['results']): Pick<BulkReport, 'changed' | 'refused'> {
  const refused = rows.flatMap((row, index) => (results[index]?.status === 'refused' ? [{ row, message: messageOf(results[index].error) }] : []));
  return { changed: results.filter((one) => one.status !== 'refused').length, refused };
}

function messageOf(error: unknown): string {
  const known = error as { message?: unknown; fields?: readonly { message?: unknown }[] } | undefined;
  const fields = (known?.fields ?? []).flatMap((field) => (typeof field.message === 'string' ? [field.message] : []));
  return [...(fields.length > 0 ? fields : typeof known?.message === 'string' ? [known.message] : [])].join(' ');
}
