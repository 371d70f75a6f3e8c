/** What a changed role gives and takes, per table and for whom, before it is saved; loud about what opens on every row. */

import { Alert, Button, Modal, Spin } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { Capability, RecordAction, RoleDocument, RolePreview } from '@tessera/contract';
import { accessTexts } from '../../shared/access/index.ts';
import { allFields } from '../../shared/fields/index.ts';
import { commonTexts, useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, EntityIcon, ErrorProblems } from '../../shared/ui/index.ts';
import { previewRole } from './api/preview-role.ts';
import styles from './preview-dialog.module.css';
import { previewTexts } from './preview-texts.ts';
import { useRoleWorld } from './row-words.tsx';
import { roleTexts } from './texts.ts';
import type { Widened } from './widened.ts';

interface PreviewDialogProps {
  readonly document: RoleDocument;
  readonly opened: readonly Widened[];
  readonly saving: boolean;
  readonly error: unknown;
  readonly onSave: () => void;
  readonly onCancel: () => void;
}

export function PreviewDialog({ document, opened, saving, error, onSave, onCancel }: PreviewDialogProps) {
  const t = useTexts(previewTexts);
  const common = useTexts(commonTexts);
  const preview = useQuery({ queryKey: ['design', 'role-preview', JSON.stringify(document)], queryFn: ({ signal }) => previewRole(document, signal), gcTime: 0, retry: false });
  return (
    <Modal
      open
      centered
      width={760}
      title={t('title')}
      onCancel={onCancel}
      footer={
        <>
          <Button onClick={onCancel}>{common('cancel')}</Button>
          <Button type="primary" danger={opened.length > 0} loading={saving} onClick={onSave}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div className={styles.preview}>
        {opened.length > 0 ? <Alert type="warning" showIcon title={t('widenedTitle')} description={<WidenedList opened={opened} />} /> : null}
        {preview.isPending ? (
          <div className={styles.waiting}>
            <Spin /> {t('counting')}
          </div>
        ) : preview.isError ? (
          <>
            <p className={styles.hint}>{t('failed')}</p>
            <ErrorProblems error={preview.error} />
          </>
        ) : (
          <Changes preview={preview.data} />
        )}
        <ErrorProblems error={error} />
      </div>
    </Modal>
  );
}

function WidenedList({ opened }: { opened: readonly Widened[] }) {
  const t = useTexts(previewTexts);
  const words = useWords();
  return (
    <ul className={styles.widened}>
      {opened.map(({ entity, actions, fields }) => (
        <li key={entity}>
          {actions.length > 0 ? t('widenedActions', { actions: words.actions(actions), entity: words.entity(entity) }) : null}
          {fields.length > 0 ? t('widenedFields', { fields: words.fields(entity, fields), entity: words.entity(entity) }) : null}
        </li>
      ))}
    </ul>
  );
}

function useWords() {
  const role = useTexts(roleTexts);
  const access = useTexts(accessTexts);
  const label = useLabel();
  const locale = useLocale();
  const { entities } = useRoleWorld();
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const entityOf = (key: string) => entities.find((one) => one.key === key);
  return {
    entityOf,
    entity: (key: string) => (key === '*' ? role('everyEntity') : label(entityOf(key)?.label) || key),
    actions: (actions: readonly RecordAction[]) => list.format(actions.map((action) => access(`action_${action}`))),
    fields: (entity: string, fields: readonly string[]) => {
      const named = entityOf(entity);
      return list.format(fields.map((key) => (named && label(allFields(named).find((field) => field.key === key)?.label)) || key));
    },
  };
}

function Changes({ preview }: { preview: RolePreview }) {
  const t = useTexts(previewTexts);
  const access = useTexts(accessTexts);
  const words = useWords();
  const entities = [...new Set(preview.entities.map(({ entity }) => entity))];
  const capability = (key: string) => access(`capability_${key as Capability}`);
  if (entities.length + preview.capabilitiesGiven.length + preview.capabilitiesTaken.length === 0) return <EmptyState small title={t('nothing')} text={t('nothingText')} />;
  return (
    <>
      {entities.length > 0 && preview.entities.every(({ members }) => members.length === 0) ? <p className={styles.hint}>{t('nobody')}</p> : null}
      {preview.capabilitiesGiven.length > 0 ? <p data-change="given" className={styles.change}>{t('given', { names: preview.capabilitiesGiven.map(capability).join(' · ') })}</p> : null}
      {preview.capabilitiesTaken.length > 0 ? <p data-change="taken" className={styles.change}>{t('taken', { names: preview.capabilitiesTaken.map(capability).join(' · ') })}</p> : null}
      {entities.map((key) => {
        const document = words.entityOf(key);
        const concerned = preview.entities.filter(({ entity }) => entity === key);
        const told = concerned.filter(tellsSomething);
        const parts = told.length > 0 ? told : concerned;
        return (
          <section key={key} className={styles.entity} aria-label={parts[0]!.label}>
            <h3 className={styles.entityName}>
              {document ? <EntityIcon entity={document} size={22} /> : null}
              {parts[0]!.label}
            </h3>
            {parts.map((part) => (
              <div key={part.action} className={styles.action}>
                <span className={styles.actionName}>{access(`action_${part.action}`)}</span>
                <div className={styles.changes}>
                  {part.fieldsGiven.length > 0 ? <p data-change="given" className={styles.change}>{t('fieldsGiven', { count: part.fieldsGiven.length, names: words.fields(key, part.fieldsGiven) })}</p> : null}
                  {part.fieldsTaken.length > 0 ? <p data-change="taken" className={styles.change}>{t('fieldsTaken', { count: part.fieldsTaken.length, names: words.fields(key, part.fieldsTaken) })}</p> : null}
                  {part.fieldsMasked.length > 0 ? <p data-change="masked" className={styles.change}>{t('fieldsMasked', { count: part.fieldsMasked.length, names: words.fields(key, part.fieldsMasked) })}</p> : null}
                  <Members members={part.members} />
                </div>
              </div>
            ))}
          </section>
        );
      })}
    </>
  );
}

type Part = RolePreview['entities'][number];
type Members = Part['members'];

const isMoved = ({ before, after }: Members[number]): boolean => before.count !== after.count || before.more !== after.more;

/** Where nobody's rows and no whole field change, only some fields on some rows do. */
const tellsSomething = ({ fieldsGiven, fieldsTaken, fieldsMasked, members }: Part): boolean => fieldsGiven.length + fieldsTaken.length + fieldsMasked.length > 0 || members.some(isMoved);

const counted = ({ count, more }: { count: number; more: boolean }): string => `${count.toLocaleString()}${more ? '+' : ''}`;

function Members({ members }: { members: Members }) {
  const t = useTexts(previewTexts);
  if (members.length === 0) return null;
  return (
    <ul className={styles.members}>
      {members.map((one) => {
        const { member, before, after } = one;
        return (
          <li key={member.id} data-change={after.count > before.count ? 'given' : after.count < before.count ? 'taken' : undefined}>
            <span className={styles.member}>{member.label}</span>
            <span>{isMoved(one) ? t('rowsChange', { before: counted(before), after: counted(after) }) : t('rowsSame', { rows: counted(after) })}</span>
          </li>
        );
      })}
    </ul>
  );
}
