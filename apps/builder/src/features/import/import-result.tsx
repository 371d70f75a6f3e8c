/** What came of an import: the records it made, the rows it refused and why. */

import { useEffect } from 'react';
import { Button, Tabs } from 'antd';
import { CheckCircleFilled, CloseCircleFilled, DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EntityDocument, ImportView } from '@tessera/contract';
import { call, callForFile, routes, saveFile } from '../../shared/api/index.ts';
import { formatNumber } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, useNotify } from '../../shared/ui/index.ts';
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
  }, [client, view.id]);

  const count = (value: number): string => formatNumber(String(value), locale);
  return (
    <>
      <div className={styles.result} data-failed={view.status === 'failed' || undefined}>
        {view.status === 'failed' ? <CloseCircleFilled className={styles.resultIcon} /> : <CheckCircleFilled className={styles.resultIcon} />}
        <div className={styles.resultText}>
          <h2 className={styles.runningTitle}>{view.status === 'failed' ? t('failedTitle') : t('doneTitle')}</h2>
          <p className="t-num">
            {t('importedCount', { count: view.imported })} · {t('refusedCount', { count: view.refused })}
          </p>
          {view.status === 'failed' ? <p className={styles.quiet}>{t('failedText')}</p> : null}
        </div>
        <div className={styles.resultActions}>
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
