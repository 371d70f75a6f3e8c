/** The list on a phone: a card per record with its title and the first facts. */

import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { EntityDocument, RecordView } from '@tessera/contract';
import { FieldValue, isEmptyValue, refLabel } from '../../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../../shared/i18n/index.ts';
import { recordTexts } from '../texts.ts';
import type { ListColumn } from './list-search.ts';
import styles from './record-cards.module.css';

const FACTS = 4;

interface RecordCardsProps {
  readonly entity: EntityDocument;
  readonly columns: readonly ListColumn[];
  readonly rows: readonly RecordView[];
  readonly onNearEnd: () => void;
  readonly footer: ReactNode;
  readonly stale: boolean;
}

export function RecordCards({ entity, columns, rows, onNearEnd, footer, stale }: RecordCardsProps) {
  const t = useTexts(recordTexts);
  const label = useLabel();
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onNearEnd(), { rootMargin: '600px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, [onNearEnd, rows.length]);

  return (
    <div className={styles.list} aria-busy={stale}>
      {rows.map((row) => (
        <Link key={row.id} to={`/records/${entity.key}/${row.id}` as string} className={styles.card}>
          <span className={styles.title}>{refLabel(row.values[entity.titleField]) || t('untitled')}</span>
          <span className={styles.facts}>
            {columns
              .filter(({ field }) => field.key !== entity.titleField && !isEmptyValue(row.values[field.key]))
              .slice(0, FACTS)
              .map(({ field }) => (
                <span key={field.key} className={styles.fact}>
                  <span className={styles.name}>{label(field.label)}</span>
                  {/* A link inside a link is not allowed: references are shown by name. */}
                  <FieldValue field={field.type === 'relation' || field.type === 'url' || field.type === 'phone' || field.type === 'email' ? { ...field, type: 'text' } : field} value={plain(row.values[field.key], field.type)} masked={row.masked?.includes(field.key)} />
                </span>
              ))}
          </span>
        </Link>
      ))}
      <div ref={end} />
      <div className={styles.footer}>{footer}</div>
    </div>
  );
}

const plain = (value: unknown, type: string): unknown => (type !== 'relation' ? value : Array.isArray(value) ? value.map(refLabel).join(', ') : refLabel(value));
