/** While the caret is inside the brackets of a function: how it is written, with the parameter at hand in bold. */

import { Facet, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import type { Locale } from '@tessera/contract';
import { formAt, signatureParts } from './signature.ts';
import { functionNamed } from './suggestions.ts';
import { placeAt } from './written-place.ts';

const left = StateEffect.define<null>();

const language = Facet.define<() => Locale, () => Locale>({ combine: ([locale = () => 'en']) => locale });

const shownSignature = StateField.define<Tooltip | null>({
  create: () => null,
  // Nothing before the first key or click: a tooltip over a form that was only opened is in the way.
  update: (shown, { effects, docChanged, selection, state }) => {
    if (effects.some((effect) => effect.is(left))) return null;
    return docChanged || selection ? tooltipFor(state, state.facet(language)()) : shown;
  },
  provide: (field) => showTooltip.from(field),
});

export const signatureTooltip = (locale: () => Locale): Extension => [language.of(locale), shownSignature, EditorView.focusChangeEffect.of((_state, focused) => (focused ? null : left.of(null)))];

/** For a key; false when none is shown. */
export function hideSignature({ state, dispatch }: EditorView): boolean {
  if (!state.field(shownSignature, false)) return false;
  dispatch(state.update({ effects: left.of(null) }));
  return true;
}

function tooltipFor(state: EditorState, locale: Locale): Tooltip | null {
  const { main } = state.selection;
  if (!main.empty) return null;
  const call = placeAt(state.doc.toString(), main.head).calls.at(-1);
  const description = call && functionNamed(call.callee);
  if (!call || !description) return null;
  return {
    pos: call.from,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-formula-signature';
      dom.setAttribute('role', 'status');
      const code = dom.appendChild(document.createElement('code'));
      for (const { text, active } of signatureParts(description.name, formAt(description, call.argument), call.argument, locale)) {
        const part = document.createElement(active ? 'b' : 'span');
        part.textContent = text;
        code.append(part);
      }
      dom.appendChild(document.createElement('p')).textContent = description.doc[locale];
      return { dom };
    },
  };
}
