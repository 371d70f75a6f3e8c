import { Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { AutoNumberOptions } from '@tessera/contract';
import { autoNumberText } from '@tessera/model';
import { useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';
import styles from './option-editor.module.css';

const RESETS = ['never', 'year', 'month', 'day'] as const;

export function AutoNumberOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as AutoNumberOptions;
  const number = (name: 'digits' | 'start', fallback: number, max: number) => (
    <SettingRow label={t(name)}>
      <InputNumber min={name === 'digits' ? 1 : 0} max={max} precision={0} value={options[name] ?? fallback} aria-label={t(name)} style={{ width: '100%' }} onChange={(value) => onChange(withOptions(field, { [name]: value ?? undefined }))} />
    </SettingRow>
  );
  const text = (name: 'prefix' | 'suffix') => (
    <SettingRow label={t(name)}>
      <Input value={options[name] ?? ''} maxLength={20} aria-label={t(name)} onChange={(event) => onChange(withOptions(field, { [name]: event.target.value }))} />
    </SettingRow>
  );
  return (
    <>
      <div className={styles.example}>
        <span>{t('exampleTitle')}</span>
        <code>{autoNumberText(field, dayjs().format('YYYY-MM-DD'), options.start ?? 1)}</code>
      </div>
      <SettingPair>
        {text('prefix')}
        {text('suffix')}
      </SettingPair>
      <SettingPair>
        <SettingRow label={t('datePart')}>
          <Select
            value={options.date ?? ''}
            aria-label={t('datePart')}
            style={{ width: '100%' }}
            options={[{ value: '', label: t('datePartNone') }, ...['YYYY', 'YYYYMM', 'YYYYMMDD'].map((value) => ({ value, label: value }))]}
            onChange={(date) => onChange(withOptions(field, { date: date || undefined }))}
          />
        </SettingRow>
        <SettingRow label={t('reset')} hint={t('resetHint')}>
          <Select
            value={options.reset ?? ''}
            aria-label={t('reset')}
            style={{ width: '100%' }}
            options={[{ value: '', label: t('reset_date') }, ...RESETS.map((value) => ({ value, label: t(`reset_${value}`) }))]}
            onChange={(reset) => onChange(withOptions(field, { reset: reset || undefined }))}
          />
        </SettingRow>
      </SettingPair>
      <SettingPair>
        {number('digits', 5, 12)}
        {number('start', 1, 1_000_000_000)}
      </SettingPair>
    </>
  );
}
