/** Writes the condition that rows must meet. One that is not finished cannot be applied: it would hold for more rows. */

import { useState } from 'react';
import { Modal } from 'antd';
import type { EntityDocument, Filter, RecordAction } from '@tessera/contract';
import { FilterBuilder, hasGaps, toDraft, toFilter } from '../../shared/filter/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import styles from './role-editor.module.css';
import type { Cell } from './role-matrix.ts';
import { roleTexts } from './texts.ts';

interface ConditionDialogProps {
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
  /** Null: for every granted action. */
  readonly action: RecordAction | null;
  readonly cell: Cell;
  readonly onDone: (where: Filter) => void;
  readonly onCancel: () => void;
}

export function ConditionDialog({ entity, entities, action, cell, onDone, onCancel }: ConditionDialogProps) {
  const t = useTexts(roleTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const before = typeof cell === 'object' ? cell.where : undefined;
  const [draft, setDraft] = useState(() => toDraft(before));
  const where = hasGaps(draft) ? undefined : toFilter(draft);
  const name = label(entity.label);
  return (
    <Modal
      open
      centered
      width={760}
      title={action ? t('conditionTitle', { action: t(`action_${action}`), entity: name }) : t('conditionRowsTitle', { entity: name })}
      okText={t('apply')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: where === undefined }}
      onOk={() => where && onDone(where)}
      onCancel={onCancel}
    >
      <div className={styles.form}>
        <p className={styles.hint}>{t('conditionText')}</p>
        <FilterBuilder entity={entity} entities={entities} draft={draft} onChange={setDraft} none={t('conditionNone')} />
      </div>
    </Modal>
  );
}
