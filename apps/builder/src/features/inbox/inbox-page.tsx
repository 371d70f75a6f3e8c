/** What waits for the member, and what they have done. */

import { useState } from 'react';
import { Segmented, Tag } from 'antd';
import { AuditOutlined, CheckCircleOutlined, FormOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { TaskView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { MemberAvatar, formatAgo } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, Page, PageHeader } from '../../shared/ui/index.ts';
import { inboxTexts } from './texts.ts';
import styles from './inbox.module.css';

export function InboxPage() {
  const t = useTexts(inboxTexts);
  const navigate = useNavigate();
  const { status = 'open' } = useSearch({ from: '/workspace/tasks' });
  const tasks = useQuery({
    queryKey: ['tasks', 'list', status],
    queryFn: ({ signal }) => call(routes.tasks, { query: { status }, signal }),
    refetchOnWindowFocus: true,
    refetchInterval: 60_000,
  });
  return (
    <Page
      header={
        <PageHeader
          title={t('title')}
          actions={
            <Segmented<'open' | 'completed'>
              value={status}
              onChange={(next) => void navigate({ to: '/tasks', search: next === 'open' ? {} : { status: next }, replace: true })}
              options={[
                { value: 'open', label: t('open') },
                { value: 'completed', label: t('done') },
              ]}
            />
          }
        />
      }
    >
      {tasks.isError ? (
        <ErrorProblems error={tasks.error} />
      ) : tasks.isPending ? (
        <ListSkeleton rows={5} />
      ) : tasks.data.items.length === 0 ? (
        <EmptyState icon={<CheckCircleOutlined />} title={status === 'open' ? t('emptyOpen') : t('emptyDone')} text={status === 'open' ? t('emptyOpenText') : t('emptyDoneText')} />
      ) : (
        <ul className={styles.list}>
          {tasks.data.items.map((task) => (
            <TaskItem key={task.id} task={task} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function TaskItem({ task }: { task: TaskView }) {
  const t = useTexts(inboxTexts);
  const label = useLabel();
  const locale = useLocale();
  const model = useWorkspaceModel();
  const [now] = useState(() => Date.now());
  const entity = model.entity(task.entity);
  return (
    <li>
      <Link to="/tasks/$id" params={{ id: task.id }} className={styles.task}>
        <span className={styles.kind} data-kind={task.kind} aria-hidden>
          {task.kind === 'approval' ? <AuditOutlined /> : <FormOutlined />}
        </span>
        <span className={styles.taskText}>
          <span className={styles.taskTitle}>
            {task.name}
            <span className={styles.taskRecord}>{task.record ? `${label(entity?.label)} ${task.record.label || t('untitled')}` : t('hiddenRecord')}</span>
          </span>
          <span className={styles.taskMeta}>
            {label(task.process.label)}
            {task.startedBy ? (
              <>
                <span aria-hidden>·</span>
                <MemberAvatar id={task.startedBy.id} name={task.startedBy.label} size={16} />
                {t('startedBy', { name: task.startedBy.label })}
              </>
            ) : null}
          </span>
        </span>
        {task.status === 'open' ? null : <OutcomeTag task={task} />}
        <time className={styles.when} dateTime={task.completedAt ?? task.createdAt}>
          {formatAgo(task.completedAt ?? task.createdAt, now, locale)}
        </time>
        <RightOutlined className={styles.chevron} />
      </Link>
    </li>
  );
}

export function OutcomeTag({ task }: { task: TaskView }) {
  const t = useTexts(inboxTexts);
  if (task.status === 'cancelled') return <Tag>{t('cancelled')}</Tag>;
  const outcome = task.outcome === 'approve' || task.outcome === 'reject' ? task.outcome : 'complete';
  return <Tag color={outcome === 'reject' ? 'error' : 'success'}>{t(`outcome_${outcome}`)}</Tag>;
}
