/** The frame of every page: a sticky header (title, what it is, actions) above content that scrolls. */

import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly children: ReactNode;
  /** `full`: edge to edge, for grids and canvases; `wide` and `reading` are centred columns. */
  readonly width?: 'full' | 'wide' | 'reading';
  /** The content does its own scrolling and fills the height that is left. */
  readonly fill?: boolean;
  readonly header?: ReactNode;
}

export function Page({ children, width = 'wide', fill = false, header }: PageProps) {
  return (
    <div className={styles.page} data-fill={fill || undefined}>
      {header}
      <div className={styles.content} data-width={width}>
        {children}
      </div>
    </div>
  );
}

interface PageHeaderProps {
  readonly title: ReactNode;
  readonly icon?: ReactNode;
  /** One quiet line below the title. */
  readonly subtitle?: ReactNode;
  /** Above the title: where this page belongs, usually a link. */
  readonly above?: ReactNode;
  /** Beside the title: a status tag, a count. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  /** A row below: tabs or a toolbar. */
  readonly below?: ReactNode;
}

export function PageHeader({ title, icon, subtitle, above, beside, actions, below }: PageHeaderProps) {
  return (
    <header className={styles.header} data-below={below ? true : undefined}>
      <div className={styles.headerRow}>
        {icon ? <span className={styles.icon}>{icon}</span> : null}
        <div className={styles.heading}>
          {above ? <div className={styles.above}>{above}</div> : null}
          <div className={styles.titleRow}>
            <h1 className={styles.title}>{title}</h1>
            {beside}
          </div>
          {subtitle ? <div className={styles.subtitle}>{subtitle}</div> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      {below}
    </header>
  );
}
