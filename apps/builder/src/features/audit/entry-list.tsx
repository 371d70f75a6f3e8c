import { useState } from 'react';
import { Button, Drawer, Tag } from 'antd';
import { FileSearchOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditEntry } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { fieldOf, formatInstant } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton } from '../../shared/ui/index.ts';
import { actionWords, actorWords } from './entry-words.ts';
import type { TrailFilter } from './trail-filters.tsx';
import styles from './audit.module.css';
import { auditTexts } from './texts.ts';

const PAGE = 50;
const FIELDS_SHOWN = 3;

export function EntryList({ filter }: { filter: TrailFilter }) {
  const t = useTexts(auditTexts);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const trail = useInfiniteQuery({
    queryKey: ['audit', 'trail', filter],
    queryFn: ({ pageParam, signal }) => call(routes.auditTrail, { query: { ...filter, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  if (trail.isError) return <ErrorProblems error={trail.error} />;
  if (trail.isPending) return <ListSkeleton rows={10} />;
  const entries = trail.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) return <EmptyState icon={<FileSearchOutlined />} title={t('empty')} text={t('emptyText')} />;
  return (
    <>
      <ul className={styles.entries} aria-label={t('trail')}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <EntryLine entry={entry} onOpen={() => setOpen(entry)} />
          </li>
        ))}
      </ul>
      {trail.hasNextPage ? (
        <div className={styles.more}>
          <Button loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>{t('more')}</Button>
        </div>
      ) : null}
      {open ? <EntryDrawer entry={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

/** What is no record has a name or a key that people know, or an id that tells them nothing. */
const nameOf = ({ target, detail }: AuditEntry): string => (typeof detail['name'] === 'string' ? detail['name'] : UUID.test(target) ? '' : target);
const UUID = /^[0-9a-f-]{36}$/;

/** The names of what an entry is about, as far as they are known here. */
function useEntryNames({ entity, fields }: AuditEntry) {
  const label = useLabel();
  const model = useWorkspaceModel();
  const document = entity === null ? undefined : model.entity(entity);
  return {
    entityName: entity === null ? '' : label(document?.label) || entity,
    // A sensitive field of another table comes with the way to it.
    fieldNames: fields.map((key) => (document && label(fieldOf(document, key)?.label)) || key),
  };
}

function EntryLine({ entry, onOpen }: { entry: AuditEntry; onOpen: () => void }) {
  const t = useTexts(auditTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const { entityName, fieldNames } = useEntryNames(entry);
  const about = [entityName || nameOf(entry), entry.records !== null && entry.records !== 1 ? t('records', { count: entry.records }) : ''].filter(Boolean).join(' · ');
  return (
    <button type="button" className={`${styles.entry} ${entry.action.endsWith('.refused') ? styles.refused : ''}`} onClick={onOpen}>
      <span className={`${styles.time} t-num`}>{formatInstant(entry.at, locale, timeZone)}</span>
      <span className={styles.sentence}>
        <span className={styles.who}>{actorWords(t, entry)}</span> <span className={styles.did}>{actionWords(t, entry.action)}</span> {about ? <span className={styles.about}>{about}</span> : null}
      </span>
      <span className={styles.tags}>
        {fieldNames.slice(0, FIELDS_SHOWN).map((name) => (
          <Tag key={name} color="warning">{name}</Tag>
        ))}
        {fieldNames.length > FIELDS_SHOWN ? <Tag>+{fieldNames.length - FIELDS_SHOWN}</Tag> : null}
      </span>
    </button>
  );
}

function EntryDrawer({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const t = useTexts(auditTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const { entityName, fieldNames } = useEntryNames(entry);
  const facts: readonly (readonly [string, string])[] = [
    [t('time'), formatInstant(entry.at, locale, timeZone)],
    [t('who'), actorWords(t, entry)],
    [t('action'), `${actionWords(t, entry.action)} (${entry.action})`],
    [t('entity'), entityName],
    [t('what'), entry.target],
    [t('fields'), fieldNames.join(', ')],
    [t('group_record'), entry.records === null ? '' : t('records', { count: entry.records })],
    [t('ip'), entry.ip ?? ''],
    [t('place'), entry.seq === null ? t('notSealed') : String(entry.seq)],
  ];
  return (
    <Drawer open size={480} title={actionWords(t, entry.action)} onClose={onClose}>
      <dl className={styles.facts}>
        {facts.flatMap(([name, value]) => (value === '' ? [] : [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>]))}
      </dl>
      {Object.keys(entry.detail).length > 0 ? (
        <>
          <h3 style={{ margin: '20px 0 8px', fontSize: 13 }}>{t('detail')}</h3>
          <pre className={styles.detail}>{JSON.stringify(entry.detail, null, 2)}</pre>
        </>
      ) : null}
    </Drawer>
  );
}
