/** "Why can I (not) …?": a question about an action, a table, a field and a record, answered in a sentence with the rules that decide. */

import { useState } from 'react';
import { Modal, Select, Spin, Tag } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { RECORD_ACTIONS, type EntityDocument, type Explanation, type ExplainRequest, type RecordAction, type Ref, type RightSource } from '@tessera/contract';
import { accessTexts } from '../access/index.ts';
import { call, routes } from '../api/index.ts';
import { allFields } from '../fields/index.ts';
import { useLabel, useTexts } from '../i18n/index.ts';
import { MemberPicker } from '../inputs/index.ts';
import { useAbility, useSession } from '../session/index.ts';
import { ErrorProblems } from '../ui/index.ts';
import { explainTexts } from './texts.ts';
import styles from './explain.module.css';

interface ExplainDialogProps {
  /** What can be asked about: one where the question is asked in its place. */
  readonly entities: readonly EntityDocument[];
  readonly field?: string | undefined;
  readonly record?: Ref | undefined;
  readonly action?: RecordAction;
  /** Whom it is first about; for whoever manages members. */
  readonly member?: Ref | undefined;
  readonly onClose: () => void;
}

const FIELD_ACTIONS: ReadonlySet<RecordAction> = new Set(['read', 'create', 'update', 'export', 'import', 'print']);

export function ExplainDialog({ entities, field: firstField, record, action: firstAction = 'read', member: firstMember, onClose }: ExplainDialogProps) {
  const t = useTexts(explainTexts);
  const access = useTexts(accessTexts);
  const label = useLabel();
  const manages = useAbility().can('use', 'members');
  const { member: me } = useSession();
  const [member, setMember] = useState<Ref | null>(firstMember ?? null);
  const [action, setAction] = useState<RecordAction>(firstAction);
  const [entityKey, setEntityKey] = useState(entities[0]?.key ?? '');
  const [field, setField] = useState(firstField);
  const entity = entities.find(({ key }) => key === entityKey);
  const asked = field !== undefined && FIELD_ACTIONS.has(action) ? field : undefined;
  const question: ExplainRequest = { ...(member && member.id !== me.id ? { member: member.id } : {}), action, entity: entityKey, ...(asked ? { field: asked } : {}), ...(record ? { record: record.id } : {}) };
  const answer = useQuery({ queryKey: ['explain', question], queryFn: ({ signal }) => call(routes.explainAccess, { body: question, signal }), enabled: entity !== undefined, retry: false, gcTime: 0 });
  const self: Ref = { id: me.id, label: t('myself') };
  return (
    <Modal open centered width={620} title={t('title')} footer={null} onCancel={onClose}>
      <div className={styles.dialog}>
        <p className={styles.about}>{record ? t('thisRecord', { record: record.label }) : t('anyRecord')}</p>
        <div className={styles.question}>
          {manages ? (
            <label>
              {t('who')}
              <MemberPicker ariaLabel={t('who')} first={[self]} value={member ?? self} onChange={setMember} />
            </label>
          ) : null}
          {entities.length > 1 ? (
            <label>
              {t('entity')}
              <Select<string>
                aria-label={t('entity')}
                showSearch={{ optionFilterProp: 'label' }}
                value={entityKey}
                options={entities.map((one) => ({ value: one.key, label: label(one.label) }))}
                onChange={(key: string) => {
                  setEntityKey(key);
                  setField(undefined);
                }}
              />
            </label>
          ) : null}
          <label>
            {t('action')}
            <Select<RecordAction> aria-label={t('action')} value={action} options={RECORD_ACTIONS.map((one) => ({ value: one, label: access(`action_${one}`) }))} onChange={(next: RecordAction) => setAction(next)} />
          </label>
          {entity && FIELD_ACTIONS.has(action) ? (
            <label>
              {t('field')}
              <Select<string>
                aria-label={t('field')}
                showSearch={{ optionFilterProp: 'label' }}
                value={field ?? ''}
                options={[{ value: '', label: t('wholeRecord') }, ...allFields(entity).map((one) => ({ value: one.key, label: label(one.label) }))]}
                onChange={(key: string) => setField(key === '' ? undefined : key)}
              />
            </label>
          ) : null}
        </div>
        {answer.isPending ? <Spin className={styles.spin} /> : answer.isError ? <ErrorProblems error={answer.error} /> : <Answer explanation={answer.data} entity={entity} />}
      </div>
    </Modal>
  );
}

const COLORS = { yes: 'success', masked: 'warning', no: 'error', someRows: 'processing' } as const;

function Answer({ explanation: { answer, summary, decided, needs }, entity }: { explanation: Explanation; entity: EntityDocument | undefined }) {
  const t = useTexts(explainTexts);
  const label = useLabel();
  const nameOf = (key: string) => label(entity && allFields(entity).find((field) => field.key === key)?.label) || key;
  return (
    <div className={styles.answer} aria-live="polite">
      <p className={styles.summary}>
        <Tag color={COLORS[answer]}>{t(`answer_${answer}`)}</Tag>
        {summary}
      </p>
      {needs.length > 0 ? <p className={styles.needs}>{t('needs', { fields: needs.map(nameOf).join(' · ') })}</p> : null}
      {decided.length > 0 ? (
        <>
          <h3 className={styles.rulesTitle}>{t('rules')}</h3>
          <ul className={styles.rules}>
            {decided.map(({ source, effect }, index) => (
              <li key={index} data-effect={effect}>
                <RightOrigin source={source} />
                <span className={styles.effect}>{t(`effect_${effect}`)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

/** The role, and the rule of it in words, that a right comes from. */
export function RightOrigin({ source: { role, group, rule, text } }: { source: RightSource }) {
  const t = useTexts(explainTexts);
  return (
    <span className={styles.origin}>
      <span className={styles.role}>
        {group ? t('roleThroughGroup', { role: role.label, group: group.label }) : t('role', { role: role.label })}
        {rule === null ? null : <span className={styles.rule}>{t('rule', { number: rule + 1 })}</span>}
      </span>
      {text ? <span className={styles.text}>{text}</span> : null}
    </span>
  );
}
