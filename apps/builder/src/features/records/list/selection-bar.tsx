/** What can be done with the rows that are ticked. */

import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { Button, Progress } from 'antd';
import { CloseOutlined, DeleteOutlined, EditOutlined, MergeCellsOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import type { EntityDocument, RecordChange } from '@tessera/contract';
import { useTexts } from '../../../shared/i18n/index.ts';
import { commonTexts } from '../../../shared/i18n/common-texts.ts';
import { useAbility } from '../../../shared/session/index.ts';
import { ActionButton, useConfirm, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import { changeMany, type BulkReport, type LongWork } from './bulk-change.ts';
import { BulkReportDialog } from './bulk-report.tsx';
import type { ListQuery } from './list-search.ts';
import { matchingRows } from './matching-rows.ts';
import { MAX_SELECTED, type SelectedRow, type Selection } from './use-selection.ts';
import styles from './selection-bar.module.css';

const BulkEditDialog = lazy(async () => ({ default: (await import('./bulk-edit-dialog.tsx')).BulkEditDialog }));
const MergeDialog = lazy(async () => ({ default: (await import('../merge/merge-dialog.tsx')).MergeDialog }));

/** As many as one merge takes in. */
const MAX_MERGED = 10;

interface SelectionBarProps {
  readonly entity: EntityDocument;
  readonly selection: Selection;
  readonly query: ListQuery;
  /** How many records the list has; undefined while they are being counted. */
  readonly matching: number | undefined;
}

/** What is under way and can be stopped. */
interface Running {
  readonly kind: 'selecting' | 'changing';
  readonly done: number;
  readonly total: number;
}

export function SelectionBar({ entity, selection, query, matching }: SelectionBarProps) {
  const t = useTexts(recordTexts);
  const common = useTexts(commonTexts);
  const ability = useAbility();
  const queries = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const [dialog, setDialog] = useState<'edit' | 'merge' | null>(null);
  const [report, setReport] = useState<BulkReport | null>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const stop = useRef<AbortController | null>(null);
  const { rows } = selection;

  const run = async (kind: Running['kind'], total: number, work: (how: LongWork) => Promise<void>): Promise<void> => {
    const controller = new AbortController();
    stop.current = controller;
    setRunning({ kind, done: 0, total });
    try {
      await work({ signal: controller.signal, onProgress: (done) => setRunning({ kind, done, total }) });
    } catch (error) {
      notify.failed(error);
    } finally {
      setRunning(null);
      stop.current = null;
    }
  };
  // Another question has another selection: nobody waits for the rest of this one. Changes that were asked for go on.
  const isSelecting = running?.kind === 'selecting';
  useEffect(() => () => (isSelecting ? stop.current?.abort() : undefined), [isSelecting]);

  const reachable = Math.min(matching ?? 0, MAX_SELECTED);
  const selectMatching = (): Promise<void> => run('selecting', reachable, async (how) => selection.toggleAll(await matchingRows(entity, query, t('untitled'), how), true));
  const changeSelected = (changeOf: (row: SelectedRow) => RecordChange): Promise<void> => {
    setDialog(null);
    return run('changing', rows.length, async (how) => finish(await changeMany(entity.key, rows, changeOf, how)));
  };
  const finish = async (done: BulkReport): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['records'] });
    if (done.refused.length > 0 || done.left.length > 0) {
      const stay = new Set([...done.refused.map(({ row }) => row.id), ...done.left.map(({ id }) => id)]);
      selection.toggleAll(rows.filter((row) => !stay.has(row.id)), false);
      setReport(done);
    } else {
      selection.clear();
      notify.done(t('bulkDone', { count: done.changed }));
    }
  };
  const askRemove = async (): Promise<void> => {
    if (await confirm({ title: t('bulkDeleteAsk', { count: rows.length }), text: t('bulkDeleteText'), action: common('delete'), danger: true })) void changeSelected(({ id, version }) => ({ op: 'delete', id, version }));
  };

  if (rows.length === 0 && !report && !running) return null;
  const mayUpdate = ability.can('update', entity.key);
  const mayDelete = ability.can('delete', entity.key);
  const mergeReason = !mayUpdate || !mayDelete ? t('noMerge') : rows.length < 2 || rows.length > MAX_MERGED ? t('mergeCount', { max: MAX_MERGED }) : null;
  return (
    <>
      {running ? (
        <div className={styles.bar} role="status">
          <span className={styles.count}>{t(running.kind, { done: running.done, total: running.total })}</span>
          <Progress className={styles.progress} size="small" showInfo={false} percent={running.total === 0 ? 0 : Math.round((100 * running.done) / running.total)} />
          <Button size="small" onClick={() => stop.current?.abort()}>{t('stop')}</Button>
        </div>
      ) : rows.length > 0 ? (
        <div className={styles.bar} role="toolbar" aria-label={t('selected', { count: rows.length })}>
          <span className={styles.count} aria-live="polite">
            {t('selected', { count: rows.length })}
          </span>
          {reachable > rows.length ? (
            <Button size="small" type="link" onClick={() => void selectMatching()}>
              {t(matching === reachable ? 'selectMatching' : 'selectFirst', { count: reachable })}
            </Button>
          ) : null}
          <ActionButton size="small" icon={<EditOutlined />} reason={mayUpdate ? null : t('noUpdateMany')} onClick={() => setDialog('edit')}>
            {t('bulkEdit')}
          </ActionButton>
          <ActionButton size="small" icon={<MergeCellsOutlined />} reason={mergeReason} onClick={() => setDialog('merge')}>
            {t('merge')}
          </ActionButton>
          <ActionButton size="small" danger icon={<DeleteOutlined />} reason={mayDelete ? null : t('noDeleteMany')} onClick={() => void askRemove()}>
            {common('delete')}
          </ActionButton>
          <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('selectNone')} onClick={() => selection.clear()} />
        </div>
      ) : null}
      <Suspense>
        {dialog === 'edit' ? <BulkEditDialog entity={entity} count={rows.length} onApply={(changeOf) => void changeSelected(changeOf)} onClose={() => setDialog(null)} /> : null}
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
