/** One import on its way: map the columns, check every row, run, see what came of it. */

import { useState } from 'react';
import { Steps } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ImportMapping, ImportView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { ErrorPage, ErrorProblems, Page, PageHeader, PageSkeleton } from '../../shared/ui/index.ts';
import { CheckStep } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { ImportResult } from './import-result.tsx';
import { finished } from './mapping-draft.ts';
import { NewTableStep } from './new-table-step.tsx';
import { RunningImport } from './running-import.tsx';
import { useTarget } from './target-name.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

const POLL_MS = 700;

export function ImportPage() {
  const { id } = useParams({ from: '/workspace/import/$id' });
  const view = useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => call(routes.readImport, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });
  if (view.isError && !view.data) return <ErrorPage error={view.error} onRetry={() => void view.refetch()} />;
  if (!view.data) return <PageSkeleton />;
  // While the file is read nothing is known of its columns; what is proposed then is the beginning of the mapping.
  return <OneImport key={`${id}${view.data.status === 'reading' ? ' reading' : ''}`} view={view.data} />;
}

const isUnderWay = ({ status }: ImportView): boolean => status === 'running' || status === 'reading' || status === 'undoing';

function OneImport({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const client = useQueryClient();
  const { entity, name } = useTarget(view.target);
  const [mapping, setMapping] = useState<ImportMapping>(view.mapping);
  const preview = useMutation({ mutationFn: () => call(routes.previewImport, { params: { id: view.id }, body: finished(mapping) }) });
  const run = useMutation({
    mutationFn: () => call(routes.runImport, { params: { id: view.id }, body: finished(mapping) }),
    onSuccess: (started) => {
      client.setQueryData(['imports', view.id], started);
      void client.invalidateQueries({ queryKey: ['imports'], exact: true });
    },
  });
  const isNew = view.target.kind === 'none';
  const making = isNew && view.status === 'mapping';
  const steps = [...(making ? [{ title: t('stepTable') }] : []), { title: t('stepColumns') }, { title: t('stepCheck') }, { title: t('stepRun') }];
  const step = view.status === 'mapping' || view.status === 'reading' ? (preview.data ? 1 : 0) : steps.length - 1;
  return (
    <Page
      header={
        <PageHeader
          above={<Link to="/import">{t('title')}</Link>}
          title={isNew ? t('newTable') : t('into', { target: name })}
          subtitle={`${view.fileName} · ${t('fileFacts', { rows: t('rows', { count: view.rows }), columns: view.columns.length, encoding: view.format === 'xlsx' ? (view.sheet ?? 'XLSX') : view.encoding.toUpperCase() })}`}
        />
      }
    >
      <Steps className={styles.steps} size="small" responsive={false} current={step} items={steps} />
      {preview.error || run.error ? (
        <div className={styles.gapBelow}>
          <ErrorProblems error={run.error ?? preview.error} />
        </div>
      ) : null}
      {isUnderWay(view) ? (
        <RunningImport view={view} />
      ) : view.status !== 'mapping' ? (
        <ImportResult view={view} entity={entity} targetName={name} />
      ) : making ? (
        <NewTableStep
          view={view}
          onMade={(next, proposed) => {
            client.setQueryData(['imports', view.id], next);
            setMapping(proposed);
          }}
        />
      ) : preview.data ? (
        <CheckStep entity={entity} preview={preview.data} mended={view.mended} starting={run.isPending || run.isSuccess} onBack={() => preview.reset()} onRun={() => run.mutate()} />
      ) : (
        <ColumnsStep view={view} entity={entity} mapping={mapping} onChange={setMapping} checking={preview.isPending} onCheck={() => preview.mutate()} />
      )}
    </Page>
  );
}
