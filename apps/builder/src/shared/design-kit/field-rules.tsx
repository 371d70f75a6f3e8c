/** What every value of a field must be: there, like no other, kept secret, true to the formulas. */

import { useMemo } from 'react';
import { Alert, Button, Switch } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { FieldDocument, LocalizedText } from '@tessera/contract';
import { typeOf } from '@tessera/model';
import { useLocale, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import styles from './field-editor.module.css';
import { withEncryption, withFlag, withUniqueWithin } from './field-draft.ts';
import { ConditionSetting } from './field-options/condition-setting.tsx';
import { SettingRow, type OptionEditorProps } from './field-options/option-editor.tsx';
import { FormulaInput } from './formula-input.tsx';
import { fieldLabels, formulaScopeOf } from './formula-scope.ts';
import { LocalizedInput } from './localized-input.tsx';

export function FieldRules({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const type = typeOf(field);
  if (type.readOnly || type.computes || field.type === 'button') return null;
  const isText = type.valueKind === 'text';
  return (
    <>
      <div className={styles.switches}>
        <Toggle label={t('required')} checked={field.required ?? false} onChange={(required) => onChange(withFlag(field, 'required', required))} />
        {type.mayBeUnique ? <Toggle label={t('unique')} checked={field.unique ?? false} onChange={(unique) => onChange(withFlag(field, 'unique', unique))} /> : null}
        {type.mayBeEncrypted ? <Toggle label={t('encrypted')} checked={field.encrypted ?? false} onChange={(encrypted) => onChange(withEncryption(field, encrypted))} /> : null}
      </div>
      {field.encrypted ? <Alert type="warning" showIcon title={t('encryptedTitle')} description={t('encryptedText')} /> : null}
      {field.unique && type.mayBeUnique ? (
        <div className={styles.nested}>
          {isText && !field.encrypted ? (
            <Toggle label={t('ignoreCase')} checked={field.uniqueWithin?.ignoreCase ?? false} onChange={(ignoreCase) => onChange(withUniqueWithin(field, { ignoreCase: ignoreCase || undefined }))} />
          ) : null}
          <ConditionSetting
            label={t('uniqueWhere')}
            hint={t('uniqueWhereHint')}
            add={t('uniqueWhereAdd')}
            entity={entity}
            entities={entities}
            value={field.uniqueWithin?.where}
            onChange={(where) => onChange(withUniqueWithin(field, { where }))}
          />
        </div>
      ) : null}
    </>
  );
}

export function Toggle({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className={styles.toggle}>
      <Switch size="small" checked={checked} aria-label={label} onChange={onChange} />
      {label}
    </label>
  );
}

/** What a rule must give. */
const BOOLEAN = ['boolean'] as const;

type Rule = NonNullable<FieldDocument['validation']>[number];

/** `strict`: say what is missing. */
export function ValidationRules({ field, onChange, entity, entities, strict }: OptionEditorProps & { strict?: boolean | undefined }) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const scope = useMemo(() => formulaScopeOf(entity, entities), [entity, entities]);
  const labels = useMemo(() => fieldLabels(entity, locale), [entity, locale]);
  const type = typeOf(field);
  if (type.readOnly || type.computes || field.type === 'button') return null;
  const rules = field.validation ?? [];
  const put = (next: readonly Rule[]): void => {
    const { validation: _before, ...others } = field;
    onChange(next.length > 0 ? { ...others, validation: [...next] } : others);
  };
  const change = (index: number, rule: Partial<Rule>): void => put(rules.map((one, at) => (at === index ? { ...one, ...rule } : one)));
  return (
    <SettingRow label={t('validation')} hint={rules.length > 0 ? t('validationHint') : undefined}>
      <div className={styles.rules}>
        {rules.map((rule, index) => (
          <div key={index} className={styles.rule}>
            <div className={styles.ruleHead}>
              <span>{t('validationFormula')}</span>
              <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('removeRule', { number: index + 1 })} onClick={() => put(rules.filter((_, at) => at !== index))} />
            </div>
            <FormulaInput name={`${t('validationFormula')} ${index + 1}`} value={rule.formula} scope={scope} labels={labels} entity={entity.key} expected={BOOLEAN} rows={2} placeholder={`${field.key || 'amount'} > 0`} onChange={(formula) => change(index, { formula })} />
            <SettingRow label={t('validationMessage')} error={strict && isBlank(rule.message) ? t('messageMissing') : undefined}>
              <LocalizedInput name={t('validationMessage')} value={rule.message} onChange={(message) => change(index, { message: message ?? {} })} />
            </SettingRow>
          </div>
        ))}
        {rules.length < 10 ? (
          <div>
            <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => put([...rules, { formula: '', message: {} }])}>
              {t('addRule')}
            </Button>
          </div>
        ) : null}
      </div>
    </SettingRow>
  );
}

const isBlank = (text: LocalizedText): boolean => !text.en && !text['zh-CN'];
