/** Settings of tasks, lanes and the start event. */

import { useState } from 'react';
import { AutoComplete, Button, Radio, Segmented, Select } from 'antd';
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { SettingRow } from '../../../shared/design-kit/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import type { ElementSettings, FieldSetting, Performer } from '../element-settings.ts';
import { choicesOf, memberFields, writableFields } from '../process-names.ts';
import { processTexts } from '../texts.ts';
import { CommittedFormula } from './committed-text.tsx';
import { usePanel } from './panel-context.ts';
import styles from './panel.module.css';

type SettingsOf<Kind extends ElementSettings['kind']> = Extract<ElementSettings, { kind: Kind }>;

export function StartEditor({ settings }: { settings: SettingsOf<'start'> }) {
  const t = useTexts(processTexts);
  const { island, recordScope, labels } = usePanel();
  return (
    <>
      <SettingRow label={t('trigger')}>
        <Segmented
          block
          value={settings.trigger}
          options={[{ value: 'submit', label: t('trigger_submit') }, { value: 'manual', label: t('trigger_manual') }]}
          onChange={(trigger) => island.setAttributes({ 'tessera:trigger': trigger })}
        />
      </SettingRow>
      <SettingRow label={t('when')} hint={t('whenHint')}>
        <CommittedFormula key={settings.id} name={t('when')} value={settings.when} scope={recordScope} labels={labels} rows={2} onCommit={(when) => island.setAttributes({ 'tessera:when': when.trim() || undefined })} />
      </SettingRow>
    </>
  );
}

