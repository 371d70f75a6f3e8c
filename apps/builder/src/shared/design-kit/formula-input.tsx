/** A formula with its mistakes underlined as it is typed, and menus of the names and functions it may use. */

import { useMemo, useRef } from 'react';
import { Button, Dropdown } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import { checkFormula, listFunctions, type FormulaProblem, type FormulaScope, type FormulaType } from '@tessera/formula';
import { useLocale, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import { insertAt, markProblems } from './formula-marks.ts';
import styles from './formula-input.module.css';

interface FormulaInputProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onBlur?: () => void;
  readonly scope: FormulaScope;
  /** How people call the names of the scope. */
  readonly labels: Readonly<Record<string, string>>;
  readonly name: string;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly disabled?: boolean;
}

export type FormulaVerdict = { readonly type: FormulaType } | { readonly problems: readonly FormulaProblem[] } | null;

/** Null for an empty formula. */
export function verdictOf(text: string, scope: FormulaScope): FormulaVerdict {
  if (text.trim() === '') return null;
  const result = checkFormula(text, scope);
  return result.ok ? { type: result.value.type } : { problems: result.problem };
}

export function FormulaInput({ value, onChange, onBlur, scope, labels, name, placeholder, rows = 3, disabled }: FormulaInputProps) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const area = useRef<HTMLTextAreaElement>(null);
  const verdict = useMemo(() => verdictOf(value, scope), [value, scope]);
  const problems = verdict && 'problems' in verdict ? verdict.problems : [];

  const insert = (text: string, caretBack = 0): void => {
    const { selectionStart, selectionEnd } = area.current ?? { selectionStart: value.length, selectionEnd: value.length };
    const inserted = insertAt(value, selectionStart, selectionEnd, text);
    onChange(inserted.text);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(inserted.caret - caretBack, inserted.caret - caretBack);
    });
  };

  const names = Object.keys(scope.names);
  return (
    <div className={styles.formula}>
      <div className={styles.editor} data-invalid={problems.length > 0 || undefined}>
        <pre className={styles.mirror} aria-hidden>
          {markProblems(value, problems).map((segment, index) => (
            <span key={index} className={segment.wrong ? styles.wrong : undefined}>{segment.text}</span>
          ))}
          {'\n'}
        </pre>
        <textarea
          ref={area}
          className={styles.area}
          value={value}
          rows={rows}
          disabled={disabled}
          aria-label={name}
          aria-invalid={problems.length > 0}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
        />
      </div>
      <div className={styles.bar}>
        <Dropdown
          trigger={['click']}
          disabled={disabled || names.length === 0}
          menu={{
            className: styles.menu!,
            items: names.map((key) => ({ key, label: <span className={styles.item}>{labels[key] ?? key}<code>{key}</code></span> })),
            onClick: ({ key }) => insert(key),
          }}
        >
          <Button size="small" type="text">{t('insertField')} <DownOutlined /></Button>
        </Dropdown>
        <Dropdown
          trigger={['click']}
          disabled={disabled ?? false}
          menu={{
            className: styles.menu!,
            items: listFunctions().map((one) => ({ key: one.name, label: <span className={styles.item}><code>{one.name}</code>{one.doc[locale]}</span> })),
            onClick: ({ key }) => insert(`${key}()`, 1),
          }}
        >
          <Button size="small" type="text">{t('functions')} <DownOutlined /></Button>
        </Dropdown>
        {verdict && 'type' in verdict ? <span className={styles.result}>{t('formulaResult', { type: t(`type_${verdict.type}`) })}</span> : null}
      </div>
      {problems.map((problem, index) => (
        <button
          key={index}
          type="button"
          className={styles.problem}
          onClick={() => {
            area.current?.focus();
            area.current?.setSelectionRange(problem.from, Math.max(problem.to, problem.from));
          }}
        >
          {problem.message[locale]}
        </button>
      ))}
    </div>
  );
}
