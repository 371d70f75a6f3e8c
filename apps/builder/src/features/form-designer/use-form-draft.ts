/** The draft of a form with its steps back and forward, and which part of it is selected. */

import { useCallback, useState } from 'react';
import { beginHistory, record, redo, undo, type DraftHistory } from './draft-history.ts';
import { openDraft, type FormDraft } from './form-draft.ts';
import type { FormDocument } from '@tessera/contract';

export type Selection = { readonly kind: 'field'; readonly key: string } | { readonly kind: 'section'; readonly key: string } | null;

export interface FormDraftHandle {
  readonly draft: FormDraft;
  readonly history: DraftHistory<FormDraft>;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly change: (next: (draft: FormDraft) => FormDraft) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Begins anew from a stored form. */
  readonly reset: (form: FormDocument) => void;
}

export function useFormDraft(form: FormDocument): FormDraftHandle {
  const [history, setHistory] = useState(() => beginHistory(openDraft(form)));
  const [selection, select] = useState<Selection>(null);
  return {
    draft: history.present,
    history,
    selection,
    select,
    change: useCallback((next) => setHistory((current) => record(current, next(current.present))), []),
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
    reset: useCallback((stored) => setHistory(beginHistory(openDraft(stored))), []),
  };
}
