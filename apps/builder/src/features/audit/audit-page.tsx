/** The audit trail, for whoever may look into it: entries with filters, whether the chain is whole, and unusual reading. */

import { useState } from 'react';
import { Alert, Button, Tabs } from 'antd';
import { DownloadOutlined, LockOutlined, SafetyOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { call, callForFile, routes, saveFile } from '../../shared/api/index.ts';
import { useTexts } from '../../shared/i18n/index.ts';
import { useAbility } from '../../shared/session/index.ts';
import { EmptyState, ErrorProblems, Page, PageHeader, useIsPhone, useNotify } from '../../shared/ui/index.ts';
import { AlertList } from './alert-list.tsx';
import { EntryList } from './entry-list.tsx';
import { TrailFilters, type TrailFilter } from './trail-filters.tsx';
import styles from './audit.module.css';
import { auditTexts } from './texts.ts';

export function AuditPage() {
  const t = useTexts(auditTexts);
  const ability = useAbility();
  if (!ability.can('use', 'audit')) return <Page header={<PageHeader title={t('title')} />}><EmptyState icon={<LockOutlined />} title={t('noRight')} /></Page>;
  return <Trail />;
}

function Trail() {
  const t = useTexts(auditTexts);
  const notify = useNotify();
  const isPhone = useIsPhone();
  const [tab, setTab] = useState<'trail' | 'alerts'>('trail');
  const [filter, setFilter] = useState<TrailFilter>({});
  const verify = useMutation({ mutationFn: () => call(routes.verifyAudit) });
  const exporting = useMutation({
    mutationFn: () => callForFile(routes.exportAudit, { query: filter }),
    onSuccess: ({ blob, fileName }) => saveFile(blob, fileName ?? 'audit.csv'),
    onError: notify.failed,
  });
  return (
    <Page
      width="wide"
      header={
        <PageHeader
          title={t('title')}
          subtitle={t('subtitle')}
          actions={
            <>
              <Button icon={<DownloadOutlined />} aria-label={t('export')} loading={exporting.isPending} onClick={() => exporting.mutate()}>{isPhone ? null : t('export')}</Button>
              <Button icon={<SafetyOutlined />} aria-label={t('verify')} loading={verify.isPending} onClick={() => verify.mutate()}>{isPhone ? null : t('verify')}</Button>
            </>
          }
          below={<Tabs activeKey={tab} items={[{ key: 'trail', label: t('trail') }, { key: 'alerts', label: t('alerts') }]} onChange={(next) => setTab(next === 'alerts' ? 'alerts' : 'trail')} />}
        />
      }
    >
      <div aria-live="polite">
        {verify.error ? <div className={styles.verdict}><ErrorProblems error={verify.error} /></div> : null}
        {verify.data ? (
          <Alert
            className={styles.verdict ?? ''}
            showIcon
            closable
            type={verify.data.intact ? 'success' : 'error'}
            title={verify.data.broken ? t('broken', { seq: verify.data.broken.seq }) : t('intact', { count: verify.data.checked })}
            description={verify.data.broken ? `${t(`broken_${verify.data.broken.reason}`)}${verify.data.broken.id ? ` (${verify.data.broken.id})` : ''}` : undefined}
          />
        ) : null}
      </div>
      {tab === 'alerts' ? (
        <AlertList />
      ) : (
        <>
          <TrailFilters filter={filter} onFilter={setFilter} />
          <EntryList filter={filter} />
        </>
      )}
    </Page>
  );
}
