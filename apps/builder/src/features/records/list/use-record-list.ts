/** The rows of a list, page by page, and how many there are in all; the count never holds up the first rows. */

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { RecordView } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import type { ListQuery } from './list-search.ts';

const PAGE = 50;

export function useRecordList(entity: string, query: ListQuery) {
  const pages = useInfiniteQuery({
    queryKey: ['records', entity, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      call(routes.queryRecords, {
        params: { entity },
        body: { ...copyOf(query), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const count = useQuery({
    queryKey: ['records', entity, 'count', query.filter ?? null, query.search ?? ''],
    queryFn: ({ signal }) =>
      call(routes.countRecords, {
        params: { entity },
        body: { ...(query.filter ? { filter: query.filter } : {}), ...(query.search ? { search: query.search } : {}) },
        signal,
      }),
    enabled: pages.isSuccess && !pages.isPlaceholderData,
  });
  const rows: readonly RecordView[] = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return { pages, rows, count: count.data?.count };
}

const copyOf = ({ fields, filter, sort, search }: ListQuery) => ({
  fields: [...fields],
  ...(filter ? { filter } : {}),
  ...(sort ? { sort: [...sort] } : {}),
  ...(search ? { search } : {}),
});
