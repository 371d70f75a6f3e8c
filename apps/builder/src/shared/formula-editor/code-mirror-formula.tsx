/**
 * The editor itself; loaded when a formula is first shown. The text of the view and `value` are kept in step:
 * what is typed goes out through `onChange`, and a value from outside replaces the text.
 */

import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, startCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { forceLinting, linter, lintKeymap } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText, tooltips } from '@codemirror/view';
import { formulaLanguage, formulaTheme } from './formula-language.ts';
import type { FormulaEditorProps } from './formula-editor-props.ts';
import { hideSignature, signatureTooltip } from './signature-tooltip.ts';
import { suggestionsAt, type Suggestion } from './suggestions.ts';
import { underlines, verdictOf } from './verdict.ts';

/** Marks a change that came from outside, which is not told back. */
const fromOutside = Annotation.define<boolean>();

export default function CodeMirrorFormula(props: FormulaEditorProps) {
  const { value, scope, labels, locale, expected, handle } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const looks = useRef(new Compartment());

  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    const editor = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({ doc: latest.current.value, extensions: [looks.current.of(looksOf(latest.current)), ...behaviour(() => latest.current)] }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value }, annotations: fromOutside.of(true) });
  }, [value]);

  const looksKey = JSON.stringify([props.id, props.name, props.labelledBy, props.describedBy, props.invalid, props.required, props.disabled, props.placeholder, props.rows, props.singleLine]);
  useEffect(() => {
    view.current?.dispatch({ effects: looks.current.reconfigure(looksOf(latest.current)) });
  }, [looksKey]);

  useEffect(() => {
    if (view.current) forceLinting(view.current);
  }, [scope, labels, locale, expected]);

  useImperativeHandle(handle, () => ({
    focus: () => view.current?.focus(),
    select: (from, to) => {
      view.current?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
      view.current?.focus();
    },
    insert: (text, caretBack = 0) => {
      const editor = view.current;
      if (!editor) return;
      const { from, to } = editor.state.selection.main;
      const lead = /[\p{L}\p{N}_]$/u.test(editor.state.sliceDoc(Math.max(0, from - 1), from)) ? ' ' : '';
      const caret = from + lead.length + text.length - caretBack;
      editor.dispatch({ changes: { from, to, insert: lead + text }, selection: { anchor: caret }, userEvent: 'input.complete' });
      editor.focus();
    },
  }));

  return <div ref={place} />;
}

function behaviour(now: () => FormulaEditorProps): Extension[] {
  return [
    formulaLanguage(),
    formulaTheme,
    history(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    tooltips({ position: 'fixed', parent: document.body }),
    // Tab takes what is offered and else leaves the editor, as keyboards expect of a field.
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      // What is over the editor goes first; the dialog around it must not hear of it.
      { key: 'Escape', run: (editor) => closeCompletion(editor) || hideSignature(editor), stopPropagation: true },
      ...completionKeymap,
      { key: 'Enter', run: () => now().singleLine === true },
      ...closeBracketsKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap,
    ]),
    autocompletion({ override: [(context) => complete(context, now())], icons: false, maxRenderedOptions: 80 }),
    signatureTooltip(() => now().locale),
    linter(({ state }) => {
      const text = state.doc.toString();
      const verdict = verdictOf(text, now().scope, now().expected);
      const problems = verdict && 'problems' in verdict ? verdict.problems : [];
      return underlines(text, problems, now().locale).map((underline) => ({ ...underline, severity: 'error' as const }));
    }, { delay: 200 }),
    EditorState.transactionFilter.of((transaction) => (now().singleLine === true && transaction.newDoc.lines > 1 ? [transaction, { changes: lineBreaksOf(transaction.newDoc.toString()), sequential: true }] : transaction)),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) now().onChange(update.state.doc.toString());
    }),
    EditorView.domEventHandlers({ blur: () => now().onBlur?.() }),
  ];
}

/** Pasted lines become one. */
const lineBreaksOf = (text: string): { from: number; to: number; insert: string }[] => [...text.matchAll(/\r?\n/g)].map(({ index, 0: broken }) => ({ from: index, to: index + broken.length, insert: ' ' }));

function looksOf({ id, name, labelledBy, describedBy, invalid, required, disabled, placeholder, rows = 3, singleLine }: FormulaEditorProps): Extension[] {
  const said = {
    ...(id ? { id } : {}),
    ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': name }),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(placeholder ? { 'aria-placeholder': placeholder } : {}),
    ...(required ? { 'aria-required': 'true' } : {}),
    'aria-invalid': String(invalid ?? false),
    'aria-disabled': String(disabled ?? false),
    'aria-multiline': String(!singleLine),
    spellcheck: 'false',
    autocapitalize: 'off',
    autocorrect: 'off',
  };
  return [
    EditorView.contentAttributes.of(said),
    EditorState.readOnly.of(disabled ?? false),
    EditorView.editable.of(!disabled),
    EditorView.theme({ '.cm-content': { minHeight: `${(singleLine ? 1 : rows) * 20 + 14}px` }, '&': { maxHeight: '240px' } }),
    ...(placeholder ? [placeholderText(placeholder)] : []),
  ];
}

function complete(context: CompletionContext, props: FormulaEditorProps): CompletionResult | null {
  const found = suggestionsAt(context.state.doc.toString(), context.pos, context.explicit, props);
  return found && { from: found.from, options: found.items.map(asCompletion), filter: false };
}

function asCompletion({ label, insert, caretBack, detail, info, kind }: Suggestion): Completion {
  return {
    label,
    detail,
    ...(info ? { info } : {}),
    apply: (editor, _completion, from, to) => {
      // Brackets that are there already are not written twice.
      const text = kind === 'function' && /^[(（]/.test(editor.state.sliceDoc(to, to + 1)) ? insert.slice(0, -2) : insert;
      const back = text === insert ? caretBack : -1;
      editor.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length - back }, userEvent: 'input.complete' });
      if (kind === 'function' && caretBack > 0) startCompletion(editor);
    },
  };
}
