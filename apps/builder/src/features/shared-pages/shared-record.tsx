import type { FieldDocument, RecordView } from '@tessera/contract';
import { FieldValue } from '../../shared/fields/index.ts';
import { useLabel } from '../../shared/i18n/index.ts';
import styles from './shared-pages.module.css';

const WIDE: ReadonlySet<string> = new Set(['longText', 'richText', 'address']);

/** The facts of one record that its link names. */
export function SharedRecord({ fields, record }: { fields: readonly FieldDocument[]; record: RecordView }) {
  const label = useLabel();
  return (
    <dl className={`${styles.panel} ${styles.facts}`}>
      {fields.map((field) => (
        <div key={field.key} className={WIDE.has(field.type) ? styles.wide : undefined}>
          <dt>{label(field.label)}</dt>
          <dd>
            <FieldValue field={field} value={record.values[field.key]} mode="full" masked={record.masked?.includes(field.key)} empty={<span className={styles.nothing}>—</span>} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
