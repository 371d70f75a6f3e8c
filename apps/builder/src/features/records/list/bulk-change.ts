/** Changes many records row by row: what could not be changed is told with its reason, the rest is done. */

import { MAX_BULK_CHANGES, type BulkAnswer, type RecordChange } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import type { SelectedRow } from './use-selection.ts';

export interface BulkReport {
  readonly changed: number;
  readonly refused: readonly { readonly row: SelectedRow; readonly message: string }[];
}

export async function changeMany(entity: string, rows: readonly SelectedRow[], changeOf: (row: SelectedRow) => RecordChange): Promise<BulkReport> {
  const some = rows.slice(0, MAX_BULK_CHANGES);
  const { results } = await call(routes.changeRecords, { params: { entity }, body: { mode: 'each', changes: some.map(changeOf) } });
  return reportOf(some, results);
}

/** Pure. Answers are in the order of the rows. */
export function reportOf(rows: readonly SelectedRow[], results: BulkAnswer['results']): BulkReport {
  const refused = rows.flatMap((row, index) => (results[index]?.status === 'refused' ? [{ row, message: messageOf(results[index].error) }] : []));
  return { changed: results.filter((one) => one.status !== 'refused').length, refused };
}

function messageOf(error: unknown): string {
  const known = error as { message?: unknown; fields?: readonly { message?: unknown }[] } | undefined;
  const fields = (known?.fields ?? []).flatMap((field) => (typeof field.message === 'string' ? [field.message] : []));
  return [...(fields.length > 0 ? fields : typeof known?.message === 'string' ? [known.message] : [])].join(' ');
}
