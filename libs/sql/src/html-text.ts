/** The text people read of HTML as the write door keeps it: its only entities are those of `&`, `<` and `>`. See `htmlToText` of libs/model. */

import { TEXT_COLLATION } from './storage.ts';

export function textOfHtml(html: string): string {
  const lines = `regexp_replace(${html}, '<(?:br\\s*/?|/(?:p|div|li|h[1-6]|tr|blockquote|pre))>', chr(10), 'gi')`;
  const words = `regexp_replace(${lines}, '<[^<>]*>', '', 'g')`;
  return `(replace(replace(replace(${words}, '&lt;', '<'), '&gt;', '>'), '&amp;', '&') ${TEXT_COLLATION})`;
}
