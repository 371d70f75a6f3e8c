/** Everything about one field: words, rules, default and the settings of its type. Controlled; saves nothing itself. */

import { Switch, Tag } from 'antd';
import { fieldType } from '@tessera/model';
import { useTexts } from '../i18n/index.ts';
import { DefaultValueEditor } from './default-value.tsx';
import { designTexts } from './design-texts.ts';
import styles from './field-editor.module.css';
import { FIELD_OPTION_EDITORS } from './field-options/index.ts';
import { SettingRow, type OptionEditorProps } from './field-options/option-editor.tsx';
import { FieldTypeIcon, useFieldTypeLabel } from './field-type-info.tsx';
import { LocalizedInput } from './localized-input.tsx';

interface FieldEditorProps extends OptionEditorProps {
  readonly autoFocus?: boolean;
  /** Show what is missing; before the first attempt to save nobody wants to hear it. */
  readonly strict?: boolean;
}

export function FieldEditor({ field, onChange, entity, entities, autoFocus, strict }: FieldEditorProps) {
  const t = useTexts(designTexts);
  const typeLabel = useFieldTypeLabel();
  const type = fieldType(field.type);
  const Options = FIELD_OPTION_EDITORS[field.type];
  const labelMissing = strict && !field.label['zh-CN'] && !field.label.en;
  return (
    <div className={styles.editor}>
      <SettingRow label={t('label')} error={labelMissing ? t('labelMissing') : undefined}>
        <LocalizedInput name={t('label')} value={field.label} autoFocus={autoFocus ?? false} invalid={labelMissing ?? false} onChange={(label) => onChange({ ...field, label: label ?? {} })} />
      </SettingRow>
      <div className={styles.identity}>
        <FieldTypeIcon type={field.type} />
        <span>{typeLabel(field.type)}</span>
        <Tag className={styles.key} title={t('keyHint')}>{field.key || '…'}</Tag>
      </div>
      {Options ? <Options field={field} onChange={onChange} entity={entity} entities={entities} /> : null}
      {type.readOnly || type.refersTo === 'rows' ? null : (
        <div className={styles.switches}>
          <Toggle label={t('required')} checked={field.required ?? false} onChange={(required) => onChange(withFlag(field, 'required', required))} />
          {type.mayBeUnique ? <Toggle label={t('unique')} checked={field.unique ?? false} onChange={(unique) => onChange(withFlag(field, 'unique', unique))} /> : null}
        </div>
      )}
      <DefaultValueEditor field={field} onChange={onChange} />
      <SettingRow label={t('help')} hint={t('helpHint')}>
        <LocalizedInput multiline name={t('help')} value={field.help} onChange={(help) => onChange(withHelp(field, help))} />
      </SettingRow>
    </div>
  );
}

function Toggle({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className={styles.toggle}>
      <Switch size="small" checked={checked} aria-label={label} onChange={onChange} />
      {label}
    </label>
  );
}

function withFlag(field: OptionEditorProps['field'], flag: 'required' | 'unique', value: boolean): OptionEditorProps['field'] {
  const { [flag]: _before, ...others } = field;
  return value ? { ...others, [flag]: true } : others;
}

function withHelp(field: OptionEditorProps['field'], help: OptionEditorProps['field']['help']): OptionEditorProps['field'] {
  const { help: _before, ...others } = field;
  return help ? { ...others, help } : others;
}
