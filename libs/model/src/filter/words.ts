/** What `contains` looks through: a text itself, HTML as people read it, of objects the members that hold words. */

import type { FieldType } from '../field-type.ts';
import { htmlToText } from '../values/html-text.ts';

export function wordsOf({ html, wordsAt }: Pick<FieldType, 'html' | 'wordsAt'>, value: unknown): readonly string[] {
  if (typeof value === 'string') return [html ? htmlToText(value) : value];
  return [value].flat().flatMap((one) => (typeof one === 'object' && one !== null ? wordsAt.flatMap((key) => ((one as Record<string, unknown>)[key] as string | undefined) ?? []) : []));
}
