import { useState } from 'react';
import { Button, Switch, Tag } from 'antd';
import { AppstoreOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TemplateView } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { sessionQuery } from '../../shared/session/index.ts';
import { ActionButton, EmptyState, EntityIcon, ErrorProblems, ListSkeleton, useNotify } from '../../shared/ui/index.ts';
import { setupTexts } from './texts.ts';
import styles from './setup.module.css';

export function TemplateGallery({ onInstalled }: { onInstalled: () => void }) {
  const t = useTexts(setupTexts);
  const templates = useQuery({ queryKey: ['templates'], queryFn: ({ signal }) => call(routes.templates, { signal }) });
  if (templates.isPending) return <ListSkeleton rows={4} />;
  if (templates.isError) return <ErrorProblems error={templates.error} />;
  if (templates.data.items.length === 0) return <EmptyState icon={<AppstoreOutlined />} title={t('empty')} text={t('emptyText')} />;
  return (
    <div className={styles.gallery}>
      {templates.data.items.map((template) => (
        <TemplateCard key={template.manifest.key} template={template} onInstalled={onInstalled} />
      ))}
    </div>
  );
}

function TemplateCard({ template: { manifest, installed, sampleRows }, onInstalled }: { template: TemplateView; onInstalled: () => void }) {
  const t = useTexts(setupTexts);
  const label = useLabel();
  const notify = useNotify();
  const client = useQueryClient();
  const [withSamples, setWithSamples] = useState(sampleRows > 0);
  const install = useMutation({
    mutationFn: () => call(routes.installTemplate, { params: { key: manifest.key }, body: { sampleData: withSamples } }),
    onSuccess: async (report) => {
      // The new roles change what the session may do, the new entities everything else.
      client.removeQueries({ queryKey: ['app'] });
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await client.invalidateQueries({ queryKey: ['templates'] });
      notify.done(t('installedNotice', { entities: report.entities, records: report.records }));
      onInstalled();
    },
  });
  const icon = manifest.icon ? { icon: manifest.icon } : {};
  return (
    <article className={styles.card}>
      <div className={styles.cardHead}>
        <EntityIcon entity={icon} size={40} />
        <div className={styles.cardTitle}>
          <h2>{label(manifest.label)}</h2>
          <span>{t('version', { version: manifest.version })}</span>
        </div>
        {installed ? <Tag color="success">{t('installed', { version: installed })}</Tag> : null}
      </div>
      <p className={styles.cardText}>{label(manifest.description)}</p>
      <div className={styles.facts}>
        <Tag>{t('entities', { count: manifest.entities.length })}</Tag>
        <Tag>{t('roles', { count: manifest.roles.length })}</Tag>
        <Tag>{t('processes', { count: manifest.processes.length })}</Tag>
        {sampleRows > 0 ? <Tag>{t('sampleRows', { count: sampleRows })}</Tag> : null}
      </div>
      {install.error ? <ErrorProblems error={install.error} /> : null}
      <div className={styles.cardFoot}>
        {sampleRows > 0 && !installed ? (
          <label className={styles.switch}>
            <Switch checked={withSamples} onChange={setWithSamples} disabled={install.isPending} />
            {t('sampleData')}
          </label>
        ) : (
          <span />
        )}
        {installed ? (
          <ActionButton reason={t('installedReason')}>{t('install')}</ActionButton>
        ) : (
          <Button type="primary" loading={install.isPending} onClick={() => install.mutate()}>
            {install.isPending ? t('installing') : t('install')}
          </Button>
        )}
      </div>
    </article>
  );
}
