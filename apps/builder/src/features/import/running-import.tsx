import { Progress } from 'antd';
import type { ImportView } from '@tessera/contract';
import { formatNumber } from '../../shared/fields/index.ts';
import { useLocale, useTexts } from '../../shared/i18n/index.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

export function RunningImport({ view }: { view: ImportView }) {
  const t = useTexts(importTexts);
  const locale = useLocale();
  const percent = view.rows === 0 ? 0 : Math.floor((view.done / view.rows) * 100);
  return (
    <div className={styles.running} aria-live="polite">
      <h2 className={styles.runningTitle}>{t('running')}</h2>
      <Progress percent={percent} status="active" aria-label={t('running')} />
      <p className="t-num">{t('progress', { done: formatNumber(String(view.done), locale), total: formatNumber(String(view.rows), locale) })}</p>
      <p className={styles.quiet}>{t('runningText')}</p>
    </div>
  );
}
