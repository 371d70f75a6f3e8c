/** What happens when a button of a record is pressed. */

import { useMemo } from 'react';
import { Button, Segmented, Select } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ButtonOptions, FieldDocument, LocalizedText } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { call, routes } from '../../api/index.ts';
import { useLabel, useLocale, useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { FormulaInput } from '../formula-input.tsx';
import { fieldLabels, formulaScopeOf } from '../formula-scope.ts';
import { LocalizedInput } from '../localized-input.tsx';
import { SettingRow, type OptionEditorProps } from './option-editor.tsx';
import styles from './option-editor.module.css';

const ACTIONS = ['setFields', 'openUrl', 'startProcess'] as const;

/** The settings of an action that was just chosen. Pure. */
export function beginAction(action: ButtonOptions['action']): ButtonOptions {
  switch (action) {
    case 'setFields':
      return { action, set: [] };
    case 'openUrl':
      return { action, url: '' };
    case 'startProcess':
      return { action, process: '' };
  }
}

export function ButtonOptionsEditor({ field, onChange, entity, entities }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const options = (field.options ?? beginAction('setFields')) as ButtonOptions;
  const scope = useMemo(() => formulaScopeOf(entity, entities, field.key), [entity, entities, field.key]);
  const labels = useMemo(() => fieldLabels(entity, locale), [entity, locale]);
  const put = (next: ButtonOptions): void => onChange({ ...field, options: next as unknown as NonNullable<FieldDocument['options']> });
  const formula = (name: string, value: string, change: (text: string) => void) => <FormulaInput name={name} value={value} scope={scope} labels={labels} rows={2} onChange={change} />;
  return (
    <>
      <SettingRow label={t('buttonAction')}>
        <Segmented block value={options.action} options={ACTIONS.map((value) => ({ value, label: t(`action_${value}`) }))} onChange={(action) => put(beginAction(action))} />
      </SettingRow>
      {options.action === 'setFields' ? <SetFields entity={entity} fieldKey={field.key} options={options} formula={formula} onChange={put} /> : null}
      {options.action === 'openUrl' ? (
        <SettingRow label={t('buttonUrl')} hint={t('buttonUrlHint')} error={options.url ? undefined : t('formulaMissing')}>
          {formula(t('buttonUrl'), options.url, (url) => put({ ...options, url }))}
        </SettingRow>
      ) : null}
      {options.action === 'startProcess' ? <ProcessChoice entity={entity.key} value={options.process} onChange={(process) => put({ ...options, process })} /> : null}
      {options.action === 'openUrl' ? null : (
        <SettingRow label={t('buttonConfirm')} hint={t('buttonConfirmHint')}>
          <LocalizedInput name={t('buttonConfirm')} value={options.confirm} onChange={(confirm) => put(withConfirm(options, confirm))} />
        </SettingRow>
      )}
    </>
  );
}

type Confirmed = Exclude<ButtonOptions, { action: 'openUrl' }>;

function withConfirm(options: Confirmed, confirm: LocalizedText | undefined): ButtonOptions {
  const { confirm: _before, ...others } = options;
  return confirm ? { ...others, confirm } : others;
}

type SetOptions = Extract<ButtonOptions, { action: 'setFields' }>;

interface SetFieldsProps {
  readonly entity: OptionEditorProps['entity'];
  readonly fieldKey: string;
  readonly options: SetOptions;
  readonly formula: (name: string, value: string, change: (text: string) => void) => React.ReactNode;
  readonly onChange: (options: ButtonOptions) => void;
}

function SetFields({ entity, fieldKey, options, formula, onChange }: SetFieldsProps) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const writable = entity.fields.filter((one) => one.key !== fieldKey && !fieldType(one.type).readOnly && one.type !== 'subform' && one.type !== 'button');
  const free = writable.filter((one) => !options.set.some((step) => step.field === one.key));
  const put = (set: SetOptions['set']): void => onChange({ ...options, set });
  return (
    <SettingRow label={t('buttonSet')} error={options.set.length === 0 || options.set.some((step) => step.formula === '') ? t('buttonSetMissing') : undefined}>
      <div className={styles.steps}>
        {options.set.map((step, index) => {
          const name = label(entity.fields.find((one) => one.key === step.field)?.label) || step.field;
          return (
            <div key={step.field} className={styles.step}>
              <div className={styles.stepHead}>
                <strong>{name}</strong>
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('removeStep', { field: name })} onClick={() => put(options.set.filter((_, at) => at !== index))} />
              </div>
              {formula(t('valueOf', { field: name }), step.formula, (text) => put(options.set.map((one, at) => (at === index ? { ...one, formula: text } : one))))}
            </div>
          );
        })}
        <Select<string | null>
          value={null}
          placeholder={<span><PlusOutlined /> {t('addStep')}</span>}
          aria-label={t('addStep')}
          style={{ width: '100%' }}
          disabled={free.length === 0}
          options={free.map((one) => ({ value: one.key, label: label(one.label) }))}
          onChange={(key: string | null) => key && put([...options.set, { field: key, formula: '' }])}
        />
      </div>
    </SettingRow>
  );
}

function ProcessChoice({ entity, value, onChange }: { entity: string; value: string; onChange: (process: string) => void }) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const processes = useQuery({ queryKey: ['design', 'processes'], queryFn: async ({ signal }) => (await call(routes.processes, { signal })).items });
  const own = (processes.data ?? []).filter((one) => one.entity === entity);
  return (
    <SettingRow label={t('buttonProcess')} hint={processes.isSuccess && own.length === 0 ? t('buttonProcessNone') : undefined} error={value === '' && own.length > 0 ? t('processMissing') : undefined}>
      <Select
        value={value === '' ? null : value}
        aria-label={t('buttonProcess')}
        style={{ width: '100%' }}
        loading={processes.isPending}
        options={own.map((one) => ({ value: one.key, label: label(one.label) }))}
        onChange={(key: string | null) => key && onChange(key)}
      />
    </SettingRow>
  );
}
