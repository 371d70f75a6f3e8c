import { StarFilled } from '@ant-design/icons';
import { useTexts } from '../i18n/index.ts';
import { fieldTexts } from './texts.ts';
import styles from './field-value.module.css';

export function Stars({ value, max }: { value: string; max: number }) {
  const t = useTexts(fieldTexts);
  const full = Number(value);
  return (
    <span className={styles.stars} role="img" aria-label={t('stars', { value, max })}>
      {Array.from({ length: max }, (_, index) => (
        <StarFilled key={index} data-full={index < full || undefined} aria-hidden />
      ))}
    </span>
  );
}
