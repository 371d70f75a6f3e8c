/** Types with one or two plain settings: rating, region, members, files, "last changed". */

import { InputNumber, Segmented, Select } from 'antd';
import type { FileOptions, MembersOptions, ModifiedOptions, RatingOptions, RegionOptions } from '@tessera/contract';
import { useLabel, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

export function RatingOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as RatingOptions;
  return (
    <SettingRow label={t('ratingMax')}>
      <InputNumber min={2} max={10} precision={0} value={options.max ?? 5} aria-label={t('ratingMax')} style={{ width: 120 }} onChange={(max) => onChange(withOptions(field, { max: max ?? undefined }))} />
    </SettingRow>
  );
}

const REGION_LEVELS = ['province', 'city', 'district'] as const;

export function RegionOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as RegionOptions;
  return (
    <SettingRow label={t('regionLevel')} hint={t('regionLevelHint')}>
      <Segmented
        value={options.level ?? 'district'}
        options={REGION_LEVELS.map((level) => ({ value: level, label: t(`region_${level}`) }))}
        onChange={(level) => onChange(withOptions(field, { level }))}
      />
    </SettingRow>
  );
}

export function MembersOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as MembersOptions;
  return (
    <SettingRow label={t('membersMax')}>
      <InputNumber min={1} max={100} precision={0} value={options.max ?? null} placeholder={t('noLimit')} aria-label={t('membersMax')} style={{ width: 120 }} onChange={(max) => onChange(withOptions(field, { max: max ?? undefined }))} />
    </SettingRow>
  );
}

export function FileOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as FileOptions;
  return (
    <>
      <SettingPair>
        <SettingRow label={t('maxFiles')}>
          <InputNumber min={1} max={50} precision={0} value={options.maxFiles ?? null} placeholder={t('noLimit')} aria-label={t('maxFiles')} style={{ width: '100%' }} onChange={(maxFiles) => onChange(withOptions(field, { maxFiles: maxFiles ?? undefined }))} />
        </SettingRow>
        <SettingRow label={t('maxMegabytes')}>
          <InputNumber min={1} max={256} precision={0} suffix="MB" value={options.maxMegabytes ?? null} placeholder={t('noLimit')} aria-label={t('maxMegabytes')} style={{ width: '100%' }} onChange={(maxMegabytes) => onChange(withOptions(field, { maxMegabytes: maxMegabytes ?? undefined }))} />
        </SettingRow>
      </SettingPair>
      {field.type === 'file' ? (
        <SettingRow label={t('accept')} hint={t('acceptHint')}>
          <Select
            mode="tags"
            value={[...(options.accept ?? [])]}
            aria-label={t('accept')}
            placeholder={t('acceptAny')}
            style={{ width: '100%' }}
            tokenSeparators={[',', ' ']}
            options={['.pdf', '.docx', '.xlsx', '.pptx', '.zip', 'image/*'].map((value) => ({ value, label: value }))}
            onChange={(accept: string[]) => onChange(withOptions(field, { accept: accept.length > 0 ? accept : undefined }))}
          />
        </SettingRow>
      ) : null}
    </>
  );
}

/** Without a choice every field counts. */
export function ModifiedOptionsEditor({ field, onChange, entity }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const options = (field.options ?? {}) as ModifiedOptions;
  const written = entity.fields.filter((one) => one.key !== field.key && !['formula', 'rollup', 'lookup', 'modifiedAt', 'modifiedBy', 'button', 'autoNumber'].includes(one.type));
  return (
    <SettingRow label={t('watchedFields')} hint={t('watchedFieldsHint')}>
      <Select
        mode="multiple"
        value={[...(options.fields ?? [])]}
        aria-label={t('watchedFields')}
        placeholder={t('anyField')}
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        options={written.map((one) => ({ value: one.key, label: label(one.label) }))}
        onChange={(fields: string[]) => onChange(withOptions(field, { fields: fields.length > 0 ? fields : undefined }))}
      />
    </SettingRow>
  );
}
