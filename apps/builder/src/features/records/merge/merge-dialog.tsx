/** Records side by side: which one stays, and whose value each field takes. */

import { useState } from 'react';
import { Alert, Modal, Radio } from 'antd';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { FieldValue, refLabel } from '../../../shared/fields/index.ts';
import { commonTexts, useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ErrorProblems, ListSkeleton, useNotify } from '../../../shared/ui/index.ts';
import { recordQuery, recordSaved } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import { beginMerge, differingFields, keep, mergeRequest, take, type MergeDraft } from './merge-draft.ts';
import styles from './merge-dialog.module.css';

interface MergeDialogProps {
  readonly entity: EntityDocument;
  readonly ids: readonly string[];
  readonly onDone: (kept: RecordView) => void;
  readonly onClose: () => void;
}

export function MergeDialog({ entity, ids, onDone, onClose }: MergeDialogProps) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const ability = useAbility();
  const notify = useNotify();
  const queries = useQueryClient();
  const found = useQueries({ queries: ids.map((id) => recordQuery(entity.key, id)) });
  const failed = found.find((one) => one.isError)?.error;
  const records = found.flatMap((one) => (one.data ? [one.data] : []));
  const ready = records.length === ids.length;
  const [chosen, setChosen] = useState<MergeDraft | null>(null);
  const draft = ready ? (chosen ?? beginMerge(entity, records)) : null;
  const merge = useMutation({
    mutationFn: () => call(routes.mergeRecords, { params: { entity: entity.key, id: draft!.kept }, body: mergeRequest(records, draft!) }),
    onSuccess: async (saved) => {
      notify.done(t('merged'));
      onDone(saved);
      // The others are gone: nobody may ask for them again.
      for (const id of ids.filter((one) => one !== saved.id)) queries.removeQueries({ queryKey: recordQuery(entity.key, id).queryKey });
      await recordSaved(queries, entity.key, saved);
    },
  });
  const fields = ready ? differingFields(entity, records).filter((field) => ability.can('update', entity.key, field.key)) : [];
  const titleOf = (record: RecordView): string => refLabel(record.values[entity.titleField]) || t('untitled');
  return (
    <Modal
      open
      centered
      width={Math.min(1080, 260 + ids.length * 240)}
      title={t('mergeTitle', { count: ids.length })}
      okText={t('merge')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={merge.isPending}
      onOk={() => merge.mutate()}
      onCancel={onClose}
    >
      {failed ? (
        <ErrorProblems error={failed} />
      ) : !draft ? (
        <ListSkeleton rows={5} />
      ) : (
        <div className={styles.body}>
          <p className={styles.quiet}>{t('mergeText')}</p>
          <div className={styles.frame}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('mergeKeep')}</th>
                  {records.map((record) => (
                    <th key={record.id} scope="col" data-chosen={record.id === draft.kept || undefined}>
                      <Radio name="merge-kept" checked={record.id === draft.kept} aria-label={t('mergeKeepThis', { title: titleOf(record) })} onChange={() => setChosen(keep(entity, records, draft, record.id))}>
                        {titleOf(record)}
                      </Radio>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {fields.map((field) => (
                  <tr key={field.key}>
                    <th scope="row">{label(field.label)}</th>
                    {records.map((record) => (
                      <td key={record.id} data-chosen={draft.from[field.key] === record.id || undefined}>
                        <Radio name={`merge-${field.key}`} checked={draft.from[field.key] === record.id} aria-label={t('mergeTake', { field: label(field.label), title: titleOf(record) })} onChange={() => setChosen(take(draft, field.key, record.id))}>
                          <FieldValue field={field} value={record.values[field.key]} masked={record.masked?.includes(field.key)} record={{ entity: entity.key, id: record.id }} empty={<span className={styles.quiet}>{t('nothing')}</span>} />
                        </Radio>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {fields.length === 0 ? <Alert type="info" showIcon title={t('mergeSame')} /> : null}
          <ErrorProblems error={merge.error} />
        </div>
      )}
    </Modal>
  );
}
