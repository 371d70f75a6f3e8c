/**
 * Looking through another member's eyes: the session remembers whom, and its actor is then that member's (session-gate.ts). What
 * the pipeline refuses meanwhile is http/api.ts. Both ends are in the trail with the administrator's name.
 */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, ActionForbidden, SignInRequired } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { MemberNotFound } from './account-errors.ts';
import { rolesNow } from './effective-roles.ts';
import { SessionGate } from './session-gate.ts';

@Injectable()
export class ViewAsService {
  constructor(
    private readonly database: Database,
    private readonly gate: SessionGate,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** The actor the session has from now on. */
  async start(actor: Actor, memberId: string): Promise<Actor> {
    await this.database.transaction(actor.workspace.schema, async (db) => {
      if (!(await rolesNow(db, actor.member.id)).includes(ADMIN_ROLE)) throw ActionForbidden({ action: 'admin' });
      const [viewed] = await db.query<{ name: string }>(`SELECT name FROM _member WHERE id = $1 AND status <> 'disabled' FOR SHARE`, [memberId]);
      if (!viewed || memberId === actor.member.id) throw MemberNotFound({});
      await db.query('UPDATE tessera.session SET view_as = $2 WHERE id = $1', [actor.session.id, memberId]);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'viewAs.started', target: memberId });
      await this.changes.announce(db, { kind: 'session', session: actor.session.id });
    });
    return this.actorNow(actor);
  }

  /** Oneself again; also when one was so already. */
  async end(actor: Actor): Promise<Actor> {
    await this.database.transaction(actor.workspace.schema, async (db) => {
      await this.endWhere(db, actor.workspace.id, 's.id = $2', actor.session.id);
    });
    return this.actorNow(actor);
  }

  /** In the transaction after which the member may look through nobody's eyes any more. */
  async endBy(db: Db, workspaceId: string, memberId: string): Promise<void> {
    await this.endWhere(db, workspaceId, 's.member_id = $2', memberId);
  }

  /** In the transaction after which nobody may look through the member's eyes any more. */
  async endOn(db: Db, workspaceId: string, memberId: string): Promise<void> {
    await this.endWhere(db, workspaceId, 's.view_as = $2', memberId);
  }

  private async endWhere(db: Db, workspaceId: string, condition: string, value: string): Promise<void> {
    const ended = await db.query<{ id: string; member_id: string; view_as: string }>(
      `UPDATE tessera.session t SET view_as = NULL FROM (SELECT s.id, s.view_as FROM tessera.session s WHERE workspace_id = $1 AND view_as IS NOT NULL AND ${condition} FOR UPDATE) was
       WHERE t.id = was.id RETURNING t.id, t.member_id, was.view_as`,
      [workspaceId, value],
    );
    for (const { id, member_id: actor, view_as: target } of ended) {
      await audit(db, { at: this.clock.now(), actor, action: 'viewAs.ended', target });
      await this.changes.announce(db, { kind: 'session', session: id });
    }
  }

  private async actorNow(actor: Actor): Promise<Actor> {
    const now = await this.gate.actorOfSession(actor.session.id);
    if (!now) throw SignInRequired({});
    return now;
  }
}
