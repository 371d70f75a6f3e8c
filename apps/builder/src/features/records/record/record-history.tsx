/** Every change of the record: who, when, which field, from what to what, and through what. */

import { useState } from 'react';
import { Tag } from 'antd';
import { ArrowRightOutlined, HistoryOutlined, RobotOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EntityDocument, HistoryEntry } from '@tessera/contract';
import { FieldValue, MemberAvatar, fieldOf, formatAgo, formatInstant, isEmptyValue } from '../../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { useSession } from '../../../shared/session/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton } from '../../../shared/ui/index.ts';
import { historyQuery } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import styles from './record-page.module.css';

export function RecordHistory({ entity, id }: { entity: EntityDocument; id: string }) {
  const t = useTexts(recordTexts);
  const history = useQuery(historyQuery(entity.key, id));
  if (history.isError) return <ErrorProblems error={history.error} />;
  if (history.isPending) return <ListSkeleton rows={4} />;
  if (history.data.items.length === 0) return <EmptyState small icon={<HistoryOutlined />} title={t('noHistory')} />;
  return (
    <ol className={styles.timeline}>
      {history.data.items.map((entry) => (
        <Entry key={entry.id} entity={entity} entry={entry} />
      ))}
    </ol>
  );
}

function Entry({ entity, entry }: { entity: EntityDocument; entry: HistoryEntry }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const [now] = useState(() => Date.now());
  const changes = entry.changes.filter(({ from, to }) => entry.action !== 'create' || !isEmptyValue(to) || !isEmptyValue(from));
  const verb = entry.action === 'update' ? t('did_update', { count: changes.length }) : t(`did_${entry.action}`);
  return (
    <li className={styles.entry}>
      {entry.actor ? <MemberAvatar id={entry.actor.id} name={entry.actor.label} size={28} /> : <RobotOutlined style={{ width: 28, fontSize: 18, lineHeight: '28px' }} />}
      <div className={styles.entryBody}>
        <div className={styles.entryHead}>
          <span className={styles.entryWho}>{entry.actor?.label ?? t('system')}</span>
          <span>{verb}</span>
          <Via via={entry.via} />
          <time className={styles.entryWhen} dateTime={entry.at} title={formatInstant(entry.at, locale, timeZone)}>
            {formatAgo(entry.at, now, locale)} · {formatInstant(entry.at, locale, timeZone)}
          </time>
        </div>
        {changes.length > 0 ? (
          <dl className={styles.changes}>
            {changes.map(({ field: key, from, to }) => (
              <Change key={key} name={label(fieldOf(entity, key)?.label) || key}>
                {entry.action === 'create' || isEmptyValue(from) ? null : (
                  <>
                    <span className={styles.from}>
                      <Value entity={entity} field={key} value={from} />
                    </span>
                    <ArrowRightOutlined className={styles.arrow} aria-label={t('to')} />
                  </>
                )}
                <Value entity={entity} field={key} value={to} />
              </Change>
            ))}
          </dl>
        ) : null}
      </div>
    </li>
  );
}

function Change({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Value({ entity, field: key, value }: { entity: EntityDocument; field: string; value: unknown }) {
  const t = useTexts(recordTexts);
  const field = fieldOf(entity, key);
  const nothing = <span className={styles.nothing}>{t('nothing')}</span>;
  if (!field) return isEmptyValue(value) ? nothing : <span>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>;
  if (field.type === 'subform') return <span>{t('rowsNow', { count: Array.isArray(value) ? value.length : 0 })}</span>;
  return <FieldValue field={field} value={value} mode="full" empty={nothing} />;
}

function Via({ via }: { via: HistoryEntry['via'] }) {
  const t = useTexts(recordTexts);
  if (via.kind === 'form') return null;
  const text = [t(`via_${via.kind}`), via.label].filter(Boolean).join(' · ');
  const href = via.kind === 'process' && via.ref ? `/instances/${via.ref}` : via.kind === 'import' && via.ref ? `/import/${via.ref}` : null;
  const tag = <Tag color={via.kind === 'process' ? 'purple' : 'default'}>{text}</Tag>;
  return href ? <Link to={href as string}>{tag}</Link> : tag;
}