export function UserTaskEditor({ settings }: { settings: SettingsOf<'userTask'> }) {
  const t = useTexts(processTexts);
  const label = useLabel();
  const { island, entity, forms } = usePanel();
  return (
    <>
      <SettingRow label={t('taskKind')}>
        <Segmented
          block
          value={settings.taskKind}
          options={[{ value: 'approval', label: t('taskKind_approval') }, { value: 'work', label: t('taskKind_work') }]}
          onChange={(kind) => island.setAttributes({ 'tessera:taskKind': kind })}
        />
      </SettingRow>
      <PerformerEditor performer={settings.performer} />
      <SettingRow label={t('form')}>
        <Select
          value={settings.form ?? ''}
          aria-label={t('form')}
          className={styles.wide!}
          options={[{ value: '', label: t('formNone') }, ...forms]}
          onChange={(form) => island.setAttributes({ 'tessera:form': form || undefined })}
        />
      </SettingRow>
      <SettingRow label={t('writable')} hint={t('writableHint')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          value={[...settings.writable]}
          aria-label={t('writable')}
          className={styles.wide!}
          options={writableFields(entity).map((field) => ({ value: field.key, label: label(field.label) }))}
          onChange={(fields: string[]) => island.setWritable(fields)}
        />
      </SettingRow>
    </>
  );
}

function PerformerEditor({ performer }: { performer: Performer }) {
  const t = useTexts(processTexts);
  const label = useLabel();
  const { island, entity, roles } = usePanel();
  const members = memberFields(entity);
  const choose = (kind: Performer['kind']): void => {
    if (kind === 'role') island.setPerformer({ kind, role: roles?.[0]?.value ?? 'admin' });
    else if (kind === 'field') island.setPerformer({ kind, field: members[0]!.key });
    else island.setPerformer({ kind });
  };
  return (
    <SettingRow label={t('performer')}>
      <div className={styles.stack}>
        <Radio.Group
          vertical
          value={performer.kind}
          options={(['lane', 'role', 'starter', 'field'] as const).map((kind) => ({ value: kind, label: t(`performer_${kind}`) }))}
          onChange={(event) => choose(event.target.value as Performer['kind'])}
        />
        {performer.kind === 'role' ? <RoleSelect value={performer.role} onChange={(role) => island.setPerformer({ kind: 'role', role })} /> : null}
        {performer.kind === 'field' ? (
          <Select
            value={performer.field}
            aria-label={t('memberField')}
            className={styles.wide!}
            options={members.map((field) => ({ value: field.key, label: label(field.label) }))}
            onChange={(field) => island.setPerformer({ kind: 'field', field })}
          />
        ) : null}
      </div>
    </SettingRow>
  );
}

/** A designer who may not see roles writes the key of one. */
function RoleSelect({ value, onChange, none }: { value: string; onChange: (role: string) => void; none?: string }) {
  const t = useTexts(processTexts);
  const { roles } = usePanel();
  if (!roles) return <AutoComplete value={value} aria-label={t('role')} className={styles.wide!} onChange={onChange} />;
  return <Select value={value} aria-label={t('role')} className={styles.wide!} options={[...(none ? [{ value: '', label: none }] : []), ...roles]} onChange={onChange} />;
}

export function LaneEditor({ settings }: { settings: SettingsOf<'lane'> }) {
  const t = useTexts(processTexts);
  const { island } = usePanel();
  return (
    <SettingRow label={t('role')} hint={t('roleHint')}>
      <RoleSelect value={settings.role} none={t('roleNone')} onChange={(role) => island.setAttributes({ 'tessera:role': role || undefined })} />
    </SettingRow>
  );
}

export function ServiceTaskEditor({ settings }: { settings: SettingsOf<'serviceTask'> }) {
  const t = useTexts(processTexts);
  const { island, entity } = usePanel();
  const put = (sets: readonly FieldSetting[]): void => island.setFieldSettings(sets);
  const unused = writableFields(entity).find((field) => !settings.sets.some((set) => set.field === field.key));
  return (
    <SettingRow label={t('sets')}>
      <div className={styles.stack}>
        {settings.sets.map((set, index) => (
          <SetEditor
            key={`${settings.id}-${index}`}
            set={set}
            onChange={(next) => put(settings.sets.map((one, at) => (at === index ? next : one)))}
            onRemove={() => put(settings.sets.filter((_, at) => at !== index))}
          />
        ))}
        <Button size="small" icon={<PlusOutlined />} disabled={!unused} onClick={() => unused && put([...settings.sets, { field: unused.key, value: '' }])}>
          {t('addSet')}
        </Button>
      </div>
    </SettingRow>
  );
}

const asText = (value: string): string => `"${value.replaceAll('"', '""')}"`;

function SetEditor({ set, onChange, onRemove }: { set: FieldSetting; onChange: (set: FieldSetting) => void; onRemove: () => void }) {
  const t = useTexts(processTexts);
  const label = useLabel();
  const locale = useLocale();
  const { entity, scope, labels } = usePanel();
  const choices = choicesOf(entity?.fields.find((field) => field.key === set.field), locale).map((choice) => ({ value: asText(choice.value), label: choice.label }));
  const chosen = choices.some((choice) => choice.value === set.value);
  const [byFormula, setByFormula] = useState(set.value !== '' && !chosen);
  return (
    <div className={styles.set}>
      <div className={styles.setHead}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={set.field}
          aria-label={t('setField')}
          className={styles.wide!}
          options={writableFields(entity).map((field) => ({ value: field.key, label: label(field.label) }))}
          onChange={(field) => {
            setByFormula(false);
            onChange({ field, value: '' });
          }}
        />
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('setRemove')} onClick={onRemove} />
      </div>
      {choices.length > 0 ? (
        <Select
          value={byFormula ? BY_FORMULA : chosen ? set.value : null}
          placeholder={t('setChoose')}
          aria-label={t('setValue')}
          className={styles.wide!}
          options={[...choices, { value: BY_FORMULA, label: t('setByFormula') }]}
          onChange={(value) => {
            setByFormula(value === BY_FORMULA);
            if (value !== null && value !== BY_FORMULA) onChange({ ...set, value });
          }}
        />
      ) : null}
      {choices.length === 0 || byFormula ? (
        <CommittedFormula name={t('setValue')} value={set.value} scope={scope} labels={labels} rows={1} onCommit={(value) => onChange({ ...set, value: value.trim() })} />
      ) : null}
    </div>
  );
}

const BY_FORMULA = 'formula';
