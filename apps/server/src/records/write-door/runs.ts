/** A batch as stretches of changes of one kind that can go together: no record is named twice in one. */

import type { DoorChange } from './changes.ts';

export interface PlacedChange {
  /** Place in the batch. */
  readonly index: number;
  readonly change: DoorChange;
}

export interface Run {
  readonly op: DoorChange['op'];
  readonly changes: readonly PlacedChange[];
}

export function runsOf(changes: readonly DoorChange[]): readonly Run[] {
  const runs: { op: DoorChange['op']; changes: PlacedChange[]; named: Set<string> }[] = [];
  changes.forEach((given, index) => {
    const change = 'id' in given ? { ...given, id: given.id.toLowerCase() } : given;
    const name = nameOf(change);
    const last = runs.at(-1);
    const joins = last?.op === change.op && (name === null || !last.named.has(name));
    const run = joins ? last : { op: change.op, changes: [], named: new Set<string>() };
    if (!joins) runs.push(run);
    run.changes.push({ index, change });
    if (name !== null) run.named.add(name);
  });
  return runs;
}

/** What the change names its record by; null for a new one. */
function nameOf(change: DoorChange): string | null {
  if (change.op === 'create') return null;
  if (change.op === 'upsert') return JSON.stringify(change.by.map((field) => String(change.values[field]).toLowerCase()));
  return change.id;
}

/** Ids of records that a batch of several stretches changes, each once, in their order: locked first, nobody waits for one who waits for them. */
export function idsOf(changes: readonly DoorChange[]): readonly string[] {
  return [...new Set(changes.flatMap((change) => ('id' in change ? [change.id.toLowerCase()] : [])))].sort();
}
