/**
 * Whether a text holds another one, whatever the case; `%`, `_` and `\\` mean themselves.
 *
 * ILIKE folds every value by the rules of its collation, which for ICU costs ten times what LIKE does. So a
 * pattern without case (digits, Chinese) is matched by LIKE, and one of plain ASCII by ASCII's own folding.
 * Measured on 200,000 rows of ten fields: 1.9 s, 0.2 s and 0.7 s.
 */

import type { Statement } from './statement.ts';

/** Binds `before`, the text and `after` as one pattern; the result tests any number of columns against it. */
export function textMatch(statement: Statement, before: '%' | '', text: string, after: '%' | ''): (column: string) => string {
  const pattern = statement.bind(likePattern(before, text, after), 'text');
  if (text.toLowerCase() === text.toUpperCase()) return (column) => `${column} LIKE ${pattern}`;
  if (/^[\x01-\x7f]*$/.test(text)) return (column) => `${column} COLLATE "C" ILIKE ${pattern}`;
  return (column) => `${column} ILIKE ${pattern}`;
}

export const likePattern = (before: '%' | '', text: string, after: '%' | ''): string => `${before}${text.replace(/[\\%_]/g, '\\$&')}${after}`;
