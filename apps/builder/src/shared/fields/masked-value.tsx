import { useState, type ReactNode } from 'react';
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import type { FieldDocument } from '@tessera/contract';
import { useLabel, useTexts } from '../i18n/index.ts';
import { fieldTexts } from './texts.ts';
import styles from './field-value.module.css';

/** A value that is kept encrypted is not for whoever looks over a shoulder: it is shown when asked for. */
export function MaskedValue({ field, children }: { field: FieldDocument; children: ReactNode }) {
  const t = useTexts(fieldTexts);
  const label = useLabel();
  const [shown, setShown] = useState(false);
  return (
    <span className={styles.masked}>
      {shown ? children : <span className={styles.dots} aria-label={t('hidden')}>••••••</span>}
      <button
        type="button"
        className={styles.eye}
        aria-label={shown ? t('hide') : t('show', { field: label(field.label) })}
        onClick={(event) => {
          event.stopPropagation();
          event.preventDefault();
          setShown(!shown);
        }}
      >
        {shown ? <EyeInvisibleOutlined /> : <EyeOutlined />}
      </button>
    </span>
  );
}
