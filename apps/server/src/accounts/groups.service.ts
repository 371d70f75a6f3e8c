/**
 * Groups of members: whoever is in one holds its roles besides their own. Nobody gives or takes through a group what they do
 * not hold, except administrators: neither a role of the group, nor a place in a group that has it.
 */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, RequestInvalid, type Group, type SaveGroup } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { MEMBER_UNKNOWN } from './account-errors.ts';
import { rolesNow } from './effective-roles.ts';
import { GROUP_ROLE_ADMIN, GroupNameTaken, GroupNotFound, GroupRolesNotHeld, GroupsTooMany } from './group-errors.ts';
import { withoutWidening } from './own-reach.ts';
import { checkGrant } from './role-grants.ts';

const MOST_GROUPS = 2_000;

@Injectable()
export class GroupsService {
  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor): Promise<Group[]> {
    return this.database.transaction(actor.workspace.schema, (db) => loadGroups(db));
  }

  create(actor: Actor, wanted: SaveGroup): Promise<Group> {
    return this.change(actor, async (db, groups) => {
      if (groups.length >= MOST_GROUPS) throw GroupsTooMany({ most: MOST_GROUPS });
      const after: Group = { id: newId(), ...cleaned(wanted) };
      await this.check(db, actor, groups, null, after);
      await db.query('INSERT INTO _group (id, name, roles, created_at) VALUES ($1, $2, $3, $4)', [after.id, after.name, after.roles, this.clock.now()]);
      await staff(db, after);
      await this.note(db, actor, 'group.created', after.id, { name: after.name, roles: after.roles, members: after.members });
      return after;
    });
  }

  save(actor: Actor, id: string, wanted: SaveGroup): Promise<Group> {
    return this.change(actor, async (db, groups) => {
      const before = groups.find((one) => one.id === id);
      if (!before) throw GroupNotFound({});
      const after: Group = { id, ...cleaned(wanted) };
      await this.check(db, actor, groups, before, after);
      await db.query('UPDATE _group SET name = $2, roles = $3 WHERE id = $1', [id, after.name, after.roles]);
      await staff(db, after);
      await this.note(db, actor, 'group.updated', id, differences(before, after));
      return after;
    });
  }

  delete(actor: Actor, id: string): Promise<void> {
    return this.change(actor, async (db, groups) => {
      const before = groups.find((one) => one.id === id);
      if (!before) throw GroupNotFound({});
      await this.check(db, actor, groups, before, { ...before, roles: [], members: [] });
      await db.query('DELETE FROM _group WHERE id = $1', [id]);
      await this.note(db, actor, 'group.deleted', id, { name: before.name, roles: before.roles, members: before.members });
    });
  }

  /** One change at a time, and no role is deleted meanwhile (roles.service.ts locks the same table). */
  private change<T>(actor: Actor, work: (db: Db, groups: readonly Group[]) => Promise<T>): Promise<T> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await db.query('LOCK TABLE _group IN SHARE ROW EXCLUSIVE MODE');
      const done = await withoutWidening(db, this.models, actor.member.id, async () => work(db, await loadGroups(db)));
      await this.changes.announce(db, { kind: 'members', workspace: actor.workspace.id });
      return done;
    });
  }

  private async check(db: Db, actor: Actor, groups: readonly Group[], before: Group | null, after: Group): Promise<void> {
    if (after.name === '') throw RequestInvalid({}, { fields: [{ path: 'name', code: 'REQUIRED', message: { en: 'Give it a name.', 'zh-CN': '请填写名称。' } }] });
    if (groups.some(({ id, name }) => id !== after.id && name === after.name)) throw GroupNameTaken({ name: after.name });
    const granter = await rolesNow(db, actor.member.id);
    const problems = checkGrant(await this.models.loadIn(db), { granter, before: before?.roles ?? [], after: after.roles });
    after.roles.forEach((role, index) => {
      if (role === ADMIN_ROLE) problems.push({ path: `roles.${index}`, ...GROUP_ROLE_ADMIN });
    });
    const known = new Set((await db.query<{ id: string }>('SELECT id FROM _member WHERE id = ANY ($1::uuid[]) FOR KEY SHARE', [after.members])).map(({ id }) => id));
    after.members.forEach((member, index) => {
      if (!known.has(member)) problems.push({ path: `members.${index}`, ...MEMBER_UNKNOWN });
    });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
    const moves = (before?.members ?? []).some((member) => !after.members.includes(member)) || after.members.some((member) => !before?.members.includes(member));
    const beyond = [...new Set([...(before?.roles ?? []), ...after.roles])].filter((role) => !granter.includes(role));
    if (moves && beyond.length > 0 && !granter.includes(ADMIN_ROLE)) throw GroupRolesNotHeld({ roles: beyond.join(', ') });
  }

  private note(db: Db, actor: Actor, action: string, target: string, detail: Record<string, unknown>): Promise<void> {
    return audit(db, { at: this.clock.now(), actor: actor.member.id, action, target, detail });
  }
}

/** By name; their members by name. */
async function loadGroups(db: Db): Promise<Group[]> {
  return db.query<Group>(
    `SELECT g.id, g.name, g.roles,
       ARRAY(SELECT gm.member::text FROM _group_member gm JOIN _member p ON p.id = gm.member WHERE gm."group" = g.id ORDER BY p.name COLLATE "zh-x-icu", p.id) AS members
     FROM _group g ORDER BY g.name COLLATE "zh-x-icu", g.id`,
  );
}

async function staff(db: Db, { id, members }: Group): Promise<void> {
  await db.query('DELETE FROM _group_member WHERE "group" = $1 AND NOT member = ANY ($2::uuid[])', [id, members]);
  await db.query('INSERT INTO _group_member ("group", member) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING', [id, members]);
}

const cleaned = ({ name, members, roles }: SaveGroup): Omit<Group, 'id'> => ({ name: name.trim().replaceAll(/\s+/g, ' '), members: [...new Set(members)], roles: [...new Set(roles)] });

function differences(before: Group, after: Group): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const key of ['name', 'members', 'roles'] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = { from: before[key], to: after[key] };
  }
  return changes;
}
