/**
 * The rows of a list, page by page in both directions, and how many there are in all; the count never holds up the
 * first rows. Only so many pages are kept: a list scrolled far forgets its beginning and asks for it again on the way back.
 */

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { RecordView } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import type { ListQuery } from './list-search.ts';

export const PAGE = 50;
const KEPT_PAGES = 30;

interface PageMark {
  readonly cursor: string | null;
  /** Counted from the first page. */
  readonly index: number;
}

export interface RecordListOptions {
  /** Keep every page: where what was passed must stay where it is. */
  readonly keepAll?: boolean;
  readonly enabled?: boolean;
}

export function useRecordList(entity: string, query: ListQuery, { keepAll = false, enabled = true }: RecordListOptions = {}) {
  const pages = useInfiniteQuery({
    queryKey: ['records', entity, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      call(routes.queryRecords, {
        params: { entity },
        body: { ...copyOf(query), limit: PAGE, ...(pageParam.cursor ? { cursor: pageParam.cursor } : {}) },
        signal,
      }),
    initialPageParam: { cursor: null, index: 0 } as PageMark,
    getNextPageParam: (page, _all, mark): PageMark | null => (page.next ? { cursor: page.next, index: mark.index + 1 } : null),
    getPreviousPageParam: (page, _all, mark): PageMark | null => (page.prev && mark.index > 0 ? { cursor: page.prev, index: mark.index - 1 } : null),
    ...(keepAll ? {} : { maxPages: KEPT_PAGES }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const count = useQuery({
    queryKey: ['records', entity, 'count', query.filter ?? null, query.search ?? ''],
    queryFn: ({ signal }) => call(routes.countRecords, { params: { entity }, body: conditionOf(query), signal }),
    enabled: !enabled || (pages.isSuccess && !pages.isPlaceholderData),
  });
  const rows: readonly RecordView[] = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  /** Rows before the first one kept. */
  const skipped = ((pages.data?.pageParams[0] as PageMark | undefined)?.index ?? 0) * PAGE;
  return { pages, rows, skipped, count: count.data?.count };
}

/** Filter and search of a question, as the routes take them. */
export const conditionOf = ({ filter, search }: ListQuery) => ({ ...(filter ? { filter } : {}), ...(search ? { search } : {}) });

export const copyOf = ({ fields, filter, sort, search }: ListQuery) => ({
  fields: [...fields],
  ...(sort ? { sort: [...sort] } : {}),
  ...conditionOf({ fields, ...(filter ? { filter } : {}), ...(search ? { search } : {}) }),
});
