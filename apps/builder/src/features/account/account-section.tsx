import type { ReactNode } from 'react';
import styles from './account.module.css';

interface AccountSectionProps {
  readonly title: ReactNode;
  readonly text?: string;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

export function AccountSection({ title, text, action, children }: AccountSectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <div>
          <h2 className={styles.title}>{title}</h2>
          {text ? <p className={styles.text}>{text}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
