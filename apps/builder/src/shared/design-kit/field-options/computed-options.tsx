/** Formulas and rollups: what is computed, and how a number that comes out is shown. */

import { useMemo } from 'react';
import { Alert, InputNumber, Select } from 'antd';
import type { EntityDocument, FormulaOptions, RollupOptions, SubformOptions } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { useLabel, useLocale, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { FormulaInput } from '../formula-input.tsx';
import { fieldLabels, formulaScopeOf } from '../formula-scope.ts';
import { useCurrencyOptions } from './number-options.tsx';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

export function FormulaOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const options = (field.options ?? {}) as Partial<FormulaOptions>;
  const scope = useMemo(() => formulaScopeOf(entity, entities, field.key), [entity, entities, field.key]);
  const labels = useMemo(() => fieldLabels(entity, locale), [entity, locale]);
  return (
    <>
      <SettingRow label={t('expression')} error={options.expression ? undefined : t('formulaMissing')}>
        <FormulaInput name={t('expression')} value={options.expression ?? ''} scope={scope} labels={labels} placeholder="quantity * price" onChange={(expression) => onChange(withOptions(field, { expression }))} />
      </SettingRow>
      <ResultSettings field={field} onChange={onChange} />
    </>
  );
}

export function RollupOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const options = (field.options ?? {}) as Partial<RollupOptions>;
  const subforms = entity.fields.filter((candidate) => candidate.type === 'subform');
  const child = childOf(entity, entities, options.subform);
  if (subforms.length === 0) return <Alert type="info" showIcon title={t('rollupNone')} />;
  const countable = (child?.fields ?? []).filter((candidate) => isCountable(candidate.type, options.aggregate ?? 'sum'));
  return (
    <>
      <SettingPair>
        <SettingRow label={t('rollupSubform')} error={options.subform ? undefined : t('subformMissing')}>
          <Select
            value={options.subform ?? null}
            aria-label={t('rollupSubform')}
            style={{ width: '100%' }}
            options={subforms.map((one) => ({ value: one.key, label: label(one.label) }))}
            onChange={(subform) => onChange(withOptions(field, { subform, field: undefined }))}
          />
        </SettingRow>
        <SettingRow label={t('aggregate')}>
          <Select
            value={options.aggregate ?? 'sum'}
            aria-label={t('aggregate')}
            style={{ width: '100%' }}
            options={[
              { value: 'sum', label: t('aggregateSum') },
              { value: 'count', label: t('aggregateCount') },
              { value: 'avg', label: t('aggregateAvg') },
              { value: 'min', label: t('aggregateMin') },
              { value: 'max', label: t('aggregateMax') },
            ]}
            onChange={(aggregate) => onChange(withOptions(field, { aggregate, ...(aggregate === 'count' ? { field: undefined } : {}) }))}
          />
        </SettingRow>
      </SettingPair>
      {options.aggregate !== 'count' ? (
        <SettingRow label={t('rollupField')}>
          <Select
            value={options.field ?? null}
            aria-label={t('rollupField')}
            style={{ width: '100%' }}
            options={countable.map((one) => ({ value: one.key, label: label(one.label) }))}
            onChange={(over) => onChange(withOptions(field, { field: over ?? undefined }))}
          />
        </SettingRow>
      ) : null}
      <ResultSettings field={field} onChange={onChange} />
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

function childOf(entity: EntityDocument, entities: readonly EntityDocument[], subform: string | undefined): EntityDocument | undefined {
  const field = entity.fields.find((candidate) => candidate.key === subform);
  return entities.find((candidate) => candidate.key === (field?.options as SubformOptions | undefined)?.entity);
}

function isCountable(type: EntityDocument['fields'][number]['type'], aggregate: RollupOptions['aggregate']): boolean {
  if (type === 'formula') return true;
  const of = fieldType(type).formulaType;
  return of === 'number' || ((aggregate === 'min' || aggregate === 'max') && (of === 'date' || of === 'datetime'));
}
