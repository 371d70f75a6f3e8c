/** API keys: one's own, and for whoever manages members those of everybody. */

import { useState } from 'react';
import { Button, Input, Tag, Tooltip } from 'antd';
import { KeyOutlined, PlusOutlined, SearchOutlined, StopOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiKeyView } from '@tessera/contract';
import { accessTexts } from '../../shared/access/index.ts';
import { call, routes } from '../../shared/api/index.ts';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { MemberAvatar, formatAgo, formatInstant } from '../../shared/fields/index.ts';
import { useLabel, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { useAbility, useSession } from '../../shared/session/index.ts';
import { ActionButton, EmptyState, ErrorProblems, ListSkeleton, Page, PageHeader, useConfirm, useNotify } from '../../shared/ui/index.ts';
import { byUse, keyStatus } from './key-status.ts';
import styles from './keys.module.css';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { keyTexts } from './texts.ts';
import { useRoleNames } from './use-role-names.ts';

export function KeysPage() {
  const t = useTexts(keyTexts);
  const ability = useAbility();
  const { member } = useSession();
  const [making, setMaking] = useState(false);
  const [search, setSearch] = useState('');
  const [now] = useState(() => Date.now());
  const keys = useQuery({ queryKey: ['keys'], queryFn: ({ signal }) => call(routes.apiKeys, { signal }) });
  const wanted = search.trim().toLowerCase();
  const all = [...(keys.data?.items ?? [])].sort(byUse(now));
  const shown = all.filter(({ name, owner }) => `${name} ${owner.label}`.toLowerCase().includes(wanted));
  const reason = !ability.can('use', 'keys') ? t('noRight') : member.roles.length === 0 ? t('noRole') : null;
  return (
    <Page
      width="wide"
      header={
        <PageHeader
          title={t('title')}
          subtitle={t('subtitle')}
          actions={
            <ActionButton type="primary" icon={<PlusOutlined />} reason={reason} onClick={() => setMaking(true)}>
              {t('newKey')}
            </ActionButton>
          }
        />
      }
    >
      {all.length > 8 ? <Input className={styles.search ?? ''} type="search" prefix={<SearchOutlined />} aria-label={t('search')} placeholder={t('search')} value={search} onChange={(event) => setSearch(event.target.value)} allowClear /> : null}
      {keys.isError ? (
        <ErrorProblems error={keys.error} />
      ) : keys.isPending ? (
        <ListSkeleton rows={4} />
      ) : shown.length === 0 ? (
        <EmptyState icon={<KeyOutlined />} title={t('noKeys')} text={t('noKeysText')} />
      ) : (
        <ul className={styles.keys}>
          {shown.map((key) => (
            <KeyItem key={key.id} apiKey={key} now={now} />
          ))}
        </ul>
      )}
      {making ? <NewKeyDialog onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

function KeyItem({ apiKey, now }: { apiKey: ApiKeyView; now: number }) {
  const t = useTexts(keyTexts);
  const locale = useLocale();
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const roleName = useRoleNames();
  const { workspace } = useSession();
  const status = keyStatus(apiKey, now);
  const when = (instant: string) => formatInstant(instant, locale, workspace.timeZone);
  const revoke = useMutation({
    mutationFn: () => call(routes.revokeApiKey, { params: { id: apiKey.id } }),
    onSuccess: async () => {
      notify.done(t('done'));
      await client.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: notify.failed,
  });
  const askRevoke = async () => {
    if (await confirm({ title: t('revokeAsk', { name: apiKey.name }), text: t('revokeText'), action: t('revoke'), danger: true })) revoke.mutate();
  };
  return (
    <li className={styles.key} data-status={status}>
      <span className={styles.icon}><KeyOutlined /></span>
      <span className={styles.text}>
        <span className={styles.name}>
          {apiKey.name} <code className={styles.prefix}>{apiKey.prefix}…</code>
        </span>
        <span className={styles.meta}>
          <span className={styles.owner}><MemberAvatar id={apiKey.owner.id} name={apiKey.owner.label} size={18} /> {apiKey.owner.label}</span>
          <span>{t('created', { when: when(apiKey.createdAt) })}</span>
          <span>{apiKey.lastUsedAt ? t('lastUsed', { when: formatAgo(apiKey.lastUsedAt, now, locale) }) : t('neverUsed')}</span>
        </span>
      </span>
      <span className={styles.tags}>
        <Tag color="processing">{roleName(apiKey.role)}</Tag>
        {apiKey.only ? <Only only={apiKey.only} /> : null}
        {status === 'alive' ? <Tag>{t('expiresAt', { when: when(apiKey.expiresAt) })}</Tag> : <Tag color="error">{t(status)}</Tag>}
      </span>
      {status === 'alive' ? (
        <Button type="text" danger icon={<StopOutlined />} loading={revoke.isPending} onClick={() => void askRevoke()}>
          {t('revoke')}
        </Button>
      ) : null}
    </li>
  );
}

function Only({ only }: { only: NonNullable<ApiKeyView['only']> }) {
  const t = useTexts(keyTexts);
  const access = useTexts(accessTexts);
  const label = useLabel();
  const model = useWorkspaceModel();
  const lines = only.map(({ entity, actions }) => `${label(model.entity(entity)?.label) || entity}: ${actions.map((action) => access(`action_${action}`)).join(' · ')}`);
  return (
    <Tooltip title={<span style={{ whiteSpace: 'pre-line' }}>{lines.join('\n')}</span>}>
      <Tag>{t('limited', { count: only.length })}</Tag>
    </Tooltip>
  );
}
