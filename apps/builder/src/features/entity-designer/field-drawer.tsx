/** Adds or edits one field; what it changes goes into the draft of the entity, not to the server. */

import { useState } from 'react';
import { Button, Drawer } from 'antd';
import type { EntityDocument, FieldDocument, FieldTypeKey } from '@tessera/contract';
import { FieldEditor, FieldTypePicker, designTexts, fieldGaps, finishedField, keyFor, mayChangeType, newField, takenKeys, withType, type ChoiceMerge } from '../../shared/design-kit/index.ts';
import { commonTexts, useTexts } from '../../shared/i18n/index.ts';
import { ProblemList } from '../../shared/ui/index.ts';
import styles from './entity-designer.module.css';
import { putField } from './entity-draft.ts';
import { FieldSecrecy } from './field-secrecy.tsx';
import { entityTexts } from './texts.ts';

interface FieldDrawerProps {
  /** Null to add one. */
  readonly field: FieldDocument | null;
  readonly draft: EntityDocument;
  readonly stored: EntityDocument;
  readonly entities: readonly EntityDocument[];
  readonly onChange: (draft: EntityDocument) => void;
  readonly onClose: () => void;
  readonly choiceMerge: (field: string) => ChoiceMerge;
}

export function FieldDrawer({ field, draft, stored, entities, onChange, onClose, choiceMerge }: FieldDrawerProps) {
  const t = useTexts(entityTexts);
  const design = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const [edited, setEdited] = useState(field);
  const [choosing, setChoosing] = useState(field === null);
  const [strict, setStrict] = useState(false);
  const gaps = edited ? fieldGaps(edited) : [];
  const known = field ? stored.fields.find((candidate) => candidate.key === field.key) : undefined;

  const change = (next: FieldDocument): void => {
    // The key follows the label until the field is first put into the draft.
    setEdited(field === null ? { ...next, key: keyFor(next.label, takenKeys(draft)) } : next);
  };
  const choose = (type: FieldTypeKey): void => {
    if (edited === null) setEdited(newField(type, {}, takenKeys(draft)));
    // Back to the type it is stored as, it is as it was.
    else if (edited.type !== type) setEdited(known?.type === type ? { ...known, label: edited.label } : withType(edited, type));
    setChoosing(false);
  };
  const finish = (): void => {
    setStrict(true);
    if (!edited || gaps.length > 0) return;
    onChange(putField(draft, finishedField(edited)));
    onClose();
  };

  return (
    <Drawer
      open
      size={560}
      title={choosing ? (field ? t('changeTypeOf') : t('chooseType')) : field ? t('editField') : t('addField')}
      onClose={onClose}
      footer={
        <div className={styles.drawerFooter}>
          {choosing && edited ? (
            <Button type="text" onClick={() => setChoosing(false)}>
              {common('back')}
            </Button>
          ) : null}
          <span className={styles.spring} />
          <Button onClick={onClose}>{common('cancel')}</Button>
          {choosing ? null : (
            <Button type="primary" onClick={finish}>
              {common('done')}
            </Button>
          )}
        </div>
      }
    >
      {choosing || !edited ? (
        <FieldTypePicker value={edited?.type ?? null} onChange={choose} {...(known ? { reasonOf: (type: FieldTypeKey) => (mayChangeType(known, type) ? null : design('typeNotChangeable')) } : {})} />
      ) : (
        <div className={styles.form}>
          <FieldEditor
            key={edited.type}
            autoFocus={!known}
            strict={strict}
            field={edited}
            entity={draft}
            entities={entities}
            onChange={change}
            onChangeType={() => setChoosing(true)}
            choiceMerge={known && (known.type === 'select' || known.type === 'multiSelect') ? choiceMerge(known.key) : undefined}
          />
          <FieldSecrecy field={edited} onChange={change} />
          {strict && gaps.length > 0 ? <ProblemList problems={gaps.map((gap) => ({ message: design(gap) }))} /> : null}
        </div>
      )}
    </Drawer>
  );
}
