/** Where a relation points to, how many records it holds and which may be chosen; and which child entity a subform shows. */

import { Alert, Radio, Select } from 'antd';
import type { EntityDocument, RelationOptions, SubformOptions } from '@tessera/contract';
import { useLabel, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { ConditionSetting } from './condition-setting.tsx';
import { SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

const CARDINALITIES = ['manyToOne', 'oneToOne', 'manyToMany'] as const;

export function RelationOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const options = (field.options ?? {}) as Partial<RelationOptions>;
  const target = entities.find((candidate) => candidate.key === options.entity);
  const cardinality = options.cardinality ?? 'manyToOne';
  const words = { one: label(entity.label), other: label(target?.label) || '…' };
  return (
    <>
      <SettingRow label={t('relationTarget')} error={options.entity ? undefined : t('targetMissing')}>
        <EntitySelect name={t('relationTarget')} value={options.entity} entities={entities.filter((one) => !one.parent)} onChange={(next) => onChange(withOptions(field, { entity: next, filter: undefined }))} />
      </SettingRow>
      <SettingRow label={t('cardinality')} hint={t(`cardinality_${cardinality}_hint`, words)}>
        <Select
          value={cardinality}
          aria-label={t('cardinality')}
          style={{ width: '100%' }}
          options={CARDINALITIES.map((value) => ({ value, label: t(`cardinality_${value}`) }))}
          onChange={(next) => onChange(withOptions(field, { cardinality: next === 'manyToOne' ? undefined : next }))}
        />
      </SettingRow>
      {cardinality === 'manyToMany' ? null : (
        <SettingRow label={t('onDelete')}>
          <Radio.Group
            value={options.onDelete ?? 'refuse'}
            options={[{ value: 'refuse', label: t('onDeleteRefuse') }, { value: 'clear', label: t('onDeleteClear') }]}
            onChange={(event) => onChange(withOptions(field, { onDelete: event.target.value as string }))}
          />
        </SettingRow>
      )}
      {target ? (
        <ConditionSetting
          key={target.key}
          label={t('relationFilter', { entity: label(target.labelPlural ?? target.label) })}
          hint={t('relationFilterHint')}
          add={t('relationFilterAdd')}
          entity={target}
          entities={entities}
          record={entity}
          value={options.filter}
          onChange={(filter) => onChange(withOptions(field, { filter }))}
        />
      ) : null}
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
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      aria-label={name}
      style={{ width: '100%' }}
      options={entities.map((entity) => ({ value: entity.key, label: label(entity.label) }))}
      onChange={(entity: string | null) => entity && onChange(entity)}
    />
  );
}
