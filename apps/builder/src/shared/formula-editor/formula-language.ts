/** The formula grammar for CodeMirror, and its colours, which follow the theme through CSS variables. */

import { HighlightStyle, LanguageSupport, LRLanguage, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { styleTags, tags } from '@lezer/highlight';
import { formulaParser } from '@tessera/formula';

let support: Extension | undefined;

/** One parser for all editors. */
export function formulaLanguage(): Extension {
  support ??= [new LanguageSupport(language()), syntaxHighlighting(colours)];
  return support;
}

function language(): LRLanguage {
  const parser = formulaParser().configure({
    props: [
      styleTags({
        Number: tags.number,
        Text: tags.string,
        Name: tags.variableName,
        'Callee/Name': tags.function(tags.variableName),
        'Open Close': tags.paren,
        Comma: tags.separator,
        'Plus Minus Times Power Join PercentSign Compare': tags.operator,
      }),
    ],
  });
  return LRLanguage.define({ name: 'formula', parser, languageData: { closeBrackets: { brackets: ['(', '"'] } } });
}

const colours = HighlightStyle.define([
  { tag: tags.number, color: 'var(--t-warning)' },
  { tag: tags.string, color: 'var(--t-success)' },
  { tag: tags.variableName, color: 'var(--t-text)' },
  { tag: tags.function(tags.variableName), color: 'var(--t-accent-strong)', fontWeight: '500' },
  { tag: [tags.operator, tags.paren, tags.separator], color: 'var(--t-text-2)' },
]);

export const formulaTheme = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--t-text)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--t-mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '7px 0', caretColor: 'var(--t-text)' },
  '.cm-line': { padding: '0 11px' },
  '.cm-cursor': { borderLeftColor: 'var(--t-text)' },
  '.cm-placeholder': { color: 'var(--t-text-3)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--t-active)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--t-danger-soft)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--t-danger)', textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  // Above dialogs and their menus.
  '.cm-tooltip': {
    zIndex: '1200', border: '1px solid var(--t-border)', borderRadius: 'var(--t-radius-s)', backgroundColor: 'var(--t-raised)', color: 'var(--t-text)', boxShadow: 'var(--t-shadow-2)',
    fontFamily: 'var(--t-font)', fontSize: '13px', lineHeight: '20px', maxWidth: 'min(440px, 92vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--t-font)', maxHeight: '260px', padding: '4px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', alignItems: 'baseline', gap: '12px', padding: '3px 8px', borderRadius: '4px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--t-accent-soft)', color: 'var(--t-text)' },
  '.cm-completionLabel': { whiteSpace: 'nowrap' },
  '.cm-completionDetail': {
    marginLeft: 'auto', fontStyle: 'normal', fontFamily: 'var(--t-mono)', fontSize: '12px', color: 'var(--t-text-3)', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: '300px' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: 'none' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--t-danger)' },
  '.cm-formula-signature': { padding: '6px 10px' },
  '.cm-formula-signature code': { fontFamily: 'var(--t-mono)', fontSize: '12px', color: 'var(--t-text-2)' },
  '.cm-formula-signature code b': { color: 'var(--t-text)' },
  '.cm-formula-signature p': { margin: '2px 0 0', color: 'var(--t-text-2)' },
});
