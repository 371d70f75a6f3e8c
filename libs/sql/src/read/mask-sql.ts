/** The text a value is shown as where it is masked: what `maskText` of @tessera/model says, in SQL. */

import type { Mask } from '@tessera/contract';
import { MASKED, mostShown, showsPart, type FieldModel } from '@tessera/model';
import { quoteLiteral } from '../quoting.ts';

/** Of an expression of the field's kind; NULL stays NULL. */
export function maskedText(field: FieldModel, { start, end, domain }: Mask, value: string): string {
  if (!showsPart(field)) return `CASE WHEN ${value} IS NOT NULL THEN ${quoteLiteral(MASKED)} END`;
  if (!domain) return endsOf(Math.trunc(start), Math.trunc(end), value);
  const tail = `substring(${value} from '@[^@]*$')`;
  const before = `left(${value}, char_length(${value}) - char_length(${tail}))`;
  return `CASE WHEN ${tail} IS NULL THEN ${endsOf(Math.trunc(start), Math.trunc(end), value)} ELSE ${endsOf(Math.trunc(start), Math.trunc(end), before)} || ${tail} END`;
}

/** Most values are long enough to show all that the mask allows, which asks for their length once. */
function endsOf(start: number, end: number, text: string): string {
  if (start + end === 0) return `CASE WHEN ${text} IS NOT NULL THEN ${quoteLiteral(MASKED)} END`;
  const length = `char_length(${text})`;
  const shown = (first: string, last: string): string => [start > 0 ? `left(${text}, ${first})` : '', quoteLiteral(MASKED), end > 0 ? `right(${text}, ${last})` : ''].filter((part) => part !== '').join(' || ');
  const most = `(${length} - greatest((${length} + 2) / 3, least(4, (${length} + 1) / 2)))`;
  const first = `least(${start}, ${most})`;
  const last = start > 0 ? `least(${end}, ${most} - ${first})` : `least(${end}, ${most})`;
  return `CASE WHEN ${length} >= ${shortestWhole(start + end)} THEN ${shown(String(start), String(end))} ELSE ${shown(first, last)} END`;
}

/** The length from which on so many characters may be shown. */
function shortestWhole(shown: number): number {
  let length = shown;
  while (mostShown(length) < shown) length += 1;
  return length;
}
