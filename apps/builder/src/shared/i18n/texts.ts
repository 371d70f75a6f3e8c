/**
 * A feature's texts, in both languages with the same keys (checked by the compiler):
 *   export const inboxTexts = defineTexts('inbox', { en: { title: 'Inbox' }, 'zh-CN': { title: '待办' } });
 *   const t = useTexts(inboxTexts);  t('title')
 * Plurals: `rows_one` and `rows_other` are one key `rows`, given `{ count }`. Chinese only needs `rows_other`.
 */

import type { Locale } from '@tessera/contract';
import { i18n } from './i18n.ts';

type PluralBase<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
type Required_<Key extends string> = Key extends `${string}_one` ? never : Key;
export type TextValues = Readonly<Record<string, string | number>>;
export type Translate<Key extends string> = (key: PluralBase<Key>, values?: TextValues) => string;

export interface Texts<Key extends string> {
  readonly namespace: string;
  /** In the language of the moment; components use `useTexts`, which draws again when it changes. */
  readonly t: Translate<Key>;
}

export function defineTexts<const En extends Readonly<Record<string, string>>>(
  namespace: string,
  resources: { readonly en: En } & { readonly 'zh-CN': { readonly [K in Required_<keyof En & string>]: string } },
): Texts<keyof En & string> {
  for (const locale of ['en', 'zh-CN'] satisfies Locale[]) i18n.addResourceBundle(locale, namespace, resources[locale], true, true);
  return { namespace, t: (key, values) => i18n.t(key, { ns: namespace, ...values }) };
}
