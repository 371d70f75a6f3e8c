/** Unusual reading as auditors see it, and the lifting of a freeze. */

import { Injectable } from '@nestjs/common';
import type { ReadingAlert } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { AlertNotFound, FreezeNotYours, FreezeOver } from './audit-errors.ts';

const MOST = 200;

interface Row {
  readonly id: string;
  readonly member: string;
  readonly member_name: string | null;
  readonly at: Date;
  readonly records: number;
  readonly frozen: boolean;
  readonly lifted_at: Date | null;
  readonly lifted_by: string | null;
  readonly lifter_name: string | null;
}

@Injectable()
export class ReadingAlerts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly changes: Changes,
  ) {}

  /** Newest first. */
  list({ workspace }: Pick<Actor, 'workspace'>): Promise<ReadingAlert[]> {
    return this.database.transaction(workspace.schema, async (db) => (await find(db)).map(viewOf));
  }

  /** The member may read again, and what they have read until now counts no more. */
  lift({ workspace, member }: Actor, id: string): Promise<ReadingAlert> {
    return this.database.transaction(workspace.schema, async (db) => {
      const [line] = await db.query<{ member: string; isFrozen: boolean }>('SELECT member, frozen AND lifted_at IS NULL AS "isFrozen" FROM _reading_alert WHERE id = $1 FOR UPDATE', [id]);
      if (!line) throw AlertNotFound({});
      if (line.member === member.id) throw FreezeNotYours({});
      if (!line.isFrozen) throw FreezeOver({});
      const at = this.clock.now();
      await db.query('UPDATE _reading_alert SET lifted_at = $2, lifted_by = $3 WHERE id = $1', [id, at, member.id]);
      await db.query('DELETE FROM _reading_count WHERE member = $1', [line.member]);
      await audit(db, { at, actor: member.id, action: 'reading.freezeLifted', target: line.member, detail: { alert: id } });
      await this.changes.announce(db, { kind: 'reading', workspace: workspace.id });
      const [lifted] = await find(db, id);
      if (!lifted) throw AlertNotFound({});
      return viewOf(lifted);
    });
  }
}

const find = (db: Db, id: string | null = null): Promise<Row[]> =>
  db.query<Row>(
    `SELECT r.id, r.member, m.name AS member_name, r.at, r.records, r.frozen, r.lifted_at, r.lifted_by, l.name AS lifter_name
     FROM _reading_alert r LEFT JOIN _member m ON m.id = r.member LEFT JOIN _member l ON l.id = r.lifted_by
     WHERE $1::uuid IS NULL OR r.id = $1::uuid ORDER BY r.at DESC, r.id DESC LIMIT ${MOST}`,
    [id],
  );

const viewOf = (row: Row): ReadingAlert => ({
  id: row.id,
  member: { id: row.member, label: row.member_name ?? '' },
  at: row.at.toISOString(),
  records: row.records,
  frozen: row.frozen,
  liftedAt: row.lifted_at?.toISOString() ?? null,
  liftedBy: row.lifted_by === null ? null : { id: row.lifted_by, label: row.lifter_name ?? '' },
});
