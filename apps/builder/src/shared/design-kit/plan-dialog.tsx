/** What saving an entity will do to its table and its records, shown before anything is done. */

import { useState, type ReactNode } from 'react';
import { Alert, Button, Checkbox, Modal, Tag } from 'antd';
import { assertNever, type ChangePreview, type EntityDocument, type PlannedChange } from '@tessera/contract';
import { commonTexts, useLabel, useTexts } from '../i18n/index.ts';
import { ErrorProblems } from '../ui/index.ts';
import { designTexts } from './design-texts.ts';
import { isBlocked, shownPreviews, undecided, type Unconvertible } from './plan-preview.ts';
import styles from './plan-dialog.module.css';

interface PlanDialogProps {
  readonly changes: readonly PlannedChange[];
  readonly previews: readonly ChangePreview[];
  /** As they shall be, for the names of what changes. */
  readonly entities: readonly EntityDocument[];
  /** As they are, for the names of what goes. */
  readonly stored: readonly EntityDocument[];
  readonly saving: boolean;
  readonly error: unknown;
  readonly onApply: (unconvertible: Unconvertible) => void;
  readonly onCancel: () => void;
  /** Choices that belong to saving. */
  readonly children?: ReactNode;
}

export function PlanDialog({ changes, previews, entities, stored, saving, error, onApply, onCancel, children }: PlanDialogProps) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const words = usePlanWords(entities, stored);
  const [chosen, setChosen] = useState<Unconvertible>({});
  const [technical, setTechnical] = useState(false);
  const open = undecided(previews, chosen);
  const blocked = isBlocked(previews);
  const losesData = changes.some((change) => change.losesData) || Object.keys(chosen).length > 0;
  return (
    <Modal
      open
      centered
      width={640}
      title={t('planTitle')}
      okText={t('planApply')}
      cancelText={common('cancel')}
      confirmLoading={saving}
      okButtonProps={{ danger: losesData, disabled: open.length > 0 || blocked }}
      onOk={() => onApply(chosen)}
      onCancel={onCancel}
    >
      <div className={styles.plan}>
        {changes.length === 0 ? <Alert type="info" showIcon title={t('planNothing')} /> : null}
        <ul className={styles.changes}>
          {changes.map((change, index) => (
            <li key={index} className={styles.change}>
              <div className={styles.line}>
                <span>{words.sentence(change)}</span>
                {change.losesData ? <Tag color="error">{t('planLosesData')}</Tag> : null}
              </div>
              {shownPreviews(previews)
                .filter((preview) => preview.field === change.field && preview.entity === change.entity)
                .map((preview) => (
                  <Preview key={preview.kind} preview={preview} cleared={chosen[preview.field] === 'clear'} onClear={(clear) => setChosen(withChoice(chosen, preview.field, clear))} />
                ))}
              {technical && change.sql.length > 0 ? (
                <div className={styles.technical}>
                  {lockWord(change.lock) ? <p>{t(lockWord(change.lock)!)}</p> : null}
                  <pre className={styles.sql}>{change.sql.join('\n')}</pre>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
        {shownPreviews(previews)
          .filter((preview) => !changes.some((change) => change.field === preview.field && change.entity === preview.entity))
          .map((preview) => (
            <div key={`${preview.field} ${preview.kind}`} className={styles.change}>
              <div className={styles.line}>{words.sentence({ kind: 'changeField', entity: preview.entity, field: preview.field })}</div>
              <Preview preview={preview} cleared={chosen[preview.field] === 'clear'} onClear={(clear) => setChosen(withChoice(chosen, preview.field, clear))} />
            </div>
          ))}
        {changes.some((change) => change.sql.length > 0) ? (
          <div>
            <Button size="small" type="text" aria-expanded={technical} onClick={() => setTechnical(!technical)}>
              {t('planTechnical')}
            </Button>
          </div>
        ) : null}
        {blocked ? <Alert type="error" showIcon title={t('planBlocked')} /> : open.length > 0 ? <Alert type="warning" showIcon title={t('previewClearAsk')} /> : null}
        {children}
        <ErrorProblems error={error} />
      </div>
    </Modal>
  );
}

function withChoice(chosen: Unconvertible, field: string, clear: boolean): Unconvertible {
  const { [field]: _before, ...others } = chosen;
  return clear ? { ...others, [field]: 'clear' } : others;
}

/** In words what the lock means for people at work. */
function lockWord(lock: string | undefined): 'planLock_read' | 'planLock_write' | 'planLock_all' | null {
  if (!lock || lock === 'none') return null;
  if (/ACCESS EXCLUSIVE/i.test(lock)) return 'planLock_all';
  return /EXCLUSIVE|^SHARE$/i.test(lock) && !/SHARE UPDATE EXCLUSIVE/i.test(lock) ? 'planLock_write' : 'planLock_read';
}

function Preview({ preview, cleared, onClear }: { preview: ChangePreview; cleared: boolean; onClear: (clear: boolean) => void }) {
  const t = useTexts(designTexts);
  const { kind, records, total, samples } = preview;
  if (records === 0) return <p className={styles.fine}>{t('previewConvertAll', { total })}</p>;
  const converts = kind === 'convert';
  return (
    <div className={styles.preview} data-severity={kind === 'required' ? 'info' : 'warning'}>
      <p>
        {t(`preview_${kind}`, { count: records })} <span className={styles.quiet}>{t('previewTotal', { total })}</span>
      </p>
      {samples.length > 0 ? (
        <div className={styles.samples}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('previewRecord')}</th>
                {kind === 'required' ? null : <th scope="col">{t('previewFrom')}</th>}
                {converts ? <th scope="col">{t('previewTo')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {samples.map((sample) => (
                <tr key={sample.id}>
                  <td>{sample.label || sample.id.slice(-6)}</td>
                  {kind === 'required' ? null : <td>{sample.from}</td>}
                  {converts ? <td>{sample.to ?? <span className={styles.quiet}>{t('previewNothing')}</span>}</td> : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {records > samples.length && samples.length > 0 ? <p className={styles.quiet}>{t('previewMore', { count: samples.length })}</p> : null}
      {converts ? (
        <Checkbox checked={cleared} onChange={(event) => onClear(event.target.checked)}>
          {t('previewClear')}
        </Checkbox>
      ) : null}
    </div>
  );
}

function usePlanWords(entities: readonly EntityDocument[], stored: readonly EntityDocument[]) {
  const t = useTexts(designTexts);
  const label = useLabel();
  const sentence = (change: Pick<PlannedChange, 'kind' | 'entity' | 'field'>): string => {
    const known = [entities, stored].map((all) => all.find((candidate) => candidate.key === change.entity));
    const field = known.map((entity) => entity?.fields.find((candidate) => candidate.key === change.field)).find((one) => one !== undefined);
    const words = { entity: label(known.find((one) => one !== undefined)?.label) || change.entity, field: label(field?.label) || (change.field ?? '') };
    switch (change.kind) {
      case 'createEntity': return t('planCreateEntity', words);
      case 'addField': return t('planAddField', words);
      case 'changeField': return t('planChangeField', words);
      case 'removeField': return t('planRemoveField', words);
      case 'restoreField': return t('planRestoreField', words);
      case 'changeEntity': return t('planChangeEntity', words);
      case 'removeEntity': return t('planRemoveEntity', words);
      case 'restoreEntity': return t('planRestoreEntity', words);
      default: return assertNever(change.kind);
    }
  };
  return { sentence };
}
