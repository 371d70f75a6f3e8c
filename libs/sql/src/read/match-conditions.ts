/** What a filter and a search ask of rows, over the secured relation: the same for pages, counts, groups and exports. */

import type { Filter } from '@tessera/contract';
import { filterCondition } from '../condition.ts';
import type { ReadStatement } from './read-context.ts';
import { searchCondition } from './search.ts';
import { securedRows, type SecuredRelation } from './secured-relation.ts';

/** Conditions that all must hold; none when nothing was asked. */
export function matchConditions(read: ReadStatement, relation: SecuredRelation, filter: Filter | null, search: string | undefined): string[] {
  const filtered = filter === null ? [] : [filterCondition(read, securedRows(read, relation), filter)];
  return [...filtered, ...searchCondition(read, relation, search)];
}
