/** All records a list shows, not only those in sight: page after page by its marks, up to as many as can be selected. */

import type { EntityDocument, RecordPage } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { refLabel } from '../../../shared/fields/references.ts';
import type { LongWork } from './bulk-change.ts';
import type { ListQuery } from './list-search.ts';
import { conditionOf } from './use-record-list.ts';
import { MAX_SELECTED, type SelectedRow } from './use-selection.ts';

/** As many as the server gives at once. */
const PORTION = 200;

export function matchingRows(entity: EntityDocument, query: ListQuery, untitled: string, work: LongWork): Promise<readonly SelectedRow[]> {
  const title = entity.fields.some(({ key }) => key === entity.titleField) ? entity.titleField : 'id';
  const body = { fields: [title], ...conditionOf(query), ...(query.sort ? { sort: [...query.sort] } : {}), limit: PORTION };
  const ask = (cursor: string | null): Promise<RecordPage> => call(routes.queryRecords, { params: { entity: entity.key }, body: { ...body, ...(cursor === null ? {} : { cursor }) } });
  return walkPages(ask, ({ id, version, values }) => ({ id, version, title: refLabel(values[title]) || untitled }), work);
}

/** What was found before it was stopped is kept. */
export async function walkPages<Row>(ask: (cursor: string | null) => Promise<RecordPage>, rowOf: (row: RecordPage['rows'][number]) => Row, { signal, onProgress }: LongWork, most = MAX_SELECTED): Promise<readonly Row[]> {
  const found: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: RecordPage = await ask(cursor);
    found.push(...page.rows.slice(0, most - found.length).map(rowOf));
    cursor = page.next;
    onProgress?.(found.length);
  } while (cursor !== null && found.length < most && !signal?.aborted);
  return found;
}
