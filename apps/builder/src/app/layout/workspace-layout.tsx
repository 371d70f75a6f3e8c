/** The shell of every signed-in page: sidebar (a drawer on phones) and the page beside it. */

import { Suspense, useState } from 'react';
import { Button, Drawer } from 'antd';
import { MenuOutlined } from '@ant-design/icons';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTexts } from '../../shared/i18n/index.ts';
import { SessionProvider, sessionQuery, useSession } from '../../shared/session/index.ts';
import { PageSkeleton, useIsPhone } from '../../shared/ui/index.ts';
import { Sidebar } from './sidebar.tsx';
import { ViewAsBanner } from './view-as-banner.tsx';
import { layoutTexts } from './texts.ts';
import styles from './workspace-layout.module.css';

export function WorkspaceLayout() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  // Between signing out and arriving at the sign-in page there is nothing to show.
  if (!session) return null;
  return (
    <SessionProvider session={session}>
      <Shell />
    </SessionProvider>
  );
}

function Shell() {
  const t = useTexts(layoutTexts);
  const isPhone = useIsPhone();
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <ViewAsBanner />
      <div className={styles.shell}>
        {isPhone ? (
          <TopBar />
        ) : (
          <aside className={styles.aside}>
            <Sidebar />
          </aside>
        )}
        <main id="content" className={styles.main} tabIndex={-1}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}

function TopBar() {
  const t = useTexts(layoutTexts);
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === path;
  return (
    <div className={styles.topBar}>
      <Button type="text" icon={<MenuOutlined />} aria-label={t('openNavigation')} aria-expanded={open} onClick={() => setOpenAt(path)} />
      <span className={styles.topBarTitle}>{session.workspace.name}</span>
      <Drawer open={open} onClose={() => setOpenAt(null)} placement="left" size={280} closable={false} styles={{ body: { padding: 0 } }} aria-label={t('navigation')}>
        <Sidebar onNavigate={() => setOpenAt(null)} />
      </Drawer>
    </div>
  );
}
