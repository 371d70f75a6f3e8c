/** JSON objects as SQL text that joins their parts. */

import { quoteLiteral } from './quoting.ts';

/** Pairs of a key and the SQL of its JSON text. Grouped, so that long rows are not copied once per field. */
export function objectText(entries: readonly (readonly [key: string, json: string])[]): string {
  const pieces = entries.map(([key, json], index) => `${quoteLiteral(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`)} || ${json}`);
  const groups: string[] = [];
  for (let start = 0; start < pieces.length; start += 16) groups.push(pieces.slice(start, start + 16).join(' || '));
  const body = groups.length > 1 ? groups.map((group) => `(${group})`).join(' || ') : groups.join('');
  return body === '' ? `'{}'` : `'{' || ${body} || '}'`;
}
