import { Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { AutoNumberOptions } from '@tessera/contract';
import { autoNumberText } from '@tessera/model';
import { useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

export function AutoNumberOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as AutoNumberOptions;
  return (
    <>
      <SettingRow label={t('prefix')} hint={t('example', { text: autoNumberText(field, dayjs().format('YYYY-MM-DD'), 42) })}>
        <Input value={options.prefix ?? ''} maxLength={20} aria-label={t('prefix')} onChange={(event) => onChange(withOptions(field, { prefix: event.target.value }))} />
      </SettingRow>
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
        <SettingRow label={t('digits')}>
          <InputNumber min={1} max={12} precision={0} value={options.digits ?? 5} aria-label={t('digits')} style={{ width: '100%' }} onChange={(digits) => onChange(withOptions(field, { digits: digits ?? undefined }))} />
        </SettingRow>
      </SettingPair>
    </>
  );
}
