/** Light, dark, or as the system says; remembered in this browser. `public/theme.js` applies the same rule before the first paint. */

import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type ThemeMode = 'light' | 'dark';

const STORED = 'tessera.theme';
const listeners = new Set<() => void>();
const darkSystem = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
let choice: ThemeChoice = readChoice();

darkSystem?.addEventListener('change', announce);

export const resolveTheme = (chosen: ThemeChoice, systemIsDark: boolean): ThemeMode =>
  chosen === 'system' ? (systemIsDark ? 'dark' : 'light') : chosen;

export function setThemeChoice(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Storage switched off: the choice lasts until the page is closed.
  }
  announce();
}

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, () => choice);
export const useThemeMode = (): ThemeMode => useSyncExternalStore(subscribe, currentMode);

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

function currentMode(): ThemeMode {
  return resolveTheme(choice, darkSystem?.matches ?? false);
}

function announce(): void {
  document.documentElement.dataset.theme = currentMode();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
