/**
 * A diagram as people look at it who do not design processes: shapes, names and flows. What it decides by and what it sets,
 * formulas, fields and notes of designers, is left out: it may tell of fields its reader does not know. Pure.
 */

import { TESSERA_URI } from '@tessera/process';

const ELEMENTS = ['extensionElements', 'conditionExpression', 'documentation'];

export function drawingOf(xml: string): string {
  const bare = ELEMENTS.reduce((text, name) => text.replaceAll(elementNamed(name), ''), xml);
  const prefixes = [...bare.matchAll(/xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].flatMap(([, prefix = '', uri, other]) => ((uri ?? other) === TESSERA_URI ? [prefix] : []));
  return prefixes.reduce((text, prefix) => text.replaceAll(new RegExp(`\\s${prefix.replaceAll('.', '\\.')}:(?!nameEn\\b)[\\w.-]+\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), ''), bare);
}

/** With everything inside; they are never inside one of their own kind. */
const elementNamed = (name: string): RegExp => new RegExp(`<(?:[\\w.-]+:)?${name}\\b(?:"[^"]*"|'[^']*'|[^'">])*?(?:/>|>[\\s\\S]*?</(?:[\\w.-]+:)?${name}\\s*>)`, 'g');
