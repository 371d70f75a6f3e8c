/** All processes: what they run on, which version is published, and how many instances run. */

import { useState } from 'react';
import { Button, Modal, Select, Tag } from 'antd';
import { PartitionOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { EntityDocument, LocalizedText, ProcessSummary } from '@tessera/contract';
import { LocalizedInput, SettingRow, designEntitiesQuery, keyFor } from '../../shared/design-kit/index.ts';
import { commonTexts, useLabel, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, EntityIcon, ErrorProblems, Page, PageHeader } from '../../shared/ui/index.ts';
import { createProcess } from './api/create-process.ts';
import { processesQuery } from './process-queries.ts';
import styles from './processes-page.module.css';
import { processTexts } from './texts.ts';

export function ProcessesPage() {
  const t = useTexts(processTexts);
  const { data: processes } = useSuspenseQuery(processesQuery);
  const { data: entities } = useSuspenseQuery(designEntitiesQuery);
  const [creating, setCreating] = useState(false);
  const documents = entities.map((item) => item.document);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} disabled={entities.length === 0} onClick={() => setCreating(true)}>
      {t('newProcess')}
    </Button>
  );
  return (
    <Page header={<PageHeader title={t('title')} subtitle={t('subtitle')} actions={processes.length > 0 ? create : undefined} />}>
      {processes.length === 0 ? <EmptyState icon={<PartitionOutlined />} title={t('empty')} text={t('emptyText')} actions={create} /> : null}
      <ul className={styles.processes}>
        {processes.map((process) => (
          <li key={process.key}>
            <ProcessCard process={process} entity={documents.find((entity) => entity.key === process.entity)} />
          </li>
        ))}
      </ul>
      {creating ? <NewProcessDialog entities={documents} processes={processes} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}

function ProcessCard({ process, entity }: { process: ProcessSummary; entity: EntityDocument | undefined }) {
  const t = useTexts(processTexts);
  const label = useLabel();
  return (
    <Link to="/design/processes/$key" params={{ key: process.key }} className={styles.process}>
      <EntityIcon entity={entity ?? {}} size={36} />
      <span className={styles.text}>
        <span className={styles.name}>{label(process.label)}</span>
        <span className={styles.meta}>
          {t('entity')} {label(entity?.label) || process.entity}
        </span>
      </span>
      <span className={styles.tags}>
        {process.running > 0 ? <Tag color="processing">{t('running', { count: process.running })}</Tag> : null}
        {process.version === 0 ? <Tag>{t('neverPublished')}</Tag> : <Tag color="green">{t('version', { version: process.version })}</Tag>}
        {process.version > 0 && process.changed ? <Tag color="warning">{t('changedTag')}</Tag> : null}
      </span>
    </Link>
  );
}

function NewProcessDialog({ entities, processes, onClose }: { entities: readonly EntityDocument[]; processes: readonly ProcessSummary[]; onClose: () => void }) {
  const t = useTexts(processTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const main = entities.filter((entity) => !entity.parent);
  const [name, setName] = useState<LocalizedText>();
  const [entity, setEntity] = useState(main[0]?.key ?? '');
  const create = useMutation({
    mutationFn: () => createProcess(keyFor(name, processes.map((process) => process.key)), name ?? {}, entity),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: processesQuery.queryKey });
      await navigate({ to: '/design/processes/$key', params: { key: made.key } });
    },
  });
  return (
    <Modal open centered title={t('newProcess')} okText={common('create')} cancelText={common('cancel')} okButtonProps={{ disabled: !name || !entity }} confirmLoading={create.isPending} onOk={() => create.mutate()} onCancel={onClose}>
      <div className={styles.dialog}>
        <SettingRow label={t('label')}>
          <LocalizedInput autoFocus name={t('label')} value={name} onChange={setName} />
        </SettingRow>
        <SettingRow label={t('entity')}>
          <Select value={entity} aria-label={t('entity')} style={{ width: '100%' }} options={main.map((one) => ({ value: one.key, label: label(one.label) }))} onChange={setEntity} />
        </SettingRow>
        <ErrorProblems error={create.error} />
      </div>
    </Modal>
  );
}
