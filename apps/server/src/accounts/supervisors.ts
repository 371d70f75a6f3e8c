/**
 * Who is above whom, for approvals that climb: pure, over the departments as they are. A vacant place is passed over, so is
 * being one's own supervisor, and nobody is met twice, whatever the tree looks like.
 */

import type { Department } from '@tessera/contract';

/**
 * From the nearest to the highest: the n-th is the n-th supervisor. Whoever works in several departments goes by the one deepest
 * in the tree that has anybody above them (of equals the first); whoever works in none, by those they lead.
 */
export function supervisorsOf(tree: readonly Department[], memberId: string): string[] {
  const byId = new Map(tree.map((one) => [one.id, one]));
  const employed = tree.filter(({ members }) => members.includes(memberId));
  const from = employed.length > 0 ? employed : tree.filter(({ supervisor }) => supervisor === memberId);
  const ways = from.map((start) => wayUp(byId, start)).sort((a, b) => b.length - a.length);
  for (const way of ways) {
    const above = new Set(way.flatMap(({ supervisor }) => (supervisor === null || supervisor === memberId ? [] : [supervisor])));
    if (above.size > 0) return [...above];
  }
  return [];
}

/** The department and all it is below of; ends where it would go round. */
function wayUp(byId: ReadonlyMap<string, Department>, start: Department): readonly Department[] {
  const way = new Set<Department>();
  for (let at: Department | undefined = start; at !== undefined && !way.has(at); at = at.parent === null ? undefined : byId.get(at.parent)) way.add(at);
  return [...way];
}
