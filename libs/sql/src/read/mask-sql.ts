/** The text a value is shown as where it is masked: what `maskText` of @tessera/model says, in SQL. */

import type { Mask } from '@tessera/contract';
import { MASKED, showsPart, type FieldModel } from '@tessera/model';
import { quoteLiteral } from '../quoting.ts';

/** Of an expression of the field's kind; NULL stays NULL. */
export function maskedText(field: FieldModel, { start, end, domain }: Mask, value: string): string {
  if (!showsPart(field)) return `CASE WHEN ${value} IS NOT NULL THEN ${quoteLiteral(MASKED)} END`;
  if (!domain) return endsOf(start, end, value);
  const tail = `substring(${value} from '@[^@]*$')`;
  const before = `left(${value}, char_length(${value}) - char_length(${tail}))`;
  return `CASE WHEN ${tail} IS NULL THEN ${endsOf(start, end, value)} ELSE ${endsOf(start, end, before)} || ${tail} END`;
}

function endsOf(start: number, end: number, text: string): string {
  const length = `char_length(${text})`;
  const most = `(${length} - greatest((${length} + 2) / 3, least(4, (${length} + 1) / 2)))`;
  const first = `least(${Math.trunc(start)}, ${most})`;
  const head = start > 0 ? `left(${text}, ${first}) || ` : '';
  const tail = end > 0 ? ` || right(${text}, least(${Math.trunc(end)}, ${most}${start > 0 ? ` - ${first}` : ''}))` : '';
  // An empty text still says that something is there; NULL does not.
  return head === '' && tail === '' ? `CASE WHEN ${text} IS NOT NULL THEN ${quoteLiteral(MASKED)} END` : `${head}${quoteLiteral(MASKED)}${tail}`;
}
