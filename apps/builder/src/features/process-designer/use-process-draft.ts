/** The draft of a process on its way to the server: saving, publishing, and what happens when somebody else saved first. */

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProcessDesign } from '@tessera/contract';
import type { ProcessProblem } from '@tessera/process';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { isVersionConflict, useConflict } from '../../shared/design-kit/index.ts';
import { useLocale } from '../../shared/i18n/index.ts';
import { publishProcess } from './api/publish-process.ts';
import { saveDraft } from './api/save-draft.ts';
import { fromRefusal } from './process-problems.ts';
import { processesQuery } from './process-queries.ts';

type Deed = 'save' | 'publish';

interface ProcessDraftOptions {
  readonly stored: ProcessDesign;
  readonly onDone: (deed: Deed, process: ProcessDesign) => void;
  /** The canvas must show this state instead. */
  readonly onReload: (process: ProcessDesign) => void;
}

export function useProcessDraft({ stored, onDone, onReload }: ProcessDraftOptions) {
  const locale = useLocale();
  const queries = useQueryClient();
  const askConflict = useConflict();
  const [process, setProcess] = useState(stored);
  const [refused, setRefused] = useState<readonly ProcessProblem[]>([]);

  const mutation = useMutation({
    mutationFn: ({ deed, xml, draftVersion }: { deed: Deed; xml: string; draftVersion: number }) =>
      deed === 'publish' ? publishProcess(process.key, draftVersion, xml) : saveDraft(process.key, draftVersion, xml),
    onSuccess: (saved, { deed }) => {
      setProcess(saved);
      setRefused([]);
      void queries.invalidateQueries({ queryKey: processesQuery.queryKey });
      if (deed === 'publish') void queries.invalidateQueries({ queryKey: ['app'] });
      onDone(deed, saved);
    },
    onError: async (error, { deed, xml }) => {
      if (isApiError(error, 'PROCESS_INVALID')) setRefused(fromRefusal(error.fields, locale));
      if (!isVersionConflict(error)) return;
      const choice = await askConflict();
      if (choice === 'cancel') return;
      const latest = await call(routes.readProcess, { params: { key: process.key } });
      setProcess(latest);
      if (choice === 'reload') onReload(latest);
      else mutation.mutate({ deed, xml, draftVersion: latest.draftVersion });
    },
  });

  return {
    process,
    /** Problems that only the server found. */
    refused,
    forgetRefused: () => setRefused([]),
    busy: mutation.isPending ? (mutation.variables?.deed ?? null) : null,
    error: isVersionConflict(mutation.error) || isApiError(mutation.error, 'PROCESS_INVALID') ? null : mutation.error,
    save: (xml: string) => mutation.mutate({ deed: 'save', xml, draftVersion: process.draftVersion }),
    publish: (xml: string) => mutation.mutate({ deed: 'publish', xml, draftVersion: process.draftVersion }),
  };
}
