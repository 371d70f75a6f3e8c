/** What came of an import: the records it made, the rows it refused and why. */

import { useEffect } from 'react';
import { Button, Tabs } from 'antd';
import { CheckCircleFilled, CloseCircleFilled, DownloadOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EntityDocument, ImportView } from '@tessera/contract';
import { call, callForFile, routes, saveFile } from '../../shared/api/index.ts';
import { formatNumber } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, useConfirm, useNotify } from '../../shared/ui/index.ts';
import { ProblemTable } from './check-step.tsx';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface ImportResultProps {
  readonly view: ImportView;
  readonly entity: EntityDocument | undefined;
  readonly targetName: string;
}

export function ImportResult({ view, entity, targetName }: ImportResultProps) {
  const t = useTexts(importTexts);
  const locale = useLocale();
  const client = useQueryClient();
  const list = entity ? (entity.parent ? null : `/records/${entity.key}`) : '/members';

  useEffect(() => {
    // Lists that were open before the import ran do not have its rows.
    void client.invalidateQueries({ queryKey: ['records'] });
    void client.invalidateQueries({ queryKey: ['members'] });
    void client.invalidateQueries({ queryKey: ['imports'], exact: true });
  }, [client, view.id, view.status]);

  const count = (value: number): string => formatNumber(String(value), locale);
  return (
    <>
      <div className={styles.result} data-kind={view.status}>
        {view.status === 'failed' ? <CloseCircleFilled className={styles.resultIcon} /> : <CheckCircleFilled className={styles.resultIcon} />}
        <div className={styles.resultText}>
          <h2 className={styles.runningTitle}>{t(TITLES[view.status as keyof typeof TITLES] ?? 'doneTitle')}</h2>
          <p className="t-num">
            {view.status === 'undone'
              ? t('undoneCount', { count: view.undone })
              : [t('createdCount', { count: view.imported - view.updated }), ...(view.updated > 0 ? [t('updatedCount', { count: view.updated })] : []), t('refusedCount', { count: view.refused })].join(' · ')}
          </p>
          {view.status === 'undone' && view.notUndone > 0 ? <p className={styles.quiet}>{t('notUndone', { count: view.notUndone })}</p> : null}
          {view.problem ? <p className={styles.quiet}>{view.problem}</p> : null}
          {view.status === 'failed' ? <p className={styles.quiet}>{t('failedText')}</p> : null}
          {view.status === 'cancelled' ? <p className={styles.quiet}>{t('cancelledText')}</p> : null}
        </div>
        <div className={styles.resultActions}>
          {view.status !== 'undone' && view.imported > 0 && view.target.kind === 'entity' ? <UndoButton view={view} /> : null}
          <Link to="/import">
            <Button tabIndex={-1}>{t('another')}</Button>
          </Link>
          {list ? (
            <Link to={list as string}>
              <Button type="primary" tabIndex={-1}>
                {t('openList', { target: targetName })}
              </Button>
            </Link>
          ) : null}
        </div>
      </div>
      <Tabs
        defaultActiveKey={view.imported === 0 && view.refused > 0 ? 'refused' : 'imported'}
        items={[
          { key: 'imported', label: `${t('imported')} ${count(view.imported)}`, children: <ImportedList view={view} entity={entity} /> },
          { key: 'refused', label: `${t('refused')} ${count(view.refused)}`, children: <RefusedList view={view} /> },
        ]}
      />
    </>
  );
}

const TITLES = { done: 'doneTitle', failed: 'failedTitle', cancelled: 'cancelledTitle', undone: 'undoneTitle' } as const;

/** Takes back the whole import: what it made goes to the trash, what it changed becomes what it was. */
function UndoButton({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const undo = useMutation({
    mutationFn: () => call(routes.undoImport, { params: { id: view.id } }),
    onSuccess: (started) => client.setQueryData(['imports', view.id], started),
    onError: notify.failed,
  });
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('undoAsk'), text: t('undoText', { created: view.imported - view.updated, updated: view.updated }), action: t('undo'), danger: true })) undo.mutate();
  };
  return (
    <Button icon={<UndoOutlined />} loading={undo.isPending} onClick={() => void ask()}>
      {t('undo')}
    </Button>
  );
}

function ImportedList({ view, entity }: { view: ImportView; entity: EntityDocument | undefined }) {
  const t = useTexts(importTexts);
  const records = useQuery({ queryKey: ['imports', view.id, 'records'], queryFn: ({ signal }) => call(routes.importRecords, { params: { id: view.id }, signal }) });
  if (records.isError) return <ErrorProblems error={records.error} />;
  if (records.isPending) return <ListSkeleton rows={4} />;
  if (records.data.items.length === 0) return <EmptyState small title={t('noneImported')} />;
  return (
    <>
      <ul className={styles.imported}>
        {records.data.items.map((record) => (
          <li key={record.id}>
            <span className={`t-num ${styles.quiet}`}>{record.line}</span>
            {entity && !entity.parent ? <Link to={`/records/${entity.key}/${record.id}` as string}>{record.label || t('untitled')}</Link> : record.label || t('untitled')}
          </li>
        ))}
      </ul>
      {view.imported > records.data.items.length ? <p className={styles.quiet}>{t('firstShown', { count: records.data.items.length })}</p> : null}
    </>
  );
}

function RefusedList({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const notify = useNotify();
  const problems = useQuery({ queryKey: ['imports', view.id, 'problems'], queryFn: ({ signal }) => call(routes.importProblems, { params: { id: view.id }, signal }), enabled: view.refused > 0 });
  const download = useMutation({
    mutationFn: () => callForFile(routes.importRefused, { params: { id: view.id } }),
    onSuccess: ({ blob, fileName }) => saveFile(blob, fileName ?? 'refused.csv'),
    onError: notify.failed,
  });
  if (view.refused === 0) return <EmptyState small icon={<CheckCircleFilled />} title={t('noneRefused')} />;
  if (problems.isError) return <ErrorProblems error={problems.error} />;
  if (problems.isPending) return <ListSkeleton rows={4} />;
  return (
    <>
      <div className={styles.download}>
        <Button icon={<DownloadOutlined />} loading={download.isPending} onClick={() => download.mutate()}>
          {t('downloadRefused')}
        </Button>
        <span className={styles.quiet}>{t('downloadHint')}</span>
      </div>
      <ProblemTable problems={problems.data.items} />
    </>
  );
}
