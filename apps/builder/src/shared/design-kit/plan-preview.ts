/** What the previews of a plan mean for saving it: what must be chosen, and what stands in the way. Pure. */

import type { BodyOf, ChangePreview, designRoutes } from '@tessera/contract';

export type Unconvertible = NonNullable<BodyOf<typeof designRoutes.saveEntity>['unconvertible']>;

/** Records that stand in the way of nothing need no words, except that a change of type says all is well. */
export const shownPreviews = (previews: readonly ChangePreview[]): readonly ChangePreview[] => previews.filter((one) => one.records > 0 || one.kind === 'convert');

/** Fields with values that cannot be turned into the new type. */
export const undecided = (previews: readonly ChangePreview[], chosen: Unconvertible): readonly string[] =>
  previews.filter((one) => one.kind === 'convert' && one.records > 0 && chosen[one.field] !== 'clear').map((one) => one.field);

export const isBlocked = (previews: readonly ChangePreview[]): boolean => previews.some((one) => one.kind === 'unique' && one.records > 0);
