import type { ReactNode } from 'react';
import styles from './feedback.module.css';

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  /** Says what belongs here and how it comes here. */
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  readonly small?: boolean;
}

export function EmptyState({ icon, title, text, actions, small }: EmptyStateProps) {
  return (
    <div className={styles.empty} data-small={small || undefined}>
      {icon ? <div className={styles.emptyIcon}>{icon}</div> : null}
      <div className={styles.emptyTitle}>{title}</div>
      {text ? <div className={styles.emptyText}>{text}</div> : null}
      {actions ? <div className={styles.emptyActions}>{actions}</div> : null}
    </div>
  );
}
