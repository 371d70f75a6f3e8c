/** Two people saved the same record: what the second still wants to write after having seen the first's. Pure. */

import type { VersionConflict } from '@tessera/contract';

export type Choice = 'theirs' | 'yours';

/** Fields both wrote; only these need a decision. */
export const contested = (conflict: VersionConflict): VersionConflict['fields'] => conflict.fields.filter((field) => 'yours' in field);

export const changedBesides = (conflict: VersionConflict): VersionConflict['fields'] => conflict.fields.filter((field) => !('yours' in field));

/** The changes to send again; without a choice the other's value stays. */
export function resolvedChanges(changes: Readonly<Record<string, unknown>>, conflict: VersionConflict, choices: Readonly<Record<string, Choice>>): Record<string, unknown> {
  const dropped = new Set(contested(conflict).filter(({ field }) => choices[field] !== 'yours').map(({ field }) => field));
  return Object.fromEntries(Object.entries(changes).filter(([field]) => !dropped.has(field)));
}

export function isVersionConflict(details: unknown): details is VersionConflict {
  const conflict = details as Partial<VersionConflict> | null | undefined;
  return typeof conflict?.version === 'number' && Array.isArray(conflict.fields);
}
