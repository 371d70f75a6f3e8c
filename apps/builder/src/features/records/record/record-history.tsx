/** Every change of the record: who, when, which field, from what to what, and through what. */

import { useState, type ReactNode } from 'react';
import { Tag } from 'antd';
import { ArrowRightOutlined, HistoryOutlined, RobotOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { EntityDocument, FieldDocument, HistoryEntry } from '@tessera/contract';
import { useWorkspaceModel } from '../../../shared/app-model/index.ts';
import { FieldValue, MemberAvatar, allFields, fieldOf, formatAgo, formatInstant, isEmptyValue, isMaskText, refLabel } from '../../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../../shared/i18n/index.ts';
import { useSession } from '../../../shared/session/index.ts';
import { EmptyState, ErrorProblems, ListSkeleton } from '../../../shared/ui/index.ts';
import { historyQuery } from '../record-queries.ts';
import { recordTexts } from '../texts.ts';
import { groupHistory, type HistoryGroup } from './history-groups.ts';
import styles from './record-page.module.css';

export function RecordHistory({ entity, id }: { entity: EntityDocument; id: string }) {
  const t = useTexts(recordTexts);
  const history = useQuery(historyQuery(entity.key, id));
  if (history.isError) return <ErrorProblems error={history.error} />;
  if (history.isPending) return <ListSkeleton rows={4} />;
  if (history.data.items.length === 0) return <EmptyState small icon={<HistoryOutlined />} title={t('noHistory')} />;
  return (
    <ol className={styles.timeline}>
      {groupHistory(history.data.items).map((group) => (
        <Event key={group.id} entity={entity} group={group} />
      ))}
    </ol>
  );
}

function Event({ entity, group }: { entity: EntityDocument; group: HistoryGroup }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const locale = useLocale();
  const model = useWorkspaceModel();
  const { timeZone } = useSession().workspace;
  const [now] = useState(() => Date.now());
  const { own, rows, actor, via, at } = group;
  const verb = !own ? t('did_rows', { count: rows.length }) : own.action === 'update' ? t('did_update', { count: own.changes.length }) : t(`did_${own.action}`);
  return (
    <li className={styles.entry}>
      {actor ? <MemberAvatar id={actor.id} name={actor.label} size={28} /> : <RobotOutlined style={{ width: 28, fontSize: 18, lineHeight: '28px' }} />}
      <div className={styles.entryBody}>
        <div className={styles.entryHead}>
          <span className={styles.entryWho}>{actor?.label ?? t('system')}</span>
          <span>{verb}</span>
          <Via via={via} />
          <time className={styles.entryWhen} dateTime={at}>
            {formatAgo(at, now, locale)} · {formatInstant(at, locale, timeZone)}
          </time>
        </div>
        {own ? <Changes entity={entity} entry={own} /> : null}
        {rows.map((entry) => {
          const child = model.entity(entry.row?.entity ?? '');
          const subform = fieldOf(entity, entry.row?.subform ?? '');
          return (
            <Changes key={entry.id} entity={child} entry={entry}>
              {label(subform?.label)} · {t(`row_${entry.action}`)}
            </Changes>
          );
        })}
      </div>
    </li>
  );
}

/** Fields of one entry, from what to what; `children` heads a row of a subform. */
function Changes({ entity, entry, children }: { entity: EntityDocument | undefined; entry: HistoryEntry; children?: ReactNode }) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const known = entity ? allFields(entity) : [];
  const changes = entry.changes.filter(({ field, from, to }) => (entry.action === 'update' || !isEmptyValue(from) || !isEmptyValue(to)) && !(entry.row && field === 'owner'));
  if (changes.length === 0 && !children) return null;
  return (
    <div className={styles.changesFrame}>
      {children ? <div className={styles.changesHead}>{children}</div> : null}
      {changes.length > 0 ? (
        <dl className={styles.changes}>
          {changes.map(({ field: key, from, to }) => {
            const field = known.find((one) => one.key === key);
            return (
              <Change key={key} name={label(field?.label) || key}>
                {entry.action === 'create' || isEmptyValue(from) ? null : (
                  <>
                    <span className={styles.from}>
                      <Value field={field} value={from} />
                    </span>
                    {entry.action === 'delete' ? null : <ArrowRightOutlined className={styles.arrow} aria-label={t('to')} />}
                  </>
                )}
                {entry.action === 'delete' ? null : <Value field={field} value={to} />}
              </Change>
            );
          })}
        </dl>
      ) : null}
    </div>
  );
}

function Change({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Value({ field, value }: { field: FieldDocument | undefined; value: unknown }) {
  const t = useTexts(recordTexts);
  const nothing = <span className={styles.nothing}>{t('nothing')}</span>;
  if (!field) return isEmptyValue(value) ? nothing : <span>{refLabel(value) || String(value)}</span>;
  if (field.type === 'subform') return <span>{t('rowsNow', { count: Array.isArray(value) ? value.length : 0 })}</span>;
  return <FieldValue field={field} value={value} mode="full" masked={isMaskText(value)} empty={nothing} />;
}

function Via({ via }: { via: HistoryEntry['via'] }) {
  const t = useTexts(recordTexts);
  if (via.kind === 'form') return null;
  const text = [t(`via_${via.kind}`), via.label].filter(Boolean).join(' · ');
  const href = via.kind === 'process' && via.ref ? `/instances/${via.ref}` : via.kind === 'import' && via.ref ? `/import/${via.ref}` : null;
  const tag = <Tag color={via.kind === 'process' ? 'purple' : 'default'}>{text}</Tag>;
  return href ? <Link to={href as string}>{tag}</Link> : tag;
}
