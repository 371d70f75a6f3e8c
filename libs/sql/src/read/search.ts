/** The search box of a list: a substring, whatever the case, in any readable text field of the record itself. */

import { textMatch } from '../text-match.ts';
import { isKnown } from './known-fields.ts';
import type { ReadStatement } from './read-context.ts';
import type { SecuredColumns } from './secured-relation.ts';

/** No condition for a blank search; a condition that nothing meets when no readable field is searchable. */
export function searchCondition(read: ReadStatement, columns: SecuredColumns, search: string | undefined): string[] {
  const words = search?.trim() ?? '';
  if (words === '') return [];
  const { key, fields } = columns.entity;
  const searched = [...fields.values()].filter((field) => field.valueType.searchable && isKnown(read, key, field.key));
  // No text in the database holds NUL, and Postgres refuses to be sent it.
  if (searched.length === 0 || words.includes('\0')) return ['FALSE'];
  const holds = textMatch(read.statement, '%', words, '%');
  return [`(${searched.map((field) => holds(columns.column(field.key))).join(' OR ')})`];
}
