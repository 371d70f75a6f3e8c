import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Badge } from 'antd';
import { InboxOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useWorkspaceModel } from '../../shared/app-model/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useAbility, useSession } from '../../shared/session/index.ts';
import { taskCountQuery } from '../../shared/tasks/task-count-query.ts';
import { EntityGlyph } from '../../shared/ui/index.ts';
import { designNavigation } from './design-navigation.ts';
import { workspaceNavigation, type NavigationEntry } from './navigation.ts';
import { layoutTexts } from './texts.ts';
import { UserMenu } from './user-menu.tsx';
import styles from './sidebar.module.css';

export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTexts(layoutTexts);
  const label = useLabel();
  const session = useSession();
  const ability = useAbility();
  const model = useWorkspaceModel();
  const allowed = ({ capability = [] }: NavigationEntry) => [capability].flat().length === 0 || [capability].flat().some((one) => ability.can('use', one));
  const readable = model.mainEntities.filter((entity) => ability.can('read', entity.key));
  const work = workspaceNavigation.filter((entry) => allowed(entry) && (entry.to !== '/import' || mayImport()));
  const design = designNavigation.filter(allowed);

  function mayImport(): boolean {
    return ability.can('use', 'members') || ability.can('use', 'design') || model.mainEntities.some((entity) => ability.can('import', entity.key));
  }

  return (
    <nav className={styles.sidebar} aria-label={t('navigation')} onClick={(event) => (event.target as HTMLElement).closest('a') && onNavigate?.()}>
      <Link to="/" className={styles.workspace}>
        <span className={styles.mark} aria-hidden>
          {[...session.workspace.name][0]}
        </span>
        <span className={styles.workspaceName}>{session.workspace.name}</span>
      </Link>
      <div className={styles.scroll}>
        <Item to="/tasks" icon={<InboxOutlined />} after={<TaskBadge />}>
          {t('inbox')}
        </Item>
        <Section title={t('records')}>
          {readable.map((entity) => (
            <Item key={entity.key} to={`/records/${entity.key}`} icon={<EntityGlyph entity={entity} />} color={entity.color}>
              {label(entity.labelPlural ?? entity.label)}
            </Item>
          ))}
          {readable.length === 0 ? <div className={styles.nothing}>{t('noEntities')}</div> : null}
        </Section>
        {work.length > 0 ? <Section title={t('workspace')}>{work.map(toItem)}</Section> : null}
        {design.length > 0 ? <Section title={t('design')}>{design.map(toItem)}</Section> : null}
      </div>
      <UserMenu />
    </nav>
  );

  function toItem({ to, label: text, icon: Icon }: NavigationEntry) {
    return (
      <Item key={to} to={to} icon={<Icon />}>
        {label(text)}
      </Item>
    );
  }
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{title}</h2>
      {children}
    </section>
  );
}

function Item({ to, icon, color, after, children }: { to: string; icon: ReactNode; color?: string | undefined; after?: ReactNode; children: ReactNode }) {
  return (
    <Link to={to} className={styles.item} activeProps={{ 'aria-current': 'page' }} activeOptions={{ includeSearch: false }}>
      <span className={styles.itemIcon} aria-hidden style={color ? { ['--entity-color' as string]: color } : undefined}>
        {icon}
      </span>
      <span className={styles.itemLabel}>{children}</span>
      {after}
    </Link>
  );
}

function TaskBadge() {
  const t = useTexts(layoutTexts);
  const { data } = useQuery(taskCountQuery);
  if (!data?.open) return null;
  return <Badge count={data.open} size="small" color="var(--t-accent)" title={t('openTasks', { count: data.open })} />;
}
