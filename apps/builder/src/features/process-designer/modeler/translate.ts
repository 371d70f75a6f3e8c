/**
 * The words of bpmn-js in the language of the person. bpmn-js asks with its English text; the catalogue
 * holds the Chinese for the parts of it that this designer shows.
 */

import type { Locale } from '@tessera/contract';
import { catalogueZh } from './catalogue-zh.ts';

type Replacements = Readonly<Record<string, unknown>>;

/** Pure. A text the catalogue does not know stays English. */
export function translateIn(locale: Locale, template: string, replacements: Replacements = {}): string {
  const text = locale === 'zh-CN' ? (catalogueZh[template] ?? template) : template;
  return text.replace(/\{([^}]+)\}/g, (whole, name: string) => (name in replacements ? String(replacements[name]) : whole));
}

export const translateModule = (locale: Locale) => ({
  translate: ['value', (template: string, replacements?: Replacements) => translateIn(locale, template, replacements)] as const,
});
