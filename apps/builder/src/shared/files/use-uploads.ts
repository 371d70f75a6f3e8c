/** Uploads under way for one field: several at once, each with its progress, each can be stopped. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { FileValue } from '@tessera/contract';
import { isApiError } from '../api/index.ts';
import { useTexts } from '../i18n/index.ts';
import { acceptedKinds } from './accepted-kinds.ts';
import { fileFits, type FileRules } from './file-rules.ts';
import { fileTexts } from './texts.ts';
import { uploadFile } from './upload-file.ts';

export interface Uploading {
  readonly key: number;
  readonly name: string;
  /** 0 to 1. */
  readonly done: number;
  readonly stop: () => void;
}

interface UseUploads {
  readonly uploading: readonly Uploading[];
  /** What was not taken, and why. */
  readonly refused: readonly string[];
  readonly add: (files: Iterable<File>, room: number) => void;
}

/** `onDone` gets each file as soon as it is there. */
export function useUploads(place: { readonly entity: string; readonly field: string }, rules: FileRules, onDone: (file: FileValue) => void): UseUploads {
  const t = useTexts(fileTexts);
  const [uploading, setUploading] = useState<readonly Uploading[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const next = useRef(1);
  const latest = useRef(onDone);
  const stops = useRef(new Set<() => void>());
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => {
    const running = stops.current;
    return () => running.forEach((stop) => stop());
  }, []);

  const add = useCallback(
    (files: Iterable<File>, room: number) => {
      const problems: string[] = [];
      let left = room;
      for (const file of files) {
        const kinds = acceptedKinds(rules.accept, (group) => t(`kind_${group}`));
        const refusal = fileFits(file, rules);
        if (refusal) problems.push(t(refusal, { name: file.name, megabytes: rules.maxMegabytes, kinds }));
        else if (left <= 0) problems.push(t('full', { limit: rules.maxFiles }));
        else {
          left -= 1;
          void start(file);
        }
      }
      setRefused([...new Set(problems)]);

      async function start(file: File): Promise<void> {
        const key = next.current++;
        const controller = new AbortController();
        const stop = () => controller.abort();
        stops.current.add(stop);
        setUploading((all) => [...all, { key, name: file.name, done: 0, stop }]);
        try {
          const uploaded = await uploadFile(file, { ...place, signal: controller.signal, onProgress: (done) => setUploading((all) => all.map((one) => (one.key === key ? { ...one, done } : one))) });
          latest.current(uploaded);
        } catch (error) {
          if (isApiError(error)) setRefused((all) => [...all, t('failed', { name: file.name, reason: error.message })]);
          else if (!(error instanceof DOMException)) throw error;
        } finally {
          stops.current.delete(stop);
          setUploading((all) => all.filter((one) => one.key !== key));
        }
      }
    },
    [place.entity, place.field, rules, t], // eslint-disable-line react-hooks/exhaustive-deps
  );
  return { uploading, refused, add };
}
