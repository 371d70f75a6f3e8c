import { useLocale } from '../i18n/index.ts';
import { formatPercent } from './format-value.ts';
import styles from './field-value.module.css';

/** `value`: the fraction as decimal text. */
export function ProgressBar({ value }: { value: string }) {
  const locale = useLocale();
  const share = Math.min(1, Math.max(0, Number(value) || 0));
  return (
    <span className={styles.progress}>
      <span className={styles.track} aria-hidden>
        <span style={{ width: `${share * 100}%` }} data-done={share >= 1 || undefined} />
      </span>
      <span className={styles.number}>{formatPercent(value, locale)}</span>
    </span>
  );
}
