import styles from './scope-dot.module.css';

interface ScopeDotProps {
  /** On every row, on some, on none. */
  readonly state: 'all' | 'some' | 'none';
  /** Comes from elsewhere. */
  readonly faint?: boolean;
  readonly small?: boolean;
}

/** How far something is allowed, at a glance; the words are beside it. */
export function ScopeDot({ state, faint, small }: ScopeDotProps) {
  return <i className={styles.dot} data-state={state} data-faint={faint || undefined} data-small={small || undefined} aria-hidden />;
}
