/** The i18next instance. It knows no texts: each feature brings its own with `defineTexts`, in its own chunk. */

import { createInstance } from 'i18next';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import type { Locale } from '@tessera/contract';
import { initialLocale, rememberLocale } from './locale-choice.ts';

export const i18n = createInstance();

void i18n.init({
  lng: initialLocale(),
  fallbackLng: false,
  supportedLngs: ['zh-CN', 'en'],
  initAsync: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
});
applyToDocument(currentLocale());
i18n.on('languageChanged', () => applyToDocument(currentLocale()));

export function currentLocale(): Locale {
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}

export async function speak(locale: Locale): Promise<void> {
  rememberLocale(locale);
  if (locale !== i18n.language) await i18n.changeLanguage(locale);
}

function applyToDocument(locale: Locale): void {
  dayjs.locale(locale === 'en' ? 'en' : 'zh-cn');
  if (typeof document !== 'undefined') document.documentElement.lang = locale;
}
