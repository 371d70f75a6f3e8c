/** autoNumber, formula, rollup, lookup, modifiedAt, modifiedBy, and every field the person may see but not change. */

import { FieldValue } from '../../fields/index.ts';
import { useTexts } from '../../i18n/index.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import { recordFormTexts } from '../texts.ts';
import styles from '../record-form.module.css';

export function ReadOnlyWidget({ id, field, value, live, cell, context }: FieldWidgetProps) {
  const t = useTexts(recordFormTexts);
  const shown = live === undefined ? value : live;
  const nameOf = (one: unknown): unknown => (typeof one === 'string' ? (context.refs.get(one) ?? one) : one);
  const named = Array.isArray(shown) ? shown.map(nameOf) : nameOf(shown);
  const empty = <span className={styles.nothing}>{field.type === 'autoNumber' ? t('given') : t('nothing')}</span>;
  return (
    <output id={id} className={cell ? styles.readOnlyCell : styles.readOnly}>
      <FieldValue field={field} value={named} mode={cell ? 'cell' : 'full'} empty={empty} />
    </output>
  );
}
