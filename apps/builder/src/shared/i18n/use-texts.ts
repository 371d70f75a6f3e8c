import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Locale, type LocalizedText } from '@tessera/contract';
import { currentLocale, i18n } from './i18n.ts';
import type { Texts, Translate } from './texts.ts';

/** The texts of a feature in the language of the moment. */
export function useTexts<Key extends string>(texts: Texts<Key>): Translate<Key> {
  const { t } = useTranslation(texts.namespace, { i18n, useSuspense: false });
  return t as unknown as Translate<Key>;
}

export function useLocale(): Locale {
  useTranslation(undefined, { i18n, useSuspense: false });
  return currentLocale();
}

/** Reads what designers wrote: `label(entity.label)`. */
export function useLabel(): (text: LocalizedText | Readonly<Record<string, string>> | undefined) => string {
  const locale = useLocale();
  return useCallback((text) => textIn(text as LocalizedText | undefined, locale), [locale]);
}
