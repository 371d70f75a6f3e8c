import { useState } from 'react';
import { Tag } from 'antd';
import { DeploymentUnitOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EntityDocument } from '@tessera/contract';
import { formatAgo } from '../../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton } from '../../../shared/ui/index.ts';
import { instancesQuery } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import styles from './record-page.module.css';

const COLORS = { running: 'processing', completed: 'success', terminated: 'default', incident: 'error' } as const;

/** The processes this record went through; each leads to its diagram. */
export function RecordProcesses({ entity, id }: { entity: EntityDocument; id: string }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const instances = useQuery(instancesQuery(entity.key, id));
  if (instances.isError) return <ErrorProblems error={instances.error} />;
  if (instances.isPending) return <ListSkeleton rows={2} />;
  if (instances.data.items.length === 0) return <EmptyState small icon={<DeploymentUnitOutlined />} title={t('noProcesses')} text={t('noProcessesText')} />;
  return (
    <div>
      {instances.data.items.map((instance) => (
        <Link key={instance.id} to={`/instances/${instance.id}` as string} className={styles.process}>
          <DeploymentUnitOutlined style={{ fontSize: 18, color: 'var(--t-text-3)' }} />
          <span className={styles.processText}>
            <span className={styles.processName}>{label(instance.label)}</span>
            <span className={styles.processMeta}>
              {t('version', { version: instance.version })} · {t('startedBy', { name: instance.startedBy?.label ?? t('system'), when: formatAgo(instance.startedAt, now, locale) })}
            </span>
          </span>
          <Tag color={COLORS[instance.status]}>{t(`status_${instance.status}`)}</Tag>
        </Link>
      ))}
    </div>
  );
}
