/** Values of the records that a form points to, read as its reader may read them, for its formulas and lookups. */

import { useCallback, useMemo } from 'react';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { Design } from '@tessera/model';
import { call, routes } from '../api/index.ts';
import type { FormValues } from './form-values.ts';
import type { LiveEnv } from './live-values.ts';
import { relatedNeeds } from './related-needs.ts';

export function useRelatedValues(design: Design, entity: string, values: FormValues): NonNullable<LiveEnv['related']> {
  const needs = relatedNeeds(design, entity, values);
  const spelled = JSON.stringify(needs);
  const known = useQueries({
    queries: needs.map(({ entity: target, ids, paths }) => ({
      queryKey: ['records', target, 'related-values', ids, paths],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        call(routes.queryRecords, { params: { entity: target }, body: { fields: [...paths], filter: { field: 'id', op: 'in', value: [...ids] }, limit: 200 }, signal }),
      staleTime: 15_000,
      retry: false,
      placeholderData: keepPreviousData,
    })),
    combine: useCallback(
      (results: readonly { data?: { rows: { id: string; values: Record<string, unknown> }[] } | undefined }[]) => results.map(({ data }) => data?.rows),
      [],
    ),
  });
  return useMemo(() => {
    const asked = JSON.parse(spelled) as { entity: string; paths: string[] }[];
    const byRecord = new Map<string, Record<string, unknown>>();
    asked.forEach((need, index) => {
      for (const row of known[index] ?? []) byRecord.set(`${need.entity} ${row.id}`, row.values);
    });
    return (target, id, path) => {
      const record = byRecord.get(`${target} ${id}`);
      return record && path in record ? (record[path] ?? null) : undefined;
    };
  }, [known, spelled]);
}
