/** One task: the record in the form of the step, and the decision beside it. */

import { useState } from 'react';
import { Button, Input } from 'antd';
import { CheckOutlined, CloseOutlined, DeploymentUnitOutlined, EyeInvisibleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import type { EntityDocument, RecordView, TaskDetail, TaskView } from '@tessera/contract';
import { call, isApiError, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { fieldOf, formatInstant } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { RecordDetails } from '../../shared/record-details/index.ts';
import { RecordForm, useRecordForm, type RecordFormHandle } from '../../shared/record-form/index.ts';
import { useEntityPermission, useSession } from '../../shared/session/index.ts';
import { EmptyState, EntityIcon, ErrorPage, ErrorProblems, Page, PageHeader, PageSkeleton, useIsPhone, useLeaveGuard, useNotify } from '../../shared/ui/index.ts';
import { OutcomeTag } from './inbox-page.tsx';
import { inboxTexts } from './texts.ts';
import styles from './inbox.module.css';

type Outcome = 'approve' | 'reject' | 'complete';

export function TaskPage() {
  const { id } = useParams({ from: '/workspace/tasks/$id' });
  const detail = useQuery({ queryKey: ['tasks', 'one', id], queryFn: ({ signal }) => call(routes.readTask, { params: { id }, signal }), refetchOnWindowFocus: false });
  const entity = useWorkspaceModel().entity(detail.data?.task.entity ?? '');
  if (detail.isError) return <ErrorPage error={detail.error} onRetry={() => void detail.refetch()} />;
  if (detail.isPending) return <PageSkeleton />;
  const { task, record } = detail.data;
  // A newer version of either starts the page afresh.
  const key = `${task.id} ${task.version} ${record?.version ?? 0}`;
  return record && entity ? <TaskWithRecord key={key} detail={detail.data} entity={entity} record={record} /> : <TaskWithoutRecord key={key} task={task} />;
}

function TaskWithRecord({ detail: { task, form, writable }, entity, record }: { detail: TaskDetail; entity: EntityDocument; record: RecordView }) {
  const t = useTexts(inboxTexts);
  const model = useWorkspaceModel();
  const { readable, masked } = useEntityPermission(entity.key);
  const open = task.status === 'open';
  const handle = useRecordForm({
    entity,
    form: (form ? model.namedForm(form) : undefined) ?? model.form(entity),
    start: record.values,
    masked: record.masked ?? [],
    readable: [...new Set([...readable, ...masked, ...writable])],
    writable: open ? writable : [],
  });
  const complete = useCompleteTask(task, record, handle);
  useLeaveGuard(open && handle.touched && !complete.isPending && !complete.isSuccess);
  return (
    <Page header={<TaskHeader task={task} entity={entity} />}>
      <div className={styles.columns}>
        <div>
          {complete.error ? <Refusal error={complete.error} entity={entity} task={task} /> : null}
          {open && writable.length > 0 ? <p className={styles.hint}>{t('mayChange')}</p> : null}
          {open && writable.length > 0 ? <RecordForm handle={handle} /> : <RecordDetails entity={entity} record={record} form={handle.form} />}
        </div>
        <DecisionPanel
          task={task}
          changed={handle.touched}
          saving={complete.isPending ? complete.variables.outcome : null}
          onDecide={(outcome, comment) => {
            // What is about to be dropped need not be valid.
            if (outcome === 'reject' || handle.validate()) complete.mutate({ outcome, comment });
          }}
        />
      </div>
    </Page>
  );
}

/** What the server refused; after somebody else's change the latest state is one click away. */
function Refusal({ error, entity, task }: { error: unknown; entity: EntityDocument; task: TaskView }) {
  const t = useTexts(inboxTexts);
  const label = useLabel();
  const client = useQueryClient();
  const conflict = isApiError(error) && error.code.endsWith('VERSION_CONFLICT');
  return (
    <div className={styles.refusal}>
      <ErrorProblems error={error} labelOf={(path) => label(fieldOf(entity, path.split('.')[1] ?? '')?.label) || undefined} />
      {conflict ? <Button onClick={() => void client.invalidateQueries({ queryKey: ['tasks', 'one', task.id] })}>{t('reload')}</Button> : null}
    </div>
  );
}

function TaskWithoutRecord({ task }: { task: TaskView }) {
  const t = useTexts(inboxTexts);
  const complete = useCompleteTask(task, null, null);
  return (
    <Page header={<TaskHeader task={task} entity={undefined} />}>
      <div className={styles.columns}>
        <div>
          {complete.error ? (
            <div className={styles.refusal}>
              <ErrorProblems error={complete.error} />
            </div>
          ) : null}
          <EmptyState icon={<EyeInvisibleOutlined />} title={t('noRecord')} text={t('noRecordText')} />
        </div>
        <DecisionPanel task={task} changed={false} saving={complete.isPending ? complete.variables.outcome : null} onDecide={(outcome, comment) => complete.mutate({ outcome, comment })} />
      </div>
    </Page>
  );
}

function useCompleteTask(task: TaskView, record: RecordView | null, handle: RecordFormHandle | null) {
  const t = useTexts(inboxTexts);
  const client = useQueryClient();
  const router = useRouter();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ outcome, comment }: { outcome: Outcome; comment: string }) => {
      const values = outcome === 'reject' ? {} : (handle?.changes() ?? {});
      const changed = Object.keys(values).length > 0;
      return call(routes.completeTask, {
        params: { id: task.id },
        body: { version: task.version, outcome, ...(comment.trim() ? { comment: comment.trim() } : {}), ...(changed && record ? { values, recordVersion: record.version } : {}) },
      });
    },
    onSuccess: async (_, { outcome }) => {
      notify.done(t(`done_${outcome}`));
      router.history.push('/tasks');
      await Promise.all([client.invalidateQueries({ queryKey: ['tasks'] }), client.invalidateQueries({ queryKey: ['records'] })]);
    },
    onError: (error) => handle?.refuse(error),
  });
}

