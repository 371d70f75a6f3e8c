/** History entries as people think of them: one save is one event, with the rows of subforms it touched. Pure. */

import type { HistoryEntry } from '@tessera/contract';

export interface HistoryGroup {
  readonly id: string;
  readonly at: string;
  readonly actor: HistoryEntry['actor'];
  readonly via: HistoryEntry['via'];
  /** What happened to the record itself; null when only rows changed. */
  readonly own: HistoryEntry | null;
  readonly rows: readonly HistoryEntry[];
}

/** `entries` newest first; so are the groups. Entries of one moment, person and way belong together. */
export function groupHistory(entries: readonly HistoryEntry[]): readonly HistoryGroup[] {
  const groups: { -readonly [K in keyof HistoryGroup]: HistoryGroup[K] }[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const fits = last && sameMoment(last, entry) && (entry.row !== undefined || last.own === null);
    if (!fits) groups.push({ id: entry.id, at: entry.at, actor: entry.actor, via: entry.via, own: entry.row ? null : entry, rows: entry.row ? [entry] : [] });
    else if (entry.row) last.rows = [...last.rows, entry];
    else last.own = entry;
  }
  return groups;
}

const sameMoment = (group: HistoryGroup, entry: HistoryEntry): boolean =>
  group.at === entry.at && group.actor?.id === entry.actor?.id && group.via.kind === entry.via.kind && group.via.ref === entry.via.ref;
