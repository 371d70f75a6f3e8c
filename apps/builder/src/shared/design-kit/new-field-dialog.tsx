/**
 * Asks what a field is called when one of a chosen type is put somewhere, and shows the key that follows.
 * Types that mean nothing without settings (choices, targets, formulas) ask for those too.
 */

import { useState } from 'react';
import { Modal } from 'antd';
import type { EntityDocument, FieldDocument, FieldTypeKey } from '@tessera/contract';
import { commonTexts, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import { fieldGaps, keyFor, needsSettings, newField, takenKeys } from './field-draft.ts';
import { FIELD_OPTION_EDITORS } from './field-options/index.ts';
import { SettingRow } from './field-options/option-editor.tsx';
import { FieldTypeIcon, useFieldTypeLabel } from './field-type-info.tsx';
import { LocalizedInput } from './localized-input.tsx';
import styles from './field-editor.module.css';

interface NewFieldDialogProps {
  readonly type: FieldTypeKey;
  /** With the fields that are new themselves. */
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
  readonly title: string;
  readonly onDone: (field: FieldDocument) => void;
  readonly onCancel: () => void;
}

export function NewFieldDialog({ type, entity, entities, title, onDone, onCancel }: NewFieldDialogProps) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const typeLabel = useFieldTypeLabel();
  const [field, setField] = useState<FieldDocument>(() => newField(type, {}, takenKeys(entity)));
  const [strict, setStrict] = useState(false);
  const Options = needsSettings(type) || type === 'money' ? FIELD_OPTION_EDITORS[type] : undefined;
  const gaps = fieldGaps(field);
  const finish = (): void => {
    setStrict(true);
    if (gaps.length === 0) onDone(field);
  };
  return (
    <Modal
      open
      centered
      title={
        <span className={styles.title}>
          <FieldTypeIcon type={type} />
          {title}
        </span>
      }
      okText={common('done')}
      cancelText={common('cancel')}
      okButtonProps={{ 'aria-disabled': gaps.length > 0 }}
      onOk={finish}
      onCancel={onCancel}
      width={480}
    >
      <form
        className={styles.editor}
        onSubmit={(event) => {
          event.preventDefault();
          finish();
        }}
      >
        <SettingRow label={`${t('label')} · ${typeLabel(type)}`} error={strict && gaps.includes('labelMissing') ? t('labelMissing') : undefined}>
          <LocalizedInput
            autoFocus
            name={t('label')}
            value={field.label}
            invalid={strict && gaps.includes('labelMissing')}
            onChange={(label) => setField({ ...field, label: label ?? {}, key: keyFor(label, takenKeys(entity)) })}
          />
        </SettingRow>
        <SettingRow label={t('key')} hint={t('keyHint')}>
          <code data-testid="new-field-key">{field.key || '…'}</code>
        </SettingRow>
        {Options ? <Options field={field} onChange={setField} entity={entity} entities={entities} /> : null}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
