/**
 * The state of one form: what it holds, what changed, what is wrong. `validate()` shows every problem and says
 * whether there is none; `refuse(error)` shows what the server refused at its fields.
 */

import { useCallback, useMemo, useRef, useState } from 'react';
import type { EntityDocument, FormDocument, Ref } from '@tessera/contract';
import { isApiError } from '../api/index.ts';
import { useDesign } from '../app-model/use-design.ts';
import { takeMasked, withMasked, type MaskTexts } from './masked-values.ts';
import { changedValues, collectFiles, collectRefs, sameValue, toFormValues, type FormValues, type KnownFiles } from './form-values.ts';

interface RecordFormOptions {
  readonly entity: EntityDocument;
  readonly form: FormDocument;
  /** Id of the record that is changed; absent for a new one. */
  readonly record?: string;
  /** Values as read, or the defaults of a new record. */
  readonly start: FormValues;
  /** What changes are measured against; absent: `start`. A new record is measured against nothing. */
  readonly base?: FormValues;
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly refs?: readonly Ref[];
  /** Names in `start` that are shown masked: RecordView.masked. */
  readonly masked?: readonly string[];
}

export interface RecordFormHandle {
  readonly entity: EntityDocument;
  readonly form: FormDocument;
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly values: FormValues;
  readonly refs: Map<string, Ref>;
  readonly known: KnownFiles;
  readonly record: string | null;
  /** A new record, whose defaults follow their formulas until the person writes into the field. */
  readonly isNew: boolean;
  /** Keys of the fields the person wrote into. */
  readonly edited: Set<string>;
  readonly serverProblems: ReadonlyMap<string, string>;
  /** What is shown masked, and has not been replaced. */
  readonly masks: MaskTexts;
  /** An empty value in the place of a mask. */
  readonly replaceMasked: (place: string) => void;
  /** Whether the person entered anything since `start`. */
  readonly touched: boolean;
  readonly setValues: (values: FormValues) => void;
  readonly changes: () => Record<string, unknown>;
  readonly validate: () => boolean;
  readonly refuse: (error: unknown) => void;
  readonly bindValidator: (validate: (() => boolean) | null) => void;
}

const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

export function useRecordForm({ entity, form, record = '', start, base, readable, writable, refs: named = [], masked = [] }: RecordFormOptions): RecordFormHandle {
  const design = useDesign();
  const [taken] = useState(() => takeMasked(start, masked));
  const [masks, setMasks] = useState(taken.texts);
  const [started] = useState(() => toFormValues(design, entity.key, taken.values));
  const [measured] = useState(() => (base ? toFormValues(design, entity.key, base) : started));
  const [refs] = useState(() => collectRefs(start, new Map(named.map((ref) => [ref.id, ref]))));
  const [edited] = useState(() => new Set(base ? Object.keys(start).filter((key) => start[key] !== null && start[key] !== undefined) : []));
  const [known] = useState(() => collectFiles(start, record));
  const [values, setAll] = useState(started);
  const [serverProblems, setServerProblems] = useState(NO_PROBLEMS);
  const validator = useRef<(() => boolean) | null>(null);

  const setValues = useCallback((next: FormValues) => {
    setAll((before) => {
      // What the server refused is no longer true of a field once it is changed.
      setServerProblems((problems) => {
        const stale = [...problems.keys()].filter((path) => before[path.split('.')[0] ?? ''] !== next[path.split('.')[0] ?? '']);
        return stale.length === 0 ? problems : new Map([...problems].filter(([path]) => !stale.includes(path)));
      });
      return next;
    });
  }, []);

  return {
    entity,
    form,
    readable,
    writable,
    values,
    refs,
    known,
    record: record || null,
    isNew: base !== undefined,
    edited,
    serverProblems,
    masks,
    replaceMasked: useCallback((place) => setMasks((before) => new Map([...before].filter(([key]) => key !== place))), []),
    touched: useMemo(() => !sameValue(withMasked(started, taken.texts), withMasked(values, masks)), [started, values, taken, masks]),
    setValues,
    changes: () => changedValues(design, entity.key, withMasked(measured, taken.texts), withMasked(values, masks), writable),
    validate: () => validator.current?.() ?? true,
    refuse: useCallback((error) => {
      if (!isApiError(error)) return;
      setServerProblems(new Map(error.fields.filter(({ path }) => path.startsWith('values.')).map(({ path, message }) => [path.slice('values.'.length), message])));
    }, []),
    bindValidator: useCallback((validate) => {
      validator.current = validate;
    }, []),
  };
}
