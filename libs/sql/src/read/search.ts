/**
 * The search box of a list: a substring, whatever the case, in any readable text field of the record itself. Where the
 * entity's search index is ready it finds the records that may hold it; which do is asked of what the actor may read.
 */

import { indexedPart, searchedFields, SEARCH_READY } from '../search-index.ts';
import { likePattern, textMatch } from '../text-match.ts';
import type { ReadStatement } from './read-context.ts';
import type { SecuredRelation } from './secured-relation.ts';

/** No condition for a blank search; a condition that nothing meets when no readable field is searchable. */
export function searchCondition(read: ReadStatement, relation: SecuredRelation, search: string | undefined): string[] {
  const words = search?.trim() ?? '';
  if (words === '') return [];
  const { entity } = relation;
  const searched = searchedFields(entity).filter((field) => relation.hasClear(field));
  // No text in the database holds NUL, and Postgres refuses to be sent it.
  if (searched.length === 0 || words.includes('\0')) return ['FALSE'];
  const part = read.stored?.has(`${entity.key}.${SEARCH_READY}`) ? indexedPart(words) : null;
  const narrowed = part === null ? [] : [`${relation.said()} LIKE ${read.statement.bind(likePattern('%', part, '%'), 'text')}`];
  const holds = textMatch(read.statement, '%', words, '%');
  return [...narrowed, `(${searched.map((field) => holds(relation.column(field))).join(' OR ')})`];
}
