/** Which language to speak before anybody is signed in. Afterwards the member's own setting wins. */

import { LOCALES, type Locale } from '@tessera/contract';

const STORED = 'tessera.locale';

/** The remembered language, else the first supported one of the browser, else Chinese. Pure. */
export function chooseLocale(stored: string | null, preferred: readonly string[]): Locale {
  if (LOCALES.includes(stored as Locale)) return stored as Locale;
  for (const tag of preferred) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh-CN';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'zh-CN';
}

export function initialLocale(): Locale {
  try {
    return chooseLocale(localStorage.getItem(STORED), navigator.languages);
  } catch {
    return chooseLocale(null, globalThis.navigator?.languages ?? []);
  }
}

export function rememberLocale(locale: Locale): void {
  try {
    localStorage.setItem(STORED, locale);
  } catch {
    // Storage switched off: the choice then lasts until the page is closed.
  }
}
