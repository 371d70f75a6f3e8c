import { useSyncExternalStore } from 'react';

const query = typeof matchMedia === 'function' ? matchMedia('(width < 768px)') : null;

const subscribe = (listener: () => void): (() => void) => {
  query?.addEventListener('change', listener);
  return () => query?.removeEventListener('change', listener);
};

/** Narrower than a tablet: cards instead of tables, a drawer instead of the sidebar. */
export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => query?.matches ?? false);
