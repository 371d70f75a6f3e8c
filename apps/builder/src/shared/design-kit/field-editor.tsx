/** Everything about one field: words, rules, default and the settings of its type. Controlled; saves nothing itself. */

import { Button, Tag } from 'antd';
import { SwapOutlined } from '@ant-design/icons';
import type { FieldDocument } from '@tessera/contract';
import { useTexts } from '../i18n/index.ts';
import { DefaultValueEditor } from './default-value.tsx';
import { designTexts } from './design-texts.ts';
import styles from './field-editor.module.css';
import { FIELD_OPTION_EDITORS } from './field-options/index.ts';
import { SettingRow, type OptionEditorProps } from './field-options/option-editor.tsx';
import { FieldRules, ValidationRules } from './field-rules.tsx';
import { FieldTypeIcon, useFieldTypeLabel } from './field-type-info.tsx';
import { LocalizedInput } from './localized-input.tsx';

interface FieldEditorProps extends OptionEditorProps {
  readonly autoFocus?: boolean;
  /** Show what is missing; before the first attempt to save nobody wants to hear it. */
  readonly strict?: boolean;
  /** Asks for another type of a field that is there already. */
  readonly onChangeType?: (() => void) | undefined;
}

export function FieldEditor({ autoFocus, strict, onChangeType, ...props }: FieldEditorProps) {
  const { field, onChange, entity, entities } = props;
  const t = useTexts(designTexts);
  const typeLabel = useFieldTypeLabel();
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
        {onChangeType ? (
          <Button size="small" type="text" icon={<SwapOutlined />} onClick={onChangeType}>
            {t('otherType')}
          </Button>
        ) : null}
        <Tag className={styles.key} title={t('keyHint')}>{field.key || '…'}</Tag>
      </div>
      {Options ? <Options {...props} /> : null}
      <FieldRules {...props} />
      <DefaultValueEditor field={field} entity={entity} entities={entities} onChange={onChange} />
      <ValidationRules {...props} strict={strict} />
      <SettingRow label={t('help')} hint={t('helpHint')}>
        <LocalizedInput multiline name={t('help')} value={field.help} onChange={(help) => onChange(withHelp(field, help))} />
      </SettingRow>
    </div>
  );
}

function withHelp(field: FieldDocument, help: FieldDocument['help']): FieldDocument {
  const { help: _before, ...others } = field;
  return help ? { ...others, help } : others;
}
