/** The value a field has in a new record: fixed, known only then ("today"), or computed. Types whose default means nothing have no editor. */

import { useMemo } from 'react';
import { Input, Select } from 'antd';
import type { EntityDocument, FieldDocument, FieldTypeKey, SelectOptions } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { commonTexts, useLabel, useLocale, useTexts } from '../i18n/index.ts';
import { DecimalInput } from '../inputs/index.ts';
import { beginDefault, defaultSource, defaultSources, withDefault, type DefaultSource, type DefaultVariable } from './default-draft.ts';
import { designTexts } from './design-texts.ts';
import { SettingRow } from './field-options/option-editor.tsx';
import { FormulaInput } from './formula-input.tsx';
import { fieldLabels, formulaScopeOf } from './formula-scope.ts';
import styles from './field-editor.module.css';

interface DefaultValueProps {
  readonly field: FieldDocument;
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
  readonly onChange: (field: FieldDocument) => void;
}

const WORD: Readonly<Record<DefaultVariable, 'defaultMe' | 'defaultToday' | 'defaultNow'>> = { me: 'defaultMe', today: 'defaultToday', now: 'defaultNow' };

export function DefaultValueEditor({ field, entity, entities, onChange }: DefaultValueProps) {
  const t = useTexts(designTexts);
  const sources = defaultSources(field, typeOf(field));
  if (sources.length === 1) return null;
  const source = defaultSource(field.default);
  const name = (one: DefaultSource): string => (one === 'none' ? t('defaultNone') : one === 'value' ? t('defaultFixed') : one === 'formula' ? t('defaultFormula') : t(WORD[one]));
  return (
    <SettingRow label={t('default')}>
      <div className={styles.default}>
        <Select<DefaultSource>
          value={source}
          aria-label={t('default')}
          style={{ width: '100%' }}
          options={sources.map((one) => ({ value: one, label: name(one) }))}
          onChange={(next: DefaultSource) => onChange(withDefault(field, beginDefault(field, next)))}
        />
        {source === 'value' ? <FixedDefault field={field} onChange={onChange} /> : null}
        {source === 'formula' ? <FormulaDefault field={field} entity={entity} entities={entities} onChange={onChange} /> : null}
      </div>
    </SettingRow>
  );
}

function FormulaDefault({ field, entity, entities, onChange }: DefaultValueProps) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const scope = useMemo(() => formulaScopeOf(entity, entities, field.key), [entity, entities, field.key]);
  const labels = useMemo(() => fieldLabels(entity, locale), [entity, locale]);
  const { formula } = field.default as { formula: string };
  return <FormulaInput name={t('defaultFormula')} value={formula} scope={scope} labels={labels} rows={2} onChange={(text) => onChange(withDefault(field, { formula: text }))} />;
}

const DECIMALS: Partial<Record<FieldTypeKey, 'number' | 'money' | 'percent'>> = { number: 'number', rating: 'number', money: 'money', percent: 'percent', progress: 'percent' };

function FixedDefault({ field, onChange }: Pick<DefaultValueProps, 'field' | 'onChange'>) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const name = t('defaultFixed');
  const put = (value: unknown): void => onChange(withDefault(field, value));
  const decimal = DECIMALS[field.type];
  if (decimal) return <DecimalInput kind={decimal} ariaLabel={name} currency={(field.options as { currency?: string } | undefined)?.currency} value={typeof field.default === 'string' ? field.default : null} onChange={(value) => put(value ?? '')} />;
  if (field.type === 'checkbox') {
    return <Select value={field.default === true ? 'true' : 'false'} aria-label={name} style={{ width: '100%' }} options={[{ value: 'true', label: common('yes') }, { value: 'false', label: common('no') }]} onChange={(value) => put(value === 'true')} />;
  }
  if (field.type === 'select' || field.type === 'multiSelect') {
    const choices = ((field.options as SelectOptions | undefined)?.choices ?? []).map((choice) => ({ value: choice.value, label: label(choice.label) }));
    return field.type === 'select' ? (
      <Select value={typeof field.default === 'string' && field.default !== '' ? field.default : null} aria-label={name} style={{ width: '100%' }} options={choices} onChange={(value: string | null) => put(value ?? '')} />
    ) : (
      <Select mode="multiple" value={Array.isArray(field.default) ? (field.default as string[]) : []} aria-label={name} style={{ width: '100%' }} options={choices} onChange={(value: string[]) => put(value)} />
    );
  }
  return <Input value={typeof field.default === 'string' ? field.default : ''} aria-label={name} onChange={(event) => put(event.target.value)} />;
}
