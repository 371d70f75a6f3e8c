/** What every editor of a field type's settings gets, and the row its inputs stand in. */

import type { ReactNode } from 'react';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import styles from './option-editor.module.css';

export interface OptionEditorProps {
  readonly field: FieldDocument;
  /** The whole field: some settings touch more than `options`. */
  readonly onChange: (field: FieldDocument) => void;
  /** The entity as it is being designed, this field possibly not in it yet. */
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
  /** Merging choices of a field that records use; absent where that cannot be done. */
  readonly choiceMerge?: ChoiceMerge | undefined;
}

export interface ChoiceMerge {
  /** Why it cannot be done now. */
  readonly reason: string | null;
  readonly run: (from: readonly string[], into: string) => Promise<void>;
}

/** The field with these options changed; undefined takes one out. Pure. */
export function withOptions(field: FieldDocument, change: Readonly<Record<string, unknown>>): FieldDocument {
  const options = Object.fromEntries(Object.entries({ ...field.options, ...change }).filter(([, value]) => value !== undefined && value !== ''));
  const { options: _before, ...others } = field;
  return Object.keys(options).length > 0 ? { ...others, options } : others;
}

export function SettingRow({ label, hint, children, error }: { label: ReactNode; hint?: ReactNode; error?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.label}>{label}</div>
      <div>{children}</div>
      {error ? <div className={styles.error} role="alert">{error}</div> : hint ? <div className={styles.hint}>{hint}</div> : null}
    </div>
  );
}

export function SettingPair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>;
}
