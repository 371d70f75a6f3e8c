/** Where a relation points to, and which child entity a subform shows. */

import { Alert, Radio, Select } from 'antd';
import type { EntityDocument, RelationOptions, SubformOptions } from '@tessera/contract';
import { useLabel, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

export function RelationOptionsEditor({ field, onChange, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as Partial<RelationOptions>;
  return (
    <>
      <SettingRow label={t('relationTarget')} error={options.entity ? undefined : t('targetMissing')}>
        <EntitySelect name={t('relationTarget')} value={options.entity} entities={entities.filter((entity) => !entity.parent)} onChange={(entity) => onChange(withOptions(field, { entity }))} />
      </SettingRow>
      <SettingRow label={t('onDelete')}>
        <Radio.Group
          value={options.onDelete ?? 'refuse'}
          options={[{ value: 'refuse', label: t('onDeleteRefuse') }, { value: 'clear', label: t('onDeleteClear') }]}
          onChange={(event) => onChange(withOptions(field, { onDelete: event.target.value as string }))}
        />
      </SettingRow>
    </>
  );
}

export function SubformOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as Partial<SubformOptions>;
  const children = entities.filter((candidate) => candidate.parent === entity.key);
  if (children.length === 0) return <Alert type="info" showIcon title={t('subformNone')} />;
  return (
    <SettingRow label={t('subformEntity')} error={options.entity ? undefined : t('targetMissing')}>
      <EntitySelect name={t('subformEntity')} value={options.entity} entities={children} onChange={(child) => onChange(withOptions(field, { entity: child }))} />
    </SettingRow>
  );
}

function EntitySelect({ name, value, entities, onChange }: { name: string; value: string | undefined; entities: readonly EntityDocument[]; onChange: (entity: string) => void }) {
  const label = useLabel();
  return (
    <Select
      showSearch
      optionFilterProp="label"
      value={value ?? null}
      aria-label={name}
      style={{ width: '100%' }}
      options={entities.map((entity) => ({ value: entity.key, label: label(entity.label) }))}
      onChange={(entity: string | null) => entity && onChange(entity)}
    />
  );
}
