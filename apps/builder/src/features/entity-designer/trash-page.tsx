/** Deleted fields and tables: brought back with their values, or deleted for ever after their name was typed. */

import { useState } from 'react';
import { Button, Input, Modal, Tag } from 'antd';
import { DeleteOutlined, RestOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { TrashedDesign } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { FieldTypeIcon, FIELD_TYPE_INFO, designEntitiesQuery } from '../../shared/design-kit/index.ts';
import { formatAgo } from '../../shared/fields/index.ts';
import { commonTexts, useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { EmptyState, EntityIcon, ErrorProblems, ListSkeleton, Page, PageHeader, useNotify } from '../../shared/ui/index.ts';
import styles from './entity-designer.module.css';
import { entityTexts } from './texts.ts';

const trashQuery = { queryKey: ['design', 'trash'], queryFn: async ({ signal }: { signal: AbortSignal }) => (await call(routes.designTrash, { signal })).items };

export function TrashPage() {
  const t = useTexts(entityTexts);
  const trash = useQuery(trashQuery);
  const [purging, setPurging] = useState<TrashedDesign | null>(null);
  return (
    <Page header={<PageHeader above={<Link to="/design/entities">{t('title')}</Link>} title={t('trash')} subtitle={t('trashText')} />}>
      {trash.isError ? (
        <ErrorProblems error={trash.error} />
      ) : trash.isPending ? (
        <ListSkeleton rows={4} />
      ) : trash.data.length === 0 ? (
        <EmptyState icon={<RestOutlined />} title={t('trashEmpty')} />
      ) : (
        <ul className={styles.entities}>
          {trash.data.map((one) => (
            <TrashRow key={one.id} one={one} onPurge={() => setPurging(one)} />
          ))}
        </ul>
      )}
      {purging ? <PurgeDialog one={purging} onClose={() => setPurging(null)} /> : null}
    </Page>
  );
}

function TrashRow({ one, onPurge }: { one: TrashedDesign; onPurge: () => void }) {
  const t = useTexts(entityTexts);
  const label = useLabel();
  const locale = useLocale();
  const notify = useNotify();
  const router = useRouter();
  const queries = useQueryClient();
  const [now] = useState(() => Date.now());
  const entities = useQuery(designEntitiesQuery);
  const owner = entities.data?.find((item) => item.document.key === one.entity)?.document;
  const restore = useMutation({
    mutationFn: () => call(routes.restoreDesign, { params: { id: one.id } }),
    onSuccess: async (saved) => {
      notify.done(t('restored', { name: label(one.label) }));
      await Promise.all([['design'], ['app'], ['session']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      router.history.push(`/design/entities/${saved.document.key}`);
    },
    onError: notify.failed,
  });
  const isType = (type: string): type is keyof typeof FIELD_TYPE_INFO => type in FIELD_TYPE_INFO;
  return (
    <li className={styles.trashed} data-trash={one.key}>
      {one.kind === 'field' && one.type && isType(one.type) ? <FieldTypeIcon type={one.type} /> : <EntityIcon entity={{ icon: 'table' }} size={28} />}
      <span className={styles.entityText}>
        <span className={styles.entityName}>{label(one.label) || one.key}</span>
        <span className={styles.entityMeta}>
          {[
            one.kind === 'field' ? t('trashedField', { entity: label(owner?.label) || one.entity }) : t('trashedEntity'),
            one.kind === 'field' ? t('valuesKept', { count: one.records }) : t('recordsKept', { count: one.records }),
            t('deletedWhen', { when: formatAgo(one.deletedAt, now, locale), name: one.deletedBy?.label ?? '—' }),
          ].join(' · ')}
        </span>
      </span>
      {one.kind === 'entity' ? <Tag>{t('table')}</Tag> : null}
      <span className={styles.trashActions}>
        <Button icon={<UndoOutlined />} loading={restore.isPending} onClick={() => restore.mutate()}>
          {t('restore')}
        </Button>
        <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('purgeTitle', { name: label(one.label) })} onClick={onPurge} />
      </span>
    </li>
  );
}

function PurgeDialog({ one, onClose }: { one: TrashedDesign; onClose: () => void }) {
  const t = useTexts(entityTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const notify = useNotify();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const name = label(one.label) || one.key;
  const purge = useMutation({
    mutationFn: () => call(routes.purgeDesign, { params: { id: one.id } }),
    onSuccess: async () => {
      notify.done(t('purged', { name }));
      await queries.invalidateQueries({ queryKey: ['design', 'trash'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      centered
      width={480}
      title={t('purgeTitle', { name })}
      okText={t('purge')}
      okButtonProps={{ danger: true, disabled: typed.trim() !== name }}
      cancelText={common('cancel')}
      confirmLoading={purge.isPending}
      onOk={() => purge.mutate()}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <p className={styles.quiet}>{one.kind === 'field' ? t('purgeFieldText', { count: one.records }) : t('purgeEntityText', { count: one.records })}</p>
        <label className={styles.typed}>
          {t('purgeType', { name })}
          <Input autoFocus value={typed} aria-label={t('purgeType', { name })} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <ErrorProblems error={purge.error} />
      </div>
    </Modal>
  );
}
