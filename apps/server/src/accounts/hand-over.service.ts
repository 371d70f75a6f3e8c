/**
 * Handing over what a member has to another one. Whoever leaves is shut out in the transaction that starts it: disabled, without
 * sessions, keys, links and places. What they own, are named in and have to do is moved in the background (hand-over-runner.ts).
 */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, ActionForbidden, RequestInvalid, type HandOverView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { SharesService } from '../shares/shares.service.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { MemberNotFound, MEMBER_UNKNOWN } from './account-errors.ts';
import { ApiKeysService } from './api-keys.service.ts';
import { rolesNow } from './effective-roles.ts';
import { HAND_OVER_TO_DISABLED, HAND_OVER_TO_SELF, HandOverNotFound, HandOverUnderWay } from './hand-over-errors.ts';
import { handOverView, NOTHING_MOVED, type HandOverLine, type HandOverReport } from './hand-over-line.ts';
import { HandOverRunner } from './hand-over-runner.ts';
import { MembersService } from './members.service.ts';

@Injectable()
export class HandOverService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly keys: ApiKeysService,
    private readonly shares: SharesService,
    private readonly runner: HandOverRunner,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  async start(actor: Actor, from: string, { to, leaves }: { to: string; leaves: boolean }): Promise<HandOverView> {
    const view = await this.database.transaction(actor.workspace.schema, async (db) => {
      if (!(await rolesNow(db, actor.member.id)).includes(ADMIN_ROLE)) throw ActionForbidden({ action: 'admin' });
      // Before the two of them, as whoever changes a member does it in this order.
      const ended = leaves ? await this.shutOut(db, actor, from) : NOTHING_MOVED;
      const people = await db.query<{ id: string; name: string; status: string }>('SELECT id, name, status FROM _member WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [[from, to]]);
      const [giver, taker] = [from, to].map((id) => people.find((one) => one.id === id));
      if (!giver) throw MemberNotFound({});
      const problem = from === to ? HAND_OVER_TO_SELF : !taker ? MEMBER_UNKNOWN : taker.status === 'disabled' ? HAND_OVER_TO_DISABLED : null;
      if (problem) throw RequestInvalid({}, { fields: [{ path: 'to', ...problem }] });
      const [underWay] = await db.query(`SELECT FROM _hand_over WHERE from_member = $1 AND status IN ('waiting', 'running')`, [from]);
      if (underWay) throw HandOverUnderWay({ name: giver.name });
      const [line] = await db.query<HandOverLine>(
        `INSERT INTO _hand_over (id, from_member, to_member, leaves, status, report, started_at, started_by) VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7) RETURNING *`,
        [newId(), from, to, leaves, JSON.stringify(ended), this.clock.now(), actor.member.id],
      );
      const begun = line as HandOverLine;
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'handOver.started', target: from, detail: { to, leaves, handOver: begun.id } });
      return handOverView(db, actor.design, actor.locale, begun);
    });
    this.runner.wake();
    return view;
  }

  read(actor: Actor, id: string): Promise<HandOverView> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const [line] = await db.query<HandOverLine>('SELECT * FROM _hand_over WHERE id = $1', [id]);
      if (!line) throw HandOverNotFound({});
      return handOverView(db, actor.design, actor.locale, line);
    });
  }

  /** From here on the member does nothing any more; says how much of theirs has ended. */
  private async shutOut(db: Db, actor: Actor, member: string): Promise<HandOverReport> {
    const { id: workspace } = actor.workspace;
    const [open] = await db.query<{ sessions: number }>('SELECT count(*)::int AS sessions FROM tessera.session WHERE workspace_id = $1 AND member_id = $2 AND expires_at > $3', [workspace, member, this.clock.now()]);
    await this.members.updateIn(db, actor, member, { disabled: true });
    const keys = await this.keys.endAllOf(db, workspace, member);
    const shares = await this.shares.endAllOf(db, member, actor.member.id);
    await db.query('LOCK TABLE _group, _department IN SHARE ROW EXCLUSIVE MODE');
    const groups = await db.query('DELETE FROM _group_member WHERE member = $1 RETURNING "group"', [member]);
    const places = await db.query<{ id: string }>('DELETE FROM _department_member WHERE member = $1 RETURNING department AS id', [member]);
    const led = await db.query<{ id: string }>('UPDATE _department SET supervisor = NULL WHERE supervisor = $1 AND deleted_at IS NULL RETURNING id', [member]);
    await this.changes.announce(db, { kind: 'members', workspace });
    const departments = new Set([...places, ...led].map(({ id }) => id)).size;
    return { ...NOTHING_MOVED, sessions: open?.sessions ?? 0, keys, shares, groups: groups.length, departments };
  }
}
