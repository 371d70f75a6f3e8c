/** What saving an entity will do to its table, shown before it is done. */

import { useState, type ReactNode } from 'react';
import { Alert, Button, Modal, Tag } from 'antd';
import { assertNever, type EntityDocument, type PlannedChange } from '@tessera/contract';
import { commonTexts, useLabel, useTexts } from '../i18n/index.ts';
import { ErrorProblems } from '../ui/index.ts';
import { designTexts } from './design-texts.ts';
import styles from './plan-dialog.module.css';

interface PlanDialogProps {
  readonly changes: readonly PlannedChange[];
  /** As they shall be, for the names of what changes. */
  readonly entities: readonly EntityDocument[];
  readonly saving: boolean;
  readonly error: unknown;
  readonly onApply: () => void;
  readonly onCancel: () => void;
  /** Choices that belong to saving. */
  readonly children?: ReactNode;
}

export function PlanDialog({ changes, entities, saving, error, onApply, onCancel, children }: PlanDialogProps) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const sentence = usePlanSentence(entities);
  const [shown, setShown] = useState<number | null>(null);
  const losesData = changes.some((change) => change.losesData);
  return (
    <Modal open centered width={600} title={t('planTitle')} okText={t('planApply')} cancelText={common('cancel')} confirmLoading={saving} okButtonProps={{ danger: losesData }} onOk={onApply} onCancel={onCancel}>
      <div className={styles.plan}>
        {changes.length === 0 ? <Alert type="info" showIcon title={t('planNothing')} /> : null}
        <ul className={styles.changes}>
          {changes.map((change, index) => (
            <li key={index} className={styles.change}>
              <div className={styles.line}>
                <span>{sentence(change)}</span>
                {change.losesData ? <Tag color="error">{t('planLosesData')}</Tag> : null}
                {change.sql.length > 0 ? (
                  <Button size="small" type="text" aria-expanded={shown === index} onClick={() => setShown(shown === index ? null : index)}>{t('planShowSql')}</Button>
                ) : null}
              </div>
              {shown === index ? <pre className={styles.sql}>{change.sql.join('\n')}</pre> : null}
            </li>
          ))}
        </ul>
        {children}
        <ErrorProblems error={error} />
      </div>
    </Modal>
  );
}

function usePlanSentence(entities: readonly EntityDocument[]): (change: PlannedChange) => string {
  const t = useTexts(designTexts);
  const label = useLabel();
  return (change) => {
    const entity = entities.find((candidate) => candidate.key === change.entity);
    const field = entity?.fields.find((candidate) => candidate.key === change.field);
    const words = { entity: label(entity?.label) || change.entity, field: label(field?.label) || (change.field ?? '') };
    switch (change.kind) {
      case 'createEntity': return t('planCreateEntity', words);
      case 'addField': return t('planAddField', words);
      case 'changeField': return t('planChangeField', words);
      case 'removeField': return t('planRemoveField', words);
      case 'changeEntity': return t('planChangeEntity', words);
      default: return assertNever(change.kind);
    }
  };
}
