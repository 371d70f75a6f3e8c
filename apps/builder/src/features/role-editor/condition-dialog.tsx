/** Writes the condition that rows must meet. A nested one is shown as it is and kept. */

import { useState } from 'react';
import { Modal } from 'antd';
import type { EntityDocument, Filter, RecordAction } from '@tessera/contract';
import { FilterBuilder, toDraft, toFilter } from '../../shared/filter/index.ts';
import { commonTexts, useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import styles from './role-editor.module.css';
import type { Cell } from './role-matrix.ts';
import { conditionFields } from './row-choices.ts';
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
  const locale = useLocale();
  const before = typeof cell === 'object' ? cell.where : undefined;
  const [draft, setDraft] = useState(() => toDraft(before));
  const where = draft ? toFilter(draft) : before;
  const name = label(entity.label);
  return (
    <Modal
      open
      centered
      width={680}
      title={action ? t('conditionTitle', { action: t(`action_${action}`), entity: name }) : t('conditionRowsTitle', { entity: name })}
      okText={t('apply')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: where === undefined }}
      onOk={() => where && onDone(where)}
      onCancel={onCancel}
    >
      <div className={styles.form}>
        <p className={styles.hint}>{draft ? t('conditionText') : t('conditionRaw')}</p>
        {draft ? <FilterBuilder fields={conditionFields(entity, entities, locale)} draft={draft} onChange={setDraft} /> : <pre className={styles.json}>{JSON.stringify(before, null, 2)}</pre>}
      </div>
    </Modal>
  );
}
