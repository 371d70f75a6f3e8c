/**
 * The names of China's regions: a hundred kilobytes that are loaded when the first page needs them, and made known to
 * the field types at that moment.
 */

import { useSyncExternalStore } from 'react';
import { provideRegions, type RegionDirectory } from '@tessera/model';

let known: RegionDirectory | null = null;
let loading = false;
const listeners = new Set<() => void>();

/** Null until the names have come; the component is drawn again then. `wanted` false leaves them where they are. */
export function useRegions(wanted = true): RegionDirectory | null {
  const directory = useSyncExternalStore(subscribe, current);
  if (wanted && directory === null && !loading) void load();
  return directory;
}

async function load(): Promise<void> {
  loading = true;
  try {
    const { chinaRegions } = await import('@tessera/model/regions');
    provideRegions(chinaRegions);
    known = chinaRegions;
    for (const listener of listeners) listener();
  } catch {
    // Offline for a moment: the code is on show meanwhile, and the next page that needs names asks again.
    loading = false;
  }
}

const current = (): RegionDirectory | null => known;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
