import { useState } from 'react';
import { Button, Modal, Radio } from 'antd';
import type { EntityDocument, Ref, VersionConflict } from '@tessera/contract';
import { FieldValue, fieldOf, formatInstant, isMaskText } from '../../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { useSession } from '../../../shared/session/index.ts';
import { recordTexts } from '../texts.ts';
import { changedBesides, contested, type Choice } from './conflict.ts';
import styles from './record-editor.module.css';

interface ConflictDialogProps {
  readonly entity: EntityDocument;
  readonly conflict: VersionConflict;
  /** Names for the ids among one's own values. */
  readonly refs: ReadonlyMap<string, Ref>;
  readonly saving: boolean;
  readonly onSave: (choices: Readonly<Record<string, Choice>>) => void;
  readonly onReload: () => void;
  readonly onClose: () => void;
}

/** Both values of each field two people wrote, to choose from. */
export function ConflictDialog({ entity, conflict, refs, saving, onSave, onReload, onClose }: ConflictDialogProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const locale = useLocale();
  const both = contested(conflict);
  const besides = changedBesides(conflict);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>(() => Object.fromEntries(both.map(({ field }) => [field, 'yours' as const])));
  const { timeZone } = useSession().workspace;
  const when = formatInstant(conflict.changedAt, locale, timeZone);
  const nameOf = (key: string): string => label(fieldOf(entity, key)?.label) || key;
  const show = (key: string, value: unknown) => {
    const field = fieldOf(entity, key);
    const named = typeof value === 'string' ? (refs.get(value) ?? value) : value;
    return <span className={styles.conflictValue}>{field ? <FieldValue field={field} value={named} mode="full" masked={isMaskText(named)} empty={t('nothing')} /> : String(value)}</span>;
  };
  return (
    <Modal
      open
      centered
      width={680}
      title={t('conflictTitle')}
      onCancel={onClose}
      footer={
        <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8 }}>
          <Button onClick={onReload} disabled={saving}>
            {t('conflictReload')}
          </Button>
          <Button type="primary" loading={saving} onClick={() => onSave(choices)}>
            {t('conflictSave')}
          </Button>
        </div>
      }
    >
      <p>{conflict.changedBy ? t('conflictText', { name: conflict.changedBy.label, when }) : t('conflictTextNoName', { when })}</p>
      {both.length > 0 ? (
        <table className={styles.conflictTable}>
          <thead>
            <tr>
              <th scope="col">{t('conflictField')}</th>
              <th scope="col">{t('conflictTheirs')}</th>
              <th scope="col">{t('conflictYours')}</th>
            </tr>
          </thead>
          <tbody>
            {both.map(({ field, current, yours }) => (
              <tr key={field}>
                <td>{nameOf(field)}</td>
                {(['theirs', 'yours'] as const).map((choice) => (
                  <td key={choice}>
                    <label>
                      <Radio name={`conflict-${field}`} checked={choices[field] === choice} onChange={() => setChoices({ ...choices, [field]: choice })} />
                      {show(field, choice === 'theirs' ? current : yours)}
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {besides.length > 0 ? (
        <div className={styles.also}>
          {t('conflictAlso')}
          <ul>
            {besides.map(({ field, current }) => (
              <li key={field}>
                {nameOf(field)}: {show(field, current)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Modal>
  );
}
