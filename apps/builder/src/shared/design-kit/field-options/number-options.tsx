/** Limits and scale of number, percent and money. Limits are decimal texts, so that nothing is rounded on the way. */

import { Input, InputNumber, Select } from 'antd';
import type { MoneyOptions } from '@tessera/contract';
import { useLocale, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

export const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'TWD', 'KRW', 'SGD', 'AUD', 'CAD', 'CHF', 'INR', 'THB', 'MYR', 'VND'] as const;

/** "CNY 人民币" in the person's language. */
export function useCurrencyOptions(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([useLocale()], { type: 'currency' });
  return CURRENCIES.map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` }));
}

export function NumberOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const currencies = useCurrencyOptions();
  const options = (field.options ?? {}) as MoneyOptions;
  const limit = (name: 'min' | 'max') => (
    <SettingRow label={t(name)}>
      <Input
        value={options[name] ?? ''}
        inputMode="decimal"
        aria-label={t(name)}
        onChange={(event) => onChange(withOptions(field, { [name]: event.target.value.trim() }))}
      />
    </SettingRow>
  );
  return (
    <>
      <SettingPair>
        {field.type === 'money' ? (
          <SettingRow label={t('currency')}>
            <Select showSearch value={options.currency ?? 'CNY'} options={currencies} aria-label={t('currency')} style={{ width: '100%' }} onChange={(currency) => onChange(withOptions(field, { currency }))} />
          </SettingRow>
        ) : null}
        <SettingRow label={t('scale')}>
          <InputNumber
            min={0}
            max={10}
            precision={0}
            value={options.scale ?? (field.type === 'money' ? 2 : null)}
            aria-label={t('scale')}
            style={{ width: '100%' }}
            onChange={(scale) => onChange(withOptions(field, { scale: scale ?? undefined }))}
          />
        </SettingRow>
      </SettingPair>
      <SettingPair>
        {limit('min')}
        {limit('max')}
      </SettingPair>
    </>
  );
}
