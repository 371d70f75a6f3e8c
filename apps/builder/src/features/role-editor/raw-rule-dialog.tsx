import { useState } from 'react';
import { Checkbox, Modal, Segmented, Select } from 'antd';
import { RECORD_ACTIONS, type EntityDocument, type RecordAction, type RoleRule } from '@tessera/contract';
import { accessTexts } from '../../shared/access/index.ts';
import { SettingRow } from '../../shared/design-kit/index.ts';
import { allFields } from '../../shared/fields/index.ts';
import { EMPTY_DRAFT, hasGaps, toDraft, toFilter } from '../../shared/filter/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { RowCondition } from './condition-dialog.tsx';
import { MaskEditor } from './mask-editor.tsx';
import { firstMask, mayBeMasked } from './mask-presets.ts';
import styles from './role-editor.module.css';
import { useRoleWorld } from './row-words.tsx';
import { roleTexts } from './texts.ts';

interface RawRuleDialogProps {
  readonly rule: RoleRule;
  readonly isNew: boolean;
  readonly onDone: (rule: RoleRule) => void;
  readonly onCancel: () => void;
}

/** One rule, as the document has it: everything that a rule can say. */
export function RawRuleDialog({ rule: before, isNew, onDone, onCancel }: RawRuleDialogProps) {
  const t = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const { entities } = useRoleWorld();
  const [rule, setRule] = useState(before);
  const [draft, setDraft] = useState(() => toDraft(before.where));
  const entity = entities.find((one) => one.key === rule.entity) ?? null;
  const unfinished = hasGaps(draft);
  const where = unfinished ? undefined : toFilter(draft);
  const maskable = maskedField(rule, entity);
  const reason = rule.actions.length === 0 ? t('ruleNoAction') : unfinished ? t('ruleUnfinished') : null;
  const finished = (): RoleRule => {
    const { where: _where, mask, ...rest } = rule;
    return { ...rest, ...(where ? { where } : {}), ...(mask && maskable ? { mask } : {}) };
  };
  return (
    <Modal
      open
      centered
      width={780}
      title={t(isNew ? 'ruleAdd' : 'ruleEdit')}
      okText={t('apply')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: reason !== null, title: reason ?? undefined }}
      onOk={() => onDone(finished())}
      onCancel={onCancel}
    >
      <div className={styles.form}>
        <Segmented<RoleRule['effect']>
          aria-label={t('ruleEffect')}
          value={rule.effect}
          options={[
            { value: 'allow', label: t('allow') },
            { value: 'deny', label: t('deny') },
          ]}
          onChange={(effect) => setRule({ ...rule, effect })}
        />
        <SettingRow label={t('ruleActions')}>
          <Select<RecordAction[]> mode="multiple" style={{ width: '100%' }} aria-label={t('ruleActions')} value={rule.actions} options={RECORD_ACTIONS.map((action) => ({ value: action, label: access(`action_${action}`) }))} onChange={(actions: RecordAction[]) => setRule({ ...rule, actions })} />
        </SettingRow>
        <SettingRow label={t('entity')}>
          <Select<string>
            style={{ width: '100%' }}
            aria-label={t('entity')}
            showSearch={{ optionFilterProp: 'label' }}
            value={rule.entity}
            options={[{ value: '*', label: t('everyEntity') }, ...entities.map((one) => ({ value: one.key, label: label(one.label) }))]}
            onChange={(key: string) => {
              const { fields: _fields, mask: _mask, ...others } = rule;
              setRule({ ...others, entity: key });
              setDraft(EMPTY_DRAFT);
            }}
          />
        </SettingRow>
        {entity ? (
          <SettingRow label={t('fields')}>
            <Select<string[]>
              mode="multiple"
              allowClear
              style={{ width: '100%' }}
              aria-label={t('fields')}
              placeholder={t('ruleAllFields')}
              showSearch={{ optionFilterProp: 'label' }}
              value={rule.fields ?? []}
              options={allFields(entity).map((field) => ({ value: field.key, label: label(field.label) }))}
              onChange={(fields: string[]) => {
                const { fields: _fields, ...others } = rule;
                setRule(fields.length > 0 ? { ...others, fields } : others);
              }}
            />
          </SettingRow>
        ) : null}
        {maskable ? (
          <div className={styles.maskLine}>
            <Checkbox
              checked={rule.mask !== undefined}
              onChange={({ target }) => {
                const { mask: _mask, ...others } = rule;
                setRule(target.checked ? { ...others, mask: firstMask(maskable) } : others);
              }}
            >
              {t('ruleMasked')}
            </Checkbox>
            {rule.mask ? <MaskEditor field={maskable} mask={rule.mask} onChange={(mask) => setRule({ ...rule, mask })} /> : null}
          </div>
        ) : null}
        {entity ? (
          <SettingRow label={t('rows')}>
            <RowCondition entity={entity} draft={draft} onChange={setDraft} />
          </SettingRow>
        ) : null}
      </div>
    </Modal>
  );
}

/** Only reading of named fields can be masked, and only fields that can. */
function maskedField(rule: RoleRule, entity: EntityDocument | null) {
  if (!entity || rule.effect !== 'allow' || rule.actions.length !== 1 || rule.actions[0] !== 'read' || !rule.fields) return undefined;
  const fields = allFields(entity).filter(({ key }) => rule.fields?.includes(key));
  return fields.every(mayBeMasked) ? fields[0] : undefined;
}
