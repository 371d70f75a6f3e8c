/**
 * How much of a value is shown to those who may see it only masked. libs/sql says the same in SQL (read/mask-sql.ts).
 * Characters are code points, as Postgres counts them.
 */

import type { Mask } from '@tessera/contract';
import type { FieldModel } from '../design.ts';

/** Stands for what is not shown, however much that is. */
export const MASKED = '****';

/**
 * So many characters of the start and the end, the start first, as far as enough stays hidden: a third, and at least four
 * characters or half of a short value. With `domain` that is said of what is before the last @, and what follows it is shown as well.
 */
export function maskText(mask: Mask, text: string): string {
  const at = mask.domain ? text.lastIndexOf('@') : -1;
  const characters = [...(at < 0 ? text : text.slice(0, at))];
  const most = mostShown(characters.length);
  const start = Math.min(mask.start, most);
  const end = Math.min(mask.end, most - start);
  return `${characters.slice(0, start).join('')}${MASKED}${characters.slice(characters.length - end).join('')}${at < 0 ? '' : text.slice(at)}`;
}

/** How many characters of a text of this length are shown at most. */
export const mostShown = (length: number): number => length - Math.max(Math.ceil(length / 3), Math.min(4, Math.ceil(length / 2)));

/** Whether some of its characters may be shown: a choice, a formatted text or anything that is no text shows nothing. */
export const showsPart = ({ valueType, document }: FieldModel): boolean =>
  valueType.valueKind === 'text' && !valueType.html && document.options?.['choices'] === undefined;

/** A value in wire form; an empty one has nothing to be masked and is null. */
export function maskValue(field: FieldModel, mask: Mask, value: unknown): string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return showsPart(field) && typeof value === 'string' ? maskText(mask, value) : MASKED;
}
