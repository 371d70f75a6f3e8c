/** Links to a record, a view or a form for people without an account: making one, who has opened them, ending them. */

import { Modal } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Tag } from 'antd';
import type { EntityDocument, ShareView } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { formatInstant } from '../fields/index.ts';
import { useLocale, useTexts } from '../i18n/index.ts';
import { useSession } from '../session/index.ts';
import { ErrorProblems, ListSkeleton, useConfirm, useNotify } from '../ui/index.ts';
import { NewLink } from './new-link.tsx';
import styles from './share.module.css';
import { shareTexts } from './texts.ts';

export interface Shared {
  readonly kind: ShareView['kind'];
  readonly entity: EntityDocument;
  /** What people call it. */
  readonly name: string;
  readonly record?: string;
  /** Key of the view or form. */
  readonly document?: string;
}

export function ShareDialog({ shared, onClose }: { shared: Shared; onClose: () => void }) {
  const t = useTexts(shareTexts);
  return (
    <Modal open centered title={t('titleOf', { name: shared.name })} footer={null} onCancel={onClose}>
      <p className={styles.text}>{t(`text_${shared.kind}`)}</p>
      <NewLink shared={shared} />
      <Links shared={shared} />
    </Modal>
  );
}

function Links({ shared: { kind, entity, record, document } }: { shared: Shared }) {
  const t = useTexts(shareTexts);
  const client = useQueryClient();
  const confirm = useConfirm();
  const notify = useNotify();
  const [now] = useState(() => Date.now());
  const query = { entity: entity.key, ...(record === undefined ? {} : { record }), ...(document === undefined ? {} : { document }) };
  const links = useQuery({ queryKey: ['shares', query], queryFn: ({ signal }) => call(routes.shares, { query, signal }) });
  const end = useMutation({
    mutationFn: (id: string) => call(routes.revokeShare, { params: { id } }),
    onSuccess: async () => {
      notify.done(t('endDone'));
      await client.invalidateQueries({ queryKey: ['shares'] });
    },
    onError: notify.failed,
  });
  const askEnd = async (id: string) => {
    if (await confirm({ title: t('endAsk'), text: t('endText'), action: t('end'), danger: true })) end.mutate(id);
  };
  const items = (links.data?.items ?? []).filter((link) => link.kind === kind);
  return (
    <>
      <h3 className={styles.linksTitle}>{t('links')}</h3>
      {links.isError ? (
        <ErrorProblems error={links.error} />
      ) : links.isPending ? (
        <ListSkeleton rows={1} />
      ) : items.length === 0 ? (
        <p className={styles.quiet}>{t('noLinks')}</p>
      ) : (
        <ul className={styles.links} aria-label={t('links')}>
          {items.map((link) => (
            <LinkItem key={link.id} link={link} now={now} ending={end.isPending && end.variables === link.id} onEnd={() => void askEnd(link.id)} />
          ))}
        </ul>
      )}
    </>
  );
}

function LinkItem({ link, now, ending, onEnd }: { link: ShareView; now: number; ending: boolean; onEnd: () => void }) {
  const t = useTexts(shareTexts);
  const locale = useLocale();
  const { timeZone } = useSession().workspace;
  const when = (instant: string) => formatInstant(instant, locale, timeZone);
  const over = link.expiresAt !== null && Date.parse(link.expiresAt) <= now;
  const status = link.revokedAt ? <Tag>{t('ended')}</Tag> : over ? <Tag>{t('over')}</Tag> : <Tag color="success">{link.expiresAt ? t('until', { when: when(link.expiresAt) }) : t('noEnd')}</Tag>;
  return (
    <li className={styles.item}>
      <div className={styles.itemText}>
        <div className={styles.tags}>
          {status}
          {link.hasPassword ? <Tag>{t('withPassword')}</Tag> : null}
        </div>
        <div className={styles.meta}>
          {t('createdBy', { name: link.createdBy.label, when: when(link.createdAt) })} · {t(link.kind === 'form' ? 'sent' : 'opened', { count: link.uses })}
        </div>
      </div>
      {link.revokedAt || over ? null : (
        <Button size="small" danger type="text" loading={ending} onClick={onEnd}>{t('end')}</Button>
      )}
    </li>
  );
}
