import { commonTexts, useTexts } from '../i18n/index.ts';
import styles from './feedback.module.css';

const WIDTHS = [38, 22, 14, 18, 26];

/** Grey lines in the shape of a list, while its first rows are on their way. */
export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  const t = useTexts(commonTexts);
  return (
    <div className={styles.skeleton} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.skeletonRow}>
          {WIDTHS.map((width, column) => (
            <div key={column} className={styles.bone} style={{ width: `${width - ((row * 3 + column * 5) % 9)}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Grey lines in the shape of a page with a title and fields. */
export function PageSkeleton() {
  const t = useTexts(commonTexts);
  return (
    <div className={styles.skeleton} role="status" aria-label={t('loading')}>
      <div className={styles.bone} style={{ width: 220, height: 20, marginBottom: 32 }} />
      {[62, 48, 70, 40, 55].map((width) => (
        <div key={width} style={{ marginBottom: 28 }}>
          <div className={styles.bone} style={{ width: 90, marginBottom: 10 }} />
          <div className={styles.bone} style={{ width: `${width}%`, height: 16 }} />
        </div>
      ))}
    </div>
  );
}
