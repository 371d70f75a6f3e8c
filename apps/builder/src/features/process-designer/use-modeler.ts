/**
 * Puts the modeler into a container and gives back a handle to it; null until it is loaded and has opened the
 * file. With another language it is made anew from what is on the canvas.
 */

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Locale } from '@tessera/contract';
import type { IslandSnapshot, ProcessIsland } from './modeler/process-island.ts';

interface ModelerOptions {
  /** Opened once per value of `file`. */
  readonly xml: string;
  /** Another file is another value: the process's key and where the text comes from. */
  readonly file: string;
  readonly locale: Locale;
  /** After changes came to rest. */
  readonly onChange: (xml: string) => void;
}

export interface ModelerHandle {
  readonly island: ProcessIsland;
  readonly snapshot: IslandSnapshot;
}

const REST_MS = 350;

export function useModeler({ xml, file, locale, onChange }: ModelerOptions): { attach: (element: HTMLElement | null) => void; handle: ModelerHandle | null; error: Error | null } {
  const [container, attach] = useState<HTMLElement | null>(null);
  const [island, setIsland] = useState<ProcessIsland | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const latest = useRef({ file, xml });
  const report = useRef(onChange);
  report.current = onChange;
  if (latest.current.file !== file) latest.current = { file, xml };

  useEffect(() => {
    if (!container) return undefined;
    let gone = false;
    let made: ProcessIsland | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let sizes: ResizeObserver | undefined;
    setError(null);
    void (async () => {
      try {
        const { ProcessIsland: Island } = await import('./modeler/process-island.ts');
        if (gone) return;
        made = new Island(container, locale);
        await made.open(latest.current.xml);
        if (gone) return;
        const opened = made;
        opened.onChange(() => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            void opened.toXml().then((text) => {
              if (gone) return;
              latest.current = { file, xml: text };
              report.current(text);
            });
          }, REST_MS);
        });
        sizes = new ResizeObserver(() => opened.resized());
        sizes.observe(container);
        setIsland(opened);
      } catch (caught) {
        if (!gone) setError(caught instanceof Error ? caught : new Error(String(caught)));
      }
    })();
    return () => {
      gone = true;
      clearTimeout(timer);
      sizes?.disconnect();
      made?.destroy();
      setIsland(null);
    };
  }, [container, locale, file]);

  const subscribe = useCallback((listener: () => void) => island?.subscribe(listener) ?? (() => {}), [island]);
  const snapshot = useSyncExternalStore(subscribe, () => island?.snapshot ?? null);
  return { attach, handle: island && snapshot ? { island, snapshot } : null, error };
}
