import { useState } from 'react';
import { Button, Tag } from 'antd';
import { DesktopOutlined, MobileOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AccountSession } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { formatAgo, formatInstant } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useSession } from '../../shared/session/index.ts';
import { ActionButton, ErrorProblems, ListSkeleton, useConfirm, useNotify } from '../../shared/ui/index.ts';
import { accountSessionsQuery } from './account-query.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { accountTexts } from './texts.ts';

export function SessionsSection({ disabled }: { disabled: boolean }) {
  const t = useTexts(accountTexts);
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const sessions = useQuery(accountSessionsQuery);
  const items = sessions.data?.items ?? [];
  const ended = async () => {
    notify.done(t('signedOut'));
    await client.invalidateQueries({ queryKey: accountSessionsQuery.queryKey });
  };
  const endOne = useMutation({ mutationFn: (id: string) => call(routes.endAccountSession, { params: { id } }), onSuccess: ended, onError: notify.failed });
  const endOthers = useMutation({ mutationFn: () => call(routes.endOtherSessions), onSuccess: ended, onError: notify.failed });
  const askOthers = async () => {
    if (await confirm({ title: t('signOutOthersAsk'), text: t('signOutOthersText'), action: t('signOutOthers'), danger: true })) endOthers.mutate();
  };
  const reason = disabled ? t('viewing') : items.length < 2 ? t('noOthers') : null;
  return (
    <AccountSection title={t('sessions')} text={t('sessionsText')} action={<ActionButton reason={reason} loading={endOthers.isPending} onClick={() => void askOthers()}>{t('signOutOthers')}</ActionButton>}>
      {sessions.isError ? (
        <ErrorProblems error={sessions.error} />
      ) : sessions.isPending ? (
        <ListSkeleton rows={2} />
      ) : (
        <ul className={styles.sessions} aria-label={t('sessions')}>
          {items.map((session) => (
            <SessionItem key={session.id} session={session} disabled={disabled} ending={endOne.isPending && endOne.variables === session.id} onEnd={() => endOne.mutate(session.id)} />
          ))}
        </ul>
      )}
    </AccountSection>
  );
}

function SessionItem({ session, disabled, ending, onEnd }: { session: AccountSession; disabled: boolean; ending: boolean; onEnd: () => void }) {
  const t = useTexts(accountTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const [now] = useState(() => Date.now());
  const isPhone = /iPhone|iPad|Android|HarmonyOS/.test(session.device ?? '');
  return (
    <li className={styles.session}>
      <span className={styles.sessionIcon} aria-hidden>{isPhone ? <MobileOutlined /> : <DesktopOutlined />}</span>
      <div className={styles.sessionText}>
        <div className={styles.device}>
          {session.device ?? t('unknownDevice')}
          {session.current ? <Tag color="success">{t('thisOne')}</Tag> : null}
        </div>
        <div className={styles.meta}>
          {session.ip ? <span>{session.ip}</span> : null}
          <span>{t('lastSeen', { when: formatAgo(session.lastSeenAt, now, locale) })}</span>
          <span>{t('signedInAt', { when: formatInstant(session.createdAt, locale, timeZone) })}</span>
        </div>
      </div>
      {session.current ? null : (
        <Button size="small" disabled={disabled} loading={ending} onClick={onEnd}>{t('signOutThere')}</Button>
      )}
    </li>
  );
}
