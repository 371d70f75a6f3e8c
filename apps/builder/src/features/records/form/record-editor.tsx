/** The frame around a record's form: title, what is wrong as a whole, save and leave. */

import { useEffect } from 'react';
import { Button } from 'antd';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { isApiError } from '../../../shared/api/index.ts';
import { fieldOf } from '../../../shared/fields/index.ts';
import { commonTexts, useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { DuplicateHints, RecordForm, type RecordFormHandle } from '../../../shared/record-form/index.ts';
import { ActionButton, EntityIcon, ErrorProblems, Page, PageHeader, useIsPhone, useLeaveGuard } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import styles from './record-editor.module.css';

interface RecordEditorProps {
  readonly title: string;
  readonly above?: ReactNode;
  readonly handle: RecordFormHandle;
  readonly saving: boolean;
  readonly error: unknown;
  readonly unsaved: boolean;
  /** A new record can be saved as it opened. */
  readonly mayBeUnchanged?: boolean;
  readonly onSave: (submit: boolean) => void;
}

export function RecordEditor({ title, above, handle, saving, error, unsaved, mayBeUnchanged = false, onSave }: RecordEditorProps) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const router = useRouter();
  const isPhone = useIsPhone();
  const { entity } = handle;
  const submission = useWorkspaceModel().submission(entity.key);
  useLeaveGuard(unsaved && !saving);
  const reason = !mayBeUnchanged && !handle.touched ? t('unchanged') : null;
  const save = (submit: boolean) => {
    if (!saving && handle.validate()) onSave(submit);
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      if (!reason) save(false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const actions = (
    <>
      <Button disabled={saving} onClick={() => (router.history.canGoBack() ? router.history.back() : router.history.push(`/records/${entity.key}`))}>
        {common('cancel')}
      </Button>
      {submission ? (
        <Button disabled={saving} onClick={() => save(true)} title={t('submitTo', { process: label(submission.label) })}>
          {t('saveAndSubmit')}
        </Button>
      ) : null}
      <ActionButton type="primary" loading={saving} reason={reason} onClick={() => save(false)}>
        {common('save')}
      </ActionButton>
    </>
  );
  return (
    <Page width="wide" header={<PageHeader icon={<EntityIcon entity={entity} />} above={above} title={title} actions={isPhone ? null : actions} />}>
      {error && !isApiError(error, 'RECORD_VERSION_CONFLICT') ? (
        <div className={styles.error}>
          <ErrorProblems error={error} labelOf={(path) => label(fieldOf(entity, path.split('.')[1] ?? '')?.label) || undefined} />
        </div>
      ) : null}
      <DuplicateHints handle={handle} />
      <RecordForm handle={handle} onSubmit={() => save(false)} />
      {isPhone ? <div className={styles.bottomBar}>{actions}</div> : null}
    </Page>
  );
}
