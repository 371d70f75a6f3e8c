import type { Filter } from '@tessera/contract';

/** Both must hold. Pure. */
export function bothFilters(first: Filter | undefined, second: Filter | undefined): Filter | undefined {
  if (!first) return second;
  return second ? { and: [first, second] } : first;
}
