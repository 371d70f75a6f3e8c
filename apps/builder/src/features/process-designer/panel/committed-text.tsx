/** Text inputs of the panel: what is typed stays local until the input is left, so that one edit is one step of undo. */

import { useEffect, useState } from 'react';
import type { FormulaScope } from '@tessera/formula';
import { FormulaInput, LocalizedInput } from '../../../shared/design-kit/index.ts';
import type { LocalizedText } from '@tessera/contract';
import styles from './panel.module.css';

/** The text being typed; a new value from outside replaces it. */
function useTyped<Value>(value: Value): [Value, (value: Value) => void] {
  const [typed, setTyped] = useState(value);
  const outside = JSON.stringify(value);
  useEffect(() => setTyped(JSON.parse(outside) as Value), [outside]);
  return [typed, setTyped];
}

interface CommittedFormulaProps {
  readonly name: string;
  readonly value: string;
  readonly scope: FormulaScope;
  readonly labels: Readonly<Record<string, string>>;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly onCommit: (value: string) => void;
}

export function CommittedFormula({ name, value, onCommit, ...rest }: CommittedFormulaProps) {
  const [typed, setTyped] = useTyped(value);
  return <FormulaInput name={name} value={typed} onChange={setTyped} onBlur={() => typed !== value && onCommit(typed)} {...rest} />;
}

export function CommittedNames({ name, value, onCommit }: { name: string; value: LocalizedText; onCommit: (value: LocalizedText) => void }) {
  const [typed, setTyped] = useTyped(value);
  return (
    <div
      className={styles.names}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && JSON.stringify(typed) !== JSON.stringify(value)) onCommit(typed);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && JSON.stringify(typed) !== JSON.stringify(value)) onCommit(typed);
      }}
    >
      <LocalizedInput name={name} value={typed} onChange={(next) => setTyped(next ?? {})} />
    </div>
  );
}

export { useTyped };