function TaskHeader({ task, entity }: { task: TaskView; entity: EntityDocument | undefined }) {
  const t = useTexts(inboxTexts);
  const isPhone = useIsPhone();
  const label = useLabel();
  return (
    <PageHeader
      icon={entity ? <EntityIcon entity={entity} size={36} /> : null}
      above={<Link to="/tasks">{t('title')}</Link>}
      title={task.name}
      beside={task.status === 'open' ? null : <OutcomeTag task={task} />}
      subtitle={
        <>
          {label(task.process.label)}
          {task.record && entity ? (
            <>
              {' · '}
              <Link to={`/records/${task.entity}/${task.record.id}` as string} className={styles.recordLink}>
                {label(entity.label)} {task.record.label || t('untitled')}
              </Link>
            </>
          ) : null}
          {task.startedBy ? ` · ${t('startedBy', { name: task.startedBy.label })}` : null}
        </>
      }
      actions={
        <Link to={`/instances/${task.instance}` as string}>
          <Button icon={<DeploymentUnitOutlined />} tabIndex={-1} aria-label={t('showDiagram')}>
            {isPhone ? null : t('showDiagram')}
          </Button>
        </Link>
      }
    />
  );
}

interface DecisionPanelProps {
  readonly task: TaskView;
  readonly changed: boolean;
  readonly saving: Outcome | null;
  readonly onDecide: (outcome: Outcome, comment: string) => void;
}

function DecisionPanel({ task, changed, saving, onDecide }: DecisionPanelProps) {
  const t = useTexts(inboxTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const isPhone = useIsPhone();
  const [comment, setComment] = useState('');
  if (task.status !== 'open') {
    return (
      <aside className={styles.panel}>
        <div className={styles.panelTitle}>
          <OutcomeTag task={task} />
        </div>
        {task.completedBy && task.completedAt ? <p className={styles.panelMeta}>{t('completedBy', { name: task.completedBy.label, when: formatInstant(task.completedAt, locale, timeZone) })}</p> : null}
        <p className={task.comment ? styles.quote : styles.panelMeta}>{task.comment ?? t('noComment')}</p>
      </aside>
    );
  }
  const approval = task.kind === 'approval';
  return (
    <aside className={styles.panel} aria-label={approval ? t('decision') : t('yourStep')}>
      <label className={styles.panelTitle} htmlFor="task-comment">
        {approval ? t('decision') : t('yourStep')}
      </label>
      <Input.TextArea id="task-comment" aria-label={t('comment')} value={comment} onChange={(event) => setComment(event.target.value)} maxLength={4000} autoSize={{ minRows: isPhone ? 1 : 3, maxRows: 10 }} placeholder={approval ? t('commentApproval') : t('commentWork')} />
      <div className={styles.panelActions}>
        {approval ? (
          <>
            <Button type="primary" icon={<CheckOutlined />} loading={saving === 'approve'} disabled={saving === 'reject'} onClick={() => onDecide('approve', comment)}>
              {t('approve')}
            </Button>
            <Button danger icon={<CloseOutlined />} loading={saving === 'reject'} disabled={saving === 'approve'} onClick={() => onDecide('reject', comment)}>
              {t('reject')}
            </Button>
          </>
        ) : (
          <Button type="primary" icon={<CheckOutlined />} loading={saving === 'complete'} onClick={() => onDecide('complete', comment)}>
            {t('complete')}
          </Button>
        )}
      </div>
      {approval && changed ? <p className={styles.panelMeta}>{t('rejectDrops')}</p> : null}
    </aside>
  );
}
