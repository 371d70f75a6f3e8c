/**
 * Languages and texts that exist in several of them. A text that a designer writes has at least one
 * language; `textIn` never returns nothing, it falls back to the other language.
 */

import Type, { type Static } from 'typebox';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const LocaleSchema = Type.Enum([...LOCALES]);
export const DEFAULT_LOCALE: Locale = 'zh-CN';

/** e.g. `{ "zh-CN": "客户", "en": "Customer" }`; at least one language. */
export const LocalizedText = Type.Object(
  {
    'zh-CN': Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    en: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type LocalizedText = Static<typeof LocalizedText>;

export function textIn(text: LocalizedText | undefined, locale: Locale): string {
  if (!text) return '';
  return text[locale] ?? text['zh-CN'] ?? text.en ?? '';
}

/** Picks the supported language of an Accept-Language value; the first match wins. */
export function parseLocale(acceptLanguage: string | undefined): Locale {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase() ?? '';
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return DEFAULT_LOCALE;
}
