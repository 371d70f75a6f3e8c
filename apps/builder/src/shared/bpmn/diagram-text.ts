/** What both diagrams do about text: one font, loaded before anything is measured, and names in the person's language with room for them. */

import type TextRenderer from 'bpmn-js/lib/draw/TextRenderer';
import type { Locale } from '@tessera/contract';
import { exchangeNames, type NamedModdle } from './bilingual-names.ts';
import { fitLabels } from './fit-labels.ts';

const FONT_SIZE = 12;
const FONT_WAIT_MS = 2000;

/** bpmn-js measures on a canvas, which knows no `inherit`: the font must be named. */
export const fontOf = (container: HTMLElement): string => getComputedStyle(container).fontFamily;

export const textOptions = (font: string) => ({ defaultStyle: { fontFamily: font, fontSize: FONT_SIZE }, externalStyle: { fontFamily: font, fontSize: FONT_SIZE } });

/** Web fonts come in parts by character; a text measured before its part is there is drawn beside its place. */
export async function loadFontFor(text: string, font: string): Promise<void> {
  const letters = [...new Set(text)].join('');
  const late = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS));
  await Promise.race([document.fonts.load(`${FONT_SIZE}px ${font}`, letters).catch(() => []), late]);
}

/** After parsing and before drawing. */
export function prepareDefinitions(definitions: NamedModdle, locale: Locale, textRenderer: TextRenderer): void {
  if (locale === 'en') exchangeNames(definitions);
  fitLabels(definitions, (bounds, text) => textRenderer.getExternalLabelBounds(bounds, text));
}
