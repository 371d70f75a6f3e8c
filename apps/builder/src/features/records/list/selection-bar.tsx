/** What can be done with the rows that are ticked. */

import { Suspense, lazy, useState } from 'react';
import { Button } from 'antd';
import { CloseOutlined, DeleteOutlined, EditOutlined, MergeCellsOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EntityDocument, RecordChange } from '@tessera/contract';
import { useTexts } from '../../../shared/i18n/index.ts';
import { commonTexts } from '../../../shared/i18n/common-texts.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ActionButton, useConfirm, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { changeMany, type BulkReport } from './bulk-change.ts';
import { BulkReportDialog } from './bulk-report.tsx';
import type { Selection } from './use-selection.ts';
import styles from './selection-bar.module.css';

const BulkEditDialog = lazy(async () => ({ default: (await import('./bulk-edit-dialog.tsx')).BulkEditDialog }));
const MergeDialog = lazy(async () => ({ default: (await import('../merge/merge-dialog.tsx')).MergeDialog }));

/** As many as one merge takes in. */
const MAX_MERGED = 10;

export function SelectionBar({ entity, selection }: { entity: EntityDocument; selection: Selection }) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const ability = useAbility();
  const queries = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const [dialog, setDialog] = useState<'edit' | 'merge' | null>(null);
  const [report, setReport] = useState<BulkReport | null>(null);
  const { rows } = selection;

  const finish = async (done: BulkReport): Promise<void> => {
    setDialog(null);
    await queries.invalidateQueries({ queryKey: ['records'] });
    if (done.refused.length > 0) {
      selection.toggleAll(rows.filter((row) => !done.refused.some((one) => one.row.id === row.id)), false);
      setReport(done);
    } else {
      selection.clear();
      notify.done(t('bulkDone', { count: done.changed }));
    }
  };
  const remove = useMutation({
    mutationFn: () => changeMany(entity.key, rows, (row): RecordChange => ({ op: 'delete', id: row.id, version: row.version })),
    onSuccess: finish,
    onError: notify.failed,
  });
  const askRemove = async (): Promise<void> => {
    if (await confirm({ title: t('bulkDeleteAsk', { count: rows.length }), text: t('bulkDeleteText'), action: common('delete'), danger: true })) remove.mutate();
  };

  if (rows.length === 0 && !report) return null;
  const mayUpdate = ability.can('update', entity.key);
  const mayDelete = ability.can('delete', entity.key);
  const mergeReason = !mayUpdate || !mayDelete ? t('noMerge') : rows.length < 2 || rows.length > MAX_MERGED ? t('mergeCount', { max: MAX_MERGED }) : null;
  return (
    <>
      {rows.length > 0 ? (
        <div className={styles.bar} role="toolbar" aria-label={t('selected', { count: rows.length })}>
          <span className={styles.count} aria-live="polite">
            {t('selected', { count: rows.length })}
          </span>
          <ActionButton size="small" icon={<EditOutlined />} reason={mayUpdate ? null : t('noUpdateMany')} onClick={() => setDialog('edit')}>
            {t('bulkEdit')}
          </ActionButton>
          <ActionButton size="small" icon={<MergeCellsOutlined />} reason={mergeReason} onClick={() => setDialog('merge')}>
            {t('merge')}
          </ActionButton>
          <ActionButton size="small" danger icon={<DeleteOutlined />} loading={remove.isPending} reason={mayDelete ? null : t('noDeleteMany')} onClick={() => void askRemove()}>
            {common('delete')}
          </ActionButton>
          <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('selectNone')} onClick={() => selection.clear()} />
        </div>
      ) : null}
      <Suspense>
        {dialog === 'edit' ? <BulkEditDialog entity={entity} rows={rows} onDone={(done) => void finish(done)} onClose={() => setDialog(null)} /> : null}
        {dialog === 'merge' ? (
          <MergeDialog
            entity={entity}
            ids={rows.map((row) => row.id)}
            onDone={() => {
              setDialog(null);
              selection.clear();
            }}
            onClose={() => setDialog(null)}
          />
        ) : null}
      </Suspense>
      {report ? <BulkReportDialog report={report} onClose={() => setReport(null)} /> : null}
    </>
  );
}
