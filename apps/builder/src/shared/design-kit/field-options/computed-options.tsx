/** Formulas, lookups and rollups: what is computed, and how a number that comes out is shown. */

import { useMemo } from 'react';
import { Alert, InputNumber, Select } from 'antd';
import type { FormulaOptions, LookupOptions, RelationOptions, RollupOptions } from '@tessera/contract';
import { VALUE_TYPES } from '@tessera/formula';
import { useLabel, useLocale, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { FormulaInput } from '../formula-input.tsx';
import { fieldLabels, formulaScopeOf } from '../formula-scope.ts';
import { ConditionSetting } from './condition-setting.tsx';
import { useCurrencyOptions } from './number-options.tsx';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';
import { fitsAggregate, lookupFields, rollupSources, toOneRelations, type RollupSource } from './related-choices.ts';

export function FormulaOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const options = (field.options ?? {}) as Partial<FormulaOptions>;
  const scope = useMemo(() => formulaScopeOf(entity, entities, field.key), [entity, entities, field.key]);
  const labels = useMemo(() => fieldLabels(entity, locale), [entity, locale]);
  return (
    <>
      <SettingRow label={t('expression')} error={options.expression ? undefined : t('formulaMissing')}>
        <FormulaInput name={t('expression')} value={options.expression ?? ''} scope={scope} labels={labels} entity={entity.key} expected={VALUE_TYPES} placeholder="quantity * price" onChange={(expression) => onChange(withOptions(field, { expression }))} />
      </SettingRow>
      <ResultSettings field={field} onChange={onChange} />
    </>
  );
}

export function LookupOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const options = (field.options ?? {}) as Partial<LookupOptions>;
  const relations = toOneRelations(entity);
  if (relations.length === 0) return <Alert type="info" showIcon title={t('lookupNone')} />;
  const relation = relations.find((one) => one.key === options.relation);
  const target = entities.find((one) => one.key === (relation?.options as RelationOptions | undefined)?.entity);
  return (
    <>
      <SettingRow label={t('lookupRelation')} error={options.relation ? undefined : t('relationMissing')}>
        <Select
          value={options.relation ?? null}
          aria-label={t('lookupRelation')}
          style={{ width: '100%' }}
          options={relations.map((one) => ({ value: one.key, label: label(one.label) }))}
          onChange={(next: string | null) => onChange(withOptions(field, { relation: next ?? undefined, field: undefined }))}
        />
      </SettingRow>
      {target ? (
        <SettingRow label={t('lookupField', { entity: label(target.label) })} error={options.field ? undefined : t('fieldMissing')}>
          <Select
            value={options.field ?? null}
            aria-label={t('lookupField', { entity: label(target.label) })}
            style={{ width: '100%' }}
            showSearch={{ optionFilterProp: 'label' }}
            options={lookupFields(target).map((one) => ({ value: one.key, label: label(one.label) }))}
            onChange={(next: string | null) => onChange(withOptions(field, { field: next ?? undefined }))}
          />
        </SettingRow>
      ) : null}
    </>
  );
}

const AGGREGATES = ['sum', 'count', 'avg', 'min', 'max', 'unique', 'concat'] as const;

export function RollupOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const options = (field.options ?? {}) as Partial<RollupOptions>;
  const sources = useMemo(() => rollupSources(entity, entities), [entity, entities]);
  const source = sources.find((one) => one.related === options.subform);
  if (sources.length === 0) return <Alert type="info" showIcon title={t('rollupNone')} />;
  const aggregate = options.aggregate ?? 'sum';
  const rows = source?.entity;
  const nameOf = ({ kind, entity: of, field: through }: RollupSource): string => (kind === 'incoming' ? `${label(of.labelPlural ?? of.label)} · ${label(through.label)}` : label(through.label));
  const groups = (['subform', 'links', 'incoming'] as const)
    .map((kind) => ({ label: t(`rollupKind_${kind}`), options: sources.filter((one) => one.kind === kind).map((one) => ({ value: one.related, label: nameOf(one) })) }))
    .filter((group) => group.options.length > 0);
  const countable = (rows?.fields ?? []).filter((candidate) => fitsAggregate(candidate, aggregate) && !(rows?.key === entity.key && candidate.key === field.key));
  return (
    <>
      <SettingPair>
        <SettingRow label={t('rollupSubform')} error={options.subform ? undefined : t('subformMissing')}>
          <Select
            value={options.subform ?? null}
            aria-label={t('rollupSubform')}
            style={{ width: '100%' }}
            popupMatchSelectWidth={false}
            options={groups}
            onChange={(subform: string | null) => onChange(withOptions(field, { subform: subform ?? undefined, field: undefined, where: undefined }))}
          />
        </SettingRow>
        <SettingRow label={t('aggregate')}>
          <Select
            value={aggregate}
            aria-label={t('aggregate')}
            style={{ width: '100%' }}
            options={AGGREGATES.map((value) => ({ value, label: t(`aggregate_${value}`) }))}
            onChange={(next) => onChange(withOptions(field, { aggregate: next, field: undefined, ...(next === 'unique' || next === 'concat' ? { scale: undefined, currency: undefined } : {}) }))}
          />
        </SettingRow>
      </SettingPair>
      {aggregate !== 'count' && rows ? (
        <SettingRow label={t('rollupField')} error={options.field ? undefined : t('fieldMissing')}>
          <Select
            value={options.field ?? null}
            aria-label={t('rollupField')}
            style={{ width: '100%' }}
            showSearch={{ optionFilterProp: 'label' }}
            options={countable.map((one) => ({ value: one.key, label: label(one.label) }))}
            onChange={(over: string | null) => onChange(withOptions(field, { field: over ?? undefined }))}
          />
        </SettingRow>
      ) : null}
      {rows ? (
        <ConditionSetting
          key={options.subform}
          label={t('rollupWhere')}
          hint={t('rollupWhereHint')}
          add={t('rollupWhereAdd')}
          entity={rows}
          entities={entities}
          value={options.where}
          onChange={(where) => onChange(withOptions(field, { where }))}
        />
      ) : null}
      {aggregate === 'unique' || aggregate === 'concat' ? null : <ResultSettings field={field} onChange={onChange} />}
    </>
  );
}

function ResultSettings({ field, onChange }: Pick<OptionEditorProps, 'field' | 'onChange'>) {
  const t = useTexts(designTexts);
  const currencies = useCurrencyOptions();
  const options = (field.options ?? {}) as { scale?: number; currency?: string };
  return (
    <SettingPair>
      <SettingRow label={t('resultScale')}>
        <InputNumber min={0} max={10} precision={0} value={options.scale ?? null} aria-label={t('resultScale')} style={{ width: '100%' }} onChange={(scale) => onChange(withOptions(field, { scale: scale ?? undefined }))} />
      </SettingRow>
      <SettingRow label={t('resultCurrency')}>
        <Select showSearch value={options.currency ?? ''} options={[{ value: '', label: t('noCurrency') }, ...currencies]} aria-label={t('resultCurrency')} style={{ width: '100%' }} onChange={(currency) => onChange(withOptions(field, { currency }))} />
      </SettingRow>
    </SettingPair>
  );
}
