/** What a picker offers while one types: members, or records of an entity that its reader may see. Asked for only when opened. */

import { useMemo, useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Filter, Ref } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { useWorkspaceModel } from '../app-model/index.ts';
import { refLabel } from '../fields/references.ts';
import { useLabel } from '../i18n/index.ts';
import { useDebounced } from './use-debounced.ts';

export interface ReferenceOptions {
  readonly found: readonly Ref[];
  readonly loading: boolean;
  readonly failed: boolean;
  readonly search: (text: string) => void;
  readonly want: () => void;
}

export function useMemberOptions(): ReferenceOptions {
  const [text, search] = useState('');
  const [wanted, setWanted] = useState(false);
  const asked = useDebounced(text);
  const found = useQuery({
    queryKey: ['member-options', asked],
    queryFn: ({ signal }) => call(routes.memberOptions, { query: asked ? { search: asked } : {}, signal }),
    enabled: wanted,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return { found: found.data?.items ?? NONE, loading: wanted && found.isPending, failed: found.isError, search, want: () => setWanted(true) };
}

/** `filter`: which records may be chosen at all. */
export function useRecordOptions(entity: string, filter?: Filter): ReferenceOptions & { readonly entityLabel: string } {
  const label = useLabel();
  const document = useWorkspaceModel().entity(entity);
  const [text, search] = useState('');
  const [wanted, setWanted] = useState(false);
  const asked = useDebounced(text);
  const titleField = document?.titleField;
  const found = useQuery({
    queryKey: ['records', entity, 'options', asked, filter ?? null],
    queryFn: ({ signal }) =>
      call(routes.queryRecords, { params: { entity }, body: { fields: titleField ? [titleField] : [], limit: 20, ...(asked ? { search: asked } : {}), ...(filter ? { filter } : {}) }, signal }),
    enabled: wanted && document !== undefined,
    // Those of another filter may not be chosen, not even for a moment.
    placeholderData: (earlier, query) => (JSON.stringify(query?.queryKey[4] ?? null) === JSON.stringify(filter ?? null) ? earlier : undefined),
    staleTime: 15_000,
  });
  const options = useMemo(
    () => (found.data?.rows ?? []).map((row): Ref => ({ id: row.id, label: refLabel({ id: row.id, label: refLabel(titleField ? row.values[titleField] : '') }) })),
    [found.data, titleField],
  );
  return { found: options, loading: wanted && found.isPending, failed: found.isError, search, want: () => setWanted(true), entityLabel: label(document?.label) };
}

const NONE: readonly Ref[] = [];
