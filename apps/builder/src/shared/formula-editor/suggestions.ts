/** What the editor offers at a place: names by their labels, functions, and the texts a parameter takes. Pure. */

import type { Locale } from '@tessera/contract';
import { listFunctions, type FormulaType, type FunctionDescription } from '@tessera/formula';
import type { EditorScope } from './editor-scope.ts';
import { fitOf } from './search-words.ts';
import { formAt, paramAt, writtenForm } from './signature.ts';
import { nameBefore, placeAt } from './written-place.ts';

export interface Suggestion {
  readonly kind: 'name' | 'function' | 'text';
  /** What people read. */
  readonly label: string;
  /** What is put in. */
  readonly insert: string;
  /** How far before its end the caret then stands. */
  readonly caretBack: number;
  readonly type: FormulaType | null;
  readonly detail: string;
  readonly info?: string;
}

export interface Suggestions {
  /** Where what they replace begins. */
  readonly from: number;
  readonly items: readonly Suggestion[];
}

export interface SuggestionEnv {
  readonly scope: EditorScope;
  readonly labels: Readonly<Record<string, string>>;
  readonly locale: Locale;
}

const MOST = 80;
const functions: ReadonlyMap<string, FunctionDescription> = new Map(listFunctions().map((one) => [one.name, one]));

export const functionNamed = (name: string): FunctionDescription | undefined => functions.get(name.toUpperCase());

/** `asked`: by key rather than by typing; then an empty word also brings suggestions. */
export function suggestionsAt(text: string, caret: number, asked: boolean, env: SuggestionEnv): Suggestions | null {
  const { calls, quoteFrom } = placeAt(text, caret);
  const call = calls.at(-1);
  const choices = call ? choicesFor(call.callee, call.argument) : [];
  if (quoteFrom !== null) return choices.length > 0 ? textChoices(text, quoteFrom, caret, choices) : null;
  const name = nameBefore(text, caret);
  if (name === null) return null;
  if (name.word === '' && name.head === '' && choices.length > 0) return { from: caret, items: choices.map(asText) };
  if (name.word === '' && name.head === '' && !asked) return null;

  const found = name.head === '' ? [...namesIn('', name.word, env), ...functionsFor(name.word, env.locale)] : namesIn(name.head, name.word, env);
  const items = found.sort((a, b) => b.fit - a.fit).slice(0, MOST).map(({ suggestion }) => suggestion);
  return items.length > 0 ? { from: name.from, items } : null;
}

interface Found {
  readonly fit: number;
  readonly suggestion: Suggestion;
}

function namesIn(head: string, word: string, { scope, labels, locale }: SuggestionEnv): Found[] {
  const names = head === '' ? { ...scope.names, ...scope.members?.('') } : (scope.members?.(head) ?? {});
  return Object.entries(names).flatMap(([key, type]) => {
    const path = head === '' ? key : `${head}.${key}`;
    const label = scope.label?.(path, locale) ?? labels[path] ?? key;
    const fit = fitOf(word, key, label);
    return fit === 0 ? [] : [{ fit: fit + 0.5, suggestion: { kind: 'name' as const, label, insert: key, caretBack: 0, type, detail: path } }];
  });
}

function functionsFor(word: string, locale: Locale): Found[] {
  return [...functions.values()].flatMap((one) => {
    const fit = fitOf(word, one.name, one.name);
    const insert = `${one.name}()`;
    const takesNone = one.forms.every(({ params }) => params.length === 0);
    return fit === 0 ? [] : [{ fit, suggestion: { kind: 'function' as const, label: one.name, insert, caretBack: takesNone ? 0 : 1, type: one.result, detail: writtenForm(one.name, one, locale), info: one.doc[locale] } }];
  });
}

function choicesFor(callee: string, argument: number): readonly string[] {
  const description = functionNamed(callee);
  return description ? (paramAt(formAt(description, argument), argument)?.choices ?? []) : [];
}

const asText = (choice: string): Suggestion => ({ kind: 'text', label: `"${choice}"`, insert: `"${choice}"`, caretBack: 0, type: 'text', detail: '' });

/** Replaces the text that is begun, with its closing quote when there is one. */
function textChoices(text: string, quoteFrom: number, caret: number, choices: readonly string[]): Suggestions | null {
  const written = text.slice(quoteFrom + 1, caret).toLowerCase();
  const closed = /^["”]/.test(text.slice(caret));
  const items = choices.filter((choice) => choice.toLowerCase().includes(written)).map((choice): Suggestion => ({ ...asText(choice), label: choice, insert: closed ? choice : `${choice}"` }));
  return items.length > 0 ? { from: quoteFrom + 1, items } : null;
}
