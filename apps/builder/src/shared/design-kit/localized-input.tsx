/** A text in both languages, the language of the person first. Empty languages are left out of the value. */

import { Input } from 'antd';
import type { Locale, LocalizedText } from '@tessera/contract';
import { useLocale, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import styles from './localized-input.module.css';

const PREFIX: Readonly<Record<Locale, string>> = { 'zh-CN': '中', en: 'EN' };

/** Undefined when no language is left. Pure. */
export function withLanguage(text: LocalizedText | undefined, locale: Locale, value: string): LocalizedText | undefined {
  const { [locale]: _before, ...others } = text ?? {};
  const next: LocalizedText = value === '' ? others : { ...others, [locale]: value };
  return next['zh-CN'] === undefined && next.en === undefined ? undefined : next;
}

interface LocalizedInputProps {
  readonly value: LocalizedText | undefined;
  readonly onChange: (text: LocalizedText | undefined) => void;
  /** What the text is, for screen readers: "Label". */
  readonly name: string;
  readonly autoFocus?: boolean;
  readonly multiline?: boolean;
  readonly disabled?: boolean;
  /** Side by side where there is room. */
  readonly inline?: boolean;
  readonly invalid?: boolean;
}

export function LocalizedInput({ value, onChange, name, autoFocus, multiline, disabled, inline, invalid }: LocalizedInputProps) {
  const t = useTexts(designTexts);
  const own = useLocale();
  const order: readonly Locale[] = own === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en'];
  return (
    <div className={styles.pair} data-inline={inline || undefined}>
      {order.map((locale, index) => {
        const input = {
          value: value?.[locale] ?? '',
          disabled,
          maxLength: 500,
          autoFocus: autoFocus && index === 0,
          lang: locale,
          'aria-label': t(locale === 'en' ? 'inEnglish' : 'inChinese', { name }),
          ...(invalid && index === 0 ? { status: 'error' as const } : {}),
          onChange: (event: { target: { value: string } }) => onChange(withLanguage(value, locale, event.target.value)),
        };
        const prefix = <span className={styles.language}>{PREFIX[locale]}</span>;
        return multiline ? (
          <div key={locale} className={styles.area}>
            {prefix}
            <Input.TextArea {...input} autoSize={{ minRows: 1, maxRows: 4 }} />
          </div>
        ) : (
          <Input key={locale} {...input} prefix={prefix} />
        );
      })}
    </div>
  );
}
