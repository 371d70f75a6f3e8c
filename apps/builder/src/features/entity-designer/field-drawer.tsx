/** Adds or edits one field; what it changes goes into the draft of the entity, not to the server. */

import { useState } from 'react';
import { Button, Drawer } from 'antd';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { FieldEditor, FieldTypePicker, designTexts, fieldGaps, keyFor, newField, takenKeys } from '../../shared/design-kit/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { ProblemList } from '../../shared/ui/index.ts';
import styles from './entity-designer.module.css';
import { putField } from './entity-draft.ts';
import { entityTexts } from './texts.ts';

interface FieldDrawerProps {
  /** Null to add one. */
  readonly field: FieldDocument | null;
  readonly draft: EntityDocument;
  readonly stored: EntityDocument;
  readonly entities: readonly EntityDocument[];
  readonly onChange: (draft: EntityDocument) => void;
  readonly onClose: () => void;
}

export function FieldDrawer({ field, draft, stored, entities, onChange, onClose }: FieldDrawerProps) {
  const t = useTexts(entityTexts);
  const design = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const [edited, setEdited] = useState(field);
  const [strict, setStrict] = useState(false);
  const gaps = edited ? fieldGaps(edited) : [];
  const isStored = field !== null && stored.fields.some((candidate) => candidate.key === field.key);

  const change = (next: FieldDocument): void => {
    // The key follows the label until the field is first put into the draft.
    setEdited(field === null ? { ...next, key: keyFor(next.label, takenKeys(draft)) } : next);
  };
  const finish = (): void => {
    setStrict(true);
    if (!edited || gaps.length > 0) return;
    onChange(putField(draft, edited));
    onClose();
  };

  return (
    <Drawer
      open
      size={480}
      title={edited ? (field ? t('editField') : t('addField')) : t('chooseType')}
      onClose={onClose}
      footer={
        edited ? (
          <div className={styles.drawerFooter}>
            {field === null ? <Button type="text" onClick={() => setEdited(null)}>{t('changeType')}</Button> : null}
            <span className={styles.spring} />
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="primary" onClick={finish}>{common('done')}</Button>
          </div>
        ) : null
      }
    >
      {edited ? (
        <div className={styles.form}>
          <FieldEditor key={edited.type} autoFocus={!isStored} strict={strict} field={edited} entity={draft} entities={entities} onChange={change} />
          {strict && gaps.length > 0 ? <ProblemList problems={gaps.map((gap) => ({ message: design(gap) }))} /> : null}
        </div>
      ) : (
        <FieldTypePicker value={null} onChange={(type) => setEdited(newField(type, {}, takenKeys(draft)))} />
      )}
    </Drawer>
  );
}
