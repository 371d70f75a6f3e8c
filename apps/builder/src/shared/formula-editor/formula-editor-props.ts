/** What both the editor and its place while it loads are given. */

import type { Ref } from 'react';
import type { Locale } from '@tessera/contract';
import type { FormulaType } from '@tessera/formula';
import type { EditorScope } from './editor-scope.ts';

export interface FormulaEditorHandle {
  focus(): void;
  select(from: number, to: number): void;
  /** In place of what is selected; the caret stands `caretBack` before its end. */
  insert(text: string, caretBack?: number): void;
}

export interface FormulaEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly scope: EditorScope;
  /** What people call the names of the scope. */
  readonly labels: Readonly<Record<string, string>>;
  readonly locale: Locale;
  /** The types its value may have. */
  readonly expected?: readonly FormulaType[] | undefined;
  /** What screen readers call it, unless `labelledBy` names an element. */
  readonly name: string;
  readonly id?: string | undefined;
  readonly labelledBy?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** Lines shown at least. */
  readonly rows?: number | undefined;
  readonly singleLine?: boolean | undefined;
  readonly handle?: Ref<FormulaEditorHandle> | undefined;
}
