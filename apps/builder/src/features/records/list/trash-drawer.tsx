/** Deleted records of an entity, last deleted first; each can be brought back. */

import { useState } from 'react';
import { Button, Drawer } from 'antd';
import { RestOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EntityDocument, TrashedRecord } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { formatAgo } from '../../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton, useNotify } from '../../../shared/ui/index.ts';
import { recordTexts } from '../texts.ts';
import styles from './drawer-list.module.css';

export function TrashDrawer({ entity, onClose }: { entity: EntityDocument; onClose: () => void }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const trash = useQuery({ queryKey: ['records', entity.key, 'trash'], queryFn: ({ signal }) => call(routes.trashedRecords, { params: { entity: entity.key }, signal }) });
  return (
    <Drawer open size={440} title={t('trashOf', { entity: label(entity.labelPlural ?? entity.label) })} onClose={onClose}>
      {trash.isError ? <ErrorProblems error={trash.error} /> : trash.isPending ? <ListSkeleton rows={4} /> : null}
      {trash.data?.items.length === 0 ? <EmptyState small icon={<RestOutlined />} title={t('trashEmpty')} /> : null}
      <ul className={styles.list}>
        {(trash.data?.items ?? []).map((record) => (
          <TrashRow key={record.id} entity={entity} record={record} />
        ))}
      </ul>
    </Drawer>
  );
}

function TrashRow({ entity, record }: { entity: EntityDocument; record: TrashedRecord }) {
  const t = useTexts(recordTexts);
  const locale = useLocale();
  const notify = useNotify();
  const queries = useQueryClient();
  const [now] = useState(() => Date.now());
  const title = record.label || t('untitled');
  const restore = useMutation({
    mutationFn: () => call(routes.restoreRecord, { params: { entity: entity.key, id: record.id } }),
    onSuccess: async () => {
      notify.done(t('restored', { title }));
      await queries.invalidateQueries({ queryKey: ['records'] });
    },
    onError: notify.failed,
  });
  return (
    <li className={styles.item}>
      <span className={styles.text}>
        <span className={styles.title}>{title}</span>
        <span className={styles.quiet}>{t('deletedWhen', { when: formatAgo(record.deletedAt, now, locale), name: record.deletedBy?.label ?? t('system') })}</span>
      </span>
      <Button size="small" icon={<UndoOutlined />} loading={restore.isPending} aria-label={t('restoreRecord', { title })} onClick={() => restore.mutate()}>
        {t('restore')}
      </Button>
    </li>
  );
}
