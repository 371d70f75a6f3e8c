/** A formula as it is written: colours, suggestions, signatures and problems. CodeMirror comes when the first one is shown. */

import { lazy, Suspense } from 'react';
import type { FormulaEditorProps } from './formula-editor-props.ts';
import styles from './formula-editor.module.css';

const CodeMirrorFormula = lazy(() => import('./code-mirror-formula.tsx'));

export function FormulaEditor(props: FormulaEditorProps) {
  return (
    <div className={styles.editor} data-invalid={props.invalid || undefined} data-disabled={props.disabled || undefined}>
      <Suspense fallback={<pre className={styles.loading} style={{ minHeight: (props.singleLine ? 1 : (props.rows ?? 3)) * 20 + 14 }}>{props.value}</pre>}>
        <CodeMirrorFormula {...props} />
      </Suspense>
    </div>
  );
}
