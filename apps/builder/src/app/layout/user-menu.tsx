/** Who is signed in, their language and the appearance, and the way out. */

import { useState } from 'react';
import { Button, Popover, Segmented } from 'antd';
import { DesktopOutlined, LogoutOutlined, MoonOutlined, MoreOutlined, SettingOutlined, SunOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Locale } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { adoptSession, forgetSession, useSession } from '../../shared/session/index.ts';
import { setThemeChoice, useThemeChoice, type ThemeChoice } from '../../shared/theme/index.ts';
import { MemberAvatar } from '../../shared/fields/member-avatar.tsx';
import { useNotify } from '../../shared/ui/index.ts';
import { layoutTexts } from './texts.ts';
import styles from './sidebar.module.css';

export function UserMenu() {
  const t = useTexts(layoutTexts);
  const { member } = useSession();
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="topLeft" arrow={false} content={<Menu onLeave={() => setOpen(false)} />}>
      <button type="button" className={styles.user} aria-label={t('account')} aria-expanded={open}>
        <MemberAvatar id={member.id} name={member.name} size={28} />
        <span className={styles.userText}>
          <span className={styles.userName}>{member.name}</span>
          <span className={styles.userMail}>{member.email}</span>
        </span>
        <MoreOutlined />
      </button>
    </Popover>
  );
}

function Menu({ onLeave }: { onLeave: () => void }) {
  const t = useTexts(layoutTexts);
  const notify = useNotify();
  const locale = useLocale();
  const choice = useThemeChoice();
  const client = useQueryClient();
  const router = useRouter();
  const language = useMutation({
    mutationFn: (next: Locale) => call(routes.updateSession, { body: { locale: next } }),
    onSuccess: (session) => adoptSession(client, session, { keepData: true }),
    onError: notify.failed,
  });
  const signOut = useMutation({
    mutationFn: () => call(routes.signOut),
    onSuccess: async () => {
      forgetSession(client);
      await router.invalidate();
    },
    onError: notify.failed,
  });
  return (
    <div className={styles.menu}>
      <div className={styles.menuRow}>
        <span className={styles.menuLabel}>{t('language')}</span>
        <Segmented<Locale>
          block
          aria-label={t('language')}
          value={locale}
          disabled={language.isPending}
          onChange={(next) => language.mutate(next)}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className={styles.menuRow}>
        <span className={styles.menuLabel}>{t('theme')}</span>
        <Segmented<ThemeChoice>
          block
          aria-label={t('theme')}
          value={choice}
          onChange={setThemeChoice}
          options={[
            { value: 'light', icon: <SunOutlined />, title: t('light'), label: t('light') },
            { value: 'dark', icon: <MoonOutlined />, title: t('dark'), label: t('dark') },
            { value: 'system', icon: <DesktopOutlined />, title: t('system'), label: t('system') },
          ]}
          className="t-segmented-compact"
        />
      </div>
      <Button
        type="text"
        block
        icon={<SettingOutlined />}
        style={{ justifyContent: 'flex-start' }}
        onClick={() => {
          onLeave();
          router.history.push('/account');
        }}
      >
        {t('accountPage')}
      </Button>
      <Button type="text" block icon={<LogoutOutlined />} loading={signOut.isPending} onClick={() => signOut.mutate()} style={{ justifyContent: 'flex-start' }}>
        {t('signOut')}
      </Button>
    </div>
  );
}
