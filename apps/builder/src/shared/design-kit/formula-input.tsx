/** The formula editor with menus of what may be used, its problems in words, and its value on a record one chooses. */

import { useId, useMemo, useRef } from 'react';
import { Button, Dropdown } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import { listFunctions, type FormulaType } from '@tessera/formula';
import { FormulaEditor, FormulaPreview, formulaTexts, verdictOf, type EditorScope, type FormulaEditorHandle } from '../formula-editor/index.ts';
import { useLocale, useTexts } from '../i18n/index.ts';
import { designTexts } from './design-texts.ts';
import styles from './formula-input.module.css';

interface FormulaInputProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onBlur?: () => void;
  readonly scope: EditorScope;
  /** How people call the names of the scope. */
  readonly labels: Readonly<Record<string, string>>;
  readonly name: string;
  readonly id?: string;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly disabled?: boolean;
  /** The types its value may have. */
  readonly expected?: readonly FormulaType[];
  /** Whose records it can be tried on: an entity that is saved. */
  readonly entity?: string | undefined;
}

const functionGroups = [...new Set(listFunctions().map(({ group }) => group))].map((group) => [group, listFunctions().filter((one) => one.group === group)] as const);

export function FormulaInput({ value, onChange, onBlur, scope, labels, name, id, placeholder, rows = 3, disabled, expected, entity }: FormulaInputProps) {
  const t = useTexts(designTexts);
  const words = useTexts(formulaTexts);
  const locale = useLocale();
  const editor = useRef<FormulaEditorHandle>(null);
  const problemsId = useId();
  const verdict = useMemo(() => verdictOf(value, scope, expected), [value, scope, expected]);
  const problems = verdict && 'problems' in verdict ? verdict.problems : [];
  const names = Object.entries(scope.members?.('') ?? scope.names);

  return (
    <div className={styles.formula}>
      <FormulaEditor
        {...{ value, onChange, onBlur, scope, labels, locale, expected, name, id, placeholder, rows, disabled }}
        invalid={problems.length > 0}
        describedBy={problems.length > 0 ? problemsId : undefined}
        handle={editor}
      />
      <div className={styles.bar}>
        <Dropdown
          trigger={['click']}
          disabled={disabled || names.length === 0}
          menu={{
            className: styles.menu!,
            items: names.map(([key]) => ({ key, label: <span className={styles.item}>{scope.label?.(key, locale) ?? labels[key] ?? key}<code>{key}</code></span> })),
            onClick: ({ key }) => editor.current?.insert(key),
          }}
        >
          <Button size="small" type="text">{t('insertField')} <DownOutlined /></Button>
        </Dropdown>
        <Dropdown
          trigger={['click']}
          disabled={disabled ?? false}
          menu={{
            className: styles.menu!,
            items: functionGroups.map(([group, functions]) => ({
              type: 'group' as const,
              key: group,
              label: words(`group_${group}`),
              children: functions.map((one) => ({ key: one.name, label: <span className={styles.item}><code>{one.name}</code>{one.doc[locale]}</span> })),
            })),
            onClick: ({ key }) => editor.current?.insert(`${key}()`, 1),
          }}
        >
          <Button size="small" type="text">{t('functions')} <DownOutlined /></Button>
        </Dropdown>
        {verdict && 'type' in verdict ? <span className={styles.result}>{t('formulaResult', { type: t(`type_${verdict.type}`) })}</span> : null}
      </div>
      <div id={problemsId} className={styles.problems}>
        {problems.map((problem, index) => (
          <button key={index} type="button" className={styles.problem} onClick={() => editor.current?.select(problem.from, Math.max(problem.to, problem.from))}>
            {problem.message[locale]}
          </button>
        ))}
      </div>
      {entity && verdict ? <FormulaPreview entity={entity} text={'type' in verdict ? value : null} /> : null}
    </div>
  );
}
