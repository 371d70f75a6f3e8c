/** The value a field has in a new record. Types whose default means nothing have no editor. */

import { Input, Select } from 'antd';
import type { FieldDocument, FilterVariable, SelectOptions } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { commonTexts, useLabel, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import { SettingRow } from './field-options/option-editor.tsx';

interface DefaultValueProps {
  readonly field: FieldDocument;
  readonly onChange: (field: FieldDocument) => void;
}

/** Pure; undefined takes the default away. */
export function withDefault(field: FieldDocument, value: unknown): FieldDocument {
  const { default: _before, ...others } = field;
  return value === undefined ? others : { ...others, default: value };
}

const variableOf = (value: unknown): FilterVariable | null =>
  typeof value === 'object' && value !== null && 'var' in value ? (value as { var: FilterVariable }).var : null;

const WORD: Readonly<Record<FilterVariable, 'defaultMe' | 'defaultToday' | 'defaultNow'>> = { me: 'defaultMe', today: 'defaultToday', now: 'defaultNow' };

export function DefaultValueEditor({ field, onChange }: DefaultValueProps) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const none = { value: '', label: t('defaultNone') };
  const choose = (options: { value: string; label: string }[], value: string, toDefault: (value: string) => unknown) => (
    <SettingRow label={t('default')}>
      <Select value={value} options={[none, ...options]} aria-label={t('default')} style={{ width: '100%' }} onChange={(next) => onChange(withDefault(field, next === '' ? undefined : toDefault(next)))} />
    </SettingRow>
  );

  const { variables } = fieldType(field.type);
  if (variables.length > 0) {
    return choose(variables.map((variable) => ({ value: variable, label: t(WORD[variable]) })), variableOf(field.default) ?? '', (variable) => ({ var: variable }));
  }
  switch (field.type) {
    case 'checkbox':
      return choose([{ value: 'true', label: common('yes') }, { value: 'false', label: common('no') }], typeof field.default === 'boolean' ? String(field.default) : '', (value) => value === 'true');
    case 'select': {
      const choices = (field.options as SelectOptions | undefined)?.choices ?? [];
      return choose(choices.map((choice) => ({ value: choice.value, label: label(choice.label) })), typeof field.default === 'string' ? field.default : '', (value) => value);
    }
    case 'text':
    case 'longText':
    case 'number':
    case 'money':
    case 'percent':
      return (
        <SettingRow label={t('default')}>
          <Input
            value={typeof field.default === 'string' ? field.default : ''}
            placeholder={t('defaultNone')}
            aria-label={t('default')}
            {...(field.type === 'text' || field.type === 'longText' ? {} : { inputMode: 'decimal' as const })}
            onChange={(event) => onChange(withDefault(field, event.target.value === '' ? undefined : event.target.value))}
          />
        </SettingRow>
      );
    default:
      return null;
  }
}
