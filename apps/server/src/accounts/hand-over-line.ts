/** The line of a hand-over in `_hand_over`, and how it is shown. */

import { textIn, type HandOverView, type Locale, type LocalizedText } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Db } from '../platform/database.ts';

/** As it is stored; entities by their key alone. */
export interface HandOverReport {
  readonly records: readonly { readonly entity: string; readonly moved: number; readonly refused: number }[];
  readonly tasks: number;
  readonly sessions: number;
  readonly keys: number;
  readonly shares: number;
  readonly groups: number;
  readonly departments: number;
}

/** The last record that was looked at. Null before the first. */
export interface HandOverProgress {
  readonly entity: string;
  readonly id: string;
}

export interface HandOverLine {
  readonly id: string;
  readonly from_member: string;
  readonly to_member: string;
  readonly leaves: boolean;
  readonly status: HandOverView['status'];
  readonly report: HandOverReport;
  readonly progress: HandOverProgress | null;
  readonly problem: LocalizedText | null;
  readonly started_at: Date;
  readonly started_by: string;
  readonly finished_at: Date | null;
}

export const NOTHING_MOVED: HandOverReport = { records: [], tasks: 0, sessions: 0, keys: 0, shares: 0, groups: 0, departments: 0 };

export async function handOverView(db: Db, design: Design, locale: Locale, line: HandOverLine): Promise<HandOverView> {
  const names = new Map((await db.query<{ id: string; name: string }>('SELECT id, name FROM _member WHERE id = ANY ($1::uuid[])', [[line.from_member, line.to_member]])).map(({ id, name }) => [id, name]));
  const labelOf = (entity: string): string => {
    const document = design.entities.get(entity)?.document;
    return document ? textIn(document.label, locale) : entity;
  };
  const ref = (id: string) => ({ id, label: names.get(id) ?? '' });
  return {
    id: line.id,
    from: ref(line.from_member),
    to: ref(line.to_member),
    status: line.status,
    startedAt: line.started_at.toISOString(),
    finishedAt: line.finished_at?.toISOString() ?? null,
    problem: line.problem && textIn(line.problem, locale),
    report: { ...line.report, records: line.report.records.map((moved) => ({ ...moved, label: labelOf(moved.entity) })) },
  };
}
