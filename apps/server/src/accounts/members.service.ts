/** The people of a workspace: who they are, which roles they hold, whether they may still sign in. */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, RequestInvalid, type MemberView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { MemberAdminProtected, MemberLastAdmin, MemberNotFound } from './account-errors.ts';
import { rolesNow } from './effective-roles.ts';
import { InvitationRow } from './invitation.row.ts';
import { MemberRow } from './member.row.ts';
import { checkGrant } from './role-grants.ts';
import { Sessions } from './sessions.ts';
import { ViewAsService } from './view-as.service.ts';

const OPTIONS = 50;

@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly sessions: Sessions,
    private readonly views: ViewAsService,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor): Promise<MemberView[]> {
    const rows = await this.database.transaction(actor.workspace.schema, (db) =>
      db.query<MemberRow>('SELECT id, name, email, title, phone, roles, status FROM _member ORDER BY name COLLATE "zh-x-icu", id'),
    );
    return rows.map(viewOfMember);
  }

  /** For choosing one: whoever is not disabled. */
  async options(actor: Actor, search: string | undefined): Promise<{ id: string; label: string }[]> {
    const pattern = `%${(search ?? '').trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
    return this.database.transaction(actor.workspace.schema, (db) =>
      db.query<{ id: string; label: string }>(
        `SELECT id, name AS label FROM _member WHERE status <> 'disabled' AND name ILIKE $1 ORDER BY name COLLATE "zh-x-icu", id LIMIT ${OPTIONS}`,
        [pattern],
      ),
    );
  }

  async update(actor: Actor, id: string, change: { roles?: string[]; disabled?: boolean }): Promise<MemberView> {
    return viewOfMember(await this.database.transaction(actor.workspace.schema, (db) => this.updateIn(db, actor, id, change)));
  }

  /** In the caller's transaction; the member as they are then. */
  async updateIn(db: Db, actor: Actor, id: string, change: { roles?: string[]; disabled?: boolean }): Promise<MemberRow> {
    const administrators = await lockAdministrators(db);
    const before = await db.manager.findOne(MemberRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!before) throw MemberNotFound({});
    const granter = await rolesNow(db, actor.member.id);
    const after = changed(before, change);
    const problems = checkGrant(await this.models.loadIn(db), { granter, before: before.roles, after: after.roles });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
    if (change.disabled !== undefined && before.roles.includes(ADMIN_ROLE) && !granter.includes(ADMIN_ROLE)) throw MemberAdminProtected({});
    if (!isAdministrator(after) && administrators.length === 1 && administrators[0] === id) throw MemberLastAdmin({});
    await this.save(db, actor, before, after);
    return after;
  }

  private async save(db: Db, actor: Actor, before: MemberRow, after: MemberRow): Promise<void> {
    await db.manager.update(MemberRow, { id: after.id }, { roles: after.roles, status: after.status });
    await audit(db, {
      at: this.clock.now(),
      actor: actor.member.id,
      action: 'member.updated',
      target: after.id,
      detail: { roles: { from: before.roles, to: after.roles }, status: { from: before.status, to: after.status } },
    });
    if (isAdministrator(before) && !isAdministrator(after)) await this.views.endBy(db, actor.workspace.id, after.id);
    if (after.status !== 'disabled') {
      await this.changes.announce(db, { kind: 'member', workspace: actor.workspace.id, member: after.id });
      return;
    }
    await db.manager.delete(InvitationRow, { memberId: after.id });
    await this.views.endOn(db, actor.workspace.id, after.id);
    await this.sessions.endAllOf(db, actor.workspace.id, after.id);
  }
}

function changed(before: MemberRow, { roles, disabled }: { roles?: string[]; disabled?: boolean }): MemberRow {
  const enabled = before.status === 'disabled' ? (before.accountId === null ? 'imported' : 'active') : before.status;
  const status = disabled === undefined ? before.status : disabled ? 'disabled' : enabled;
  return { ...before, roles: roles === undefined ? before.roles : [...new Set(roles)], status };
}

const isAdministrator = ({ status, roles }: MemberRow): boolean => status === 'active' && roles.includes(ADMIN_ROLE);

/** Active administrators, locked so that two of them cannot remove each other at once. */
async function lockAdministrators(db: Db): Promise<string[]> {
  const rows = await db.query<{ id: string }>(`SELECT id FROM _member WHERE $1 = ANY (roles) AND status = 'active' ORDER BY id FOR UPDATE`, [ADMIN_ROLE]);
  return rows.map(({ id }) => id);
}

export function viewOfMember({ id, name, email, title, phone, roles, status }: MemberRow): MemberView {
  return { id, name, email: email ?? null, title: title ?? null, phone: phone ?? null, roles, status };
}
