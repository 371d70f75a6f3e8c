/**
 * The departments of a workspace: a tree, and who works where. A deleted one keeps its name for the records that still
 * say it; it is no longer listed, staffed or chosen.
 */

import { Injectable } from '@nestjs/common';
import { RequestInvalid, type Department, type SaveDepartment } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { DepartmentCycle, DepartmentNameTaken, DepartmentNotEmpty, DepartmentNotFound, MEMBER_UNKNOWN } from './account-errors.ts';

/** Enough for any organisation, and few enough to send as one list. */
const MOST_DEPARTMENTS = 5_000;

@Injectable()
export class DepartmentsService {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor): Promise<Department[]> {
    return this.database.transaction(actor.workspace.schema, (db) => listIn(db));
  }

  create(actor: Actor, wanted: SaveDepartment): Promise<Department> {
    return this.change(actor, async (db, tree) => {
      const after: Department = { id: newId(), ...cleaned(wanted) };
      assertFits(tree, after);
      await db.query('INSERT INTO _department (id, name, parent, created_at) VALUES ($1, $2, $3, $4)', [after.id, after.name, after.parent, this.clock.now()]);
      await this.staff(db, actor, [], after);
      await this.note(db, actor, 'department.created', after.id, { name: after.name, parent: after.parent, members: after.members });
      return after;
    });
  }

  save(actor: Actor, id: string, wanted: SaveDepartment): Promise<Department> {
    return this.change(actor, async (db, tree) => {
      const before = tree.find((one) => one.id === id);
      if (!before) throw DepartmentNotFound({});
      const after: Department = { id, ...cleaned(wanted) };
      assertFits(tree, after);
      await db.query('UPDATE _department SET name = $2, parent = $3 WHERE id = $1', [id, after.name, after.parent]);
      await this.staff(db, actor, before.members, after);
      await this.note(db, actor, 'department.updated', id, differences(before, after));
      return after;
    });
  }

  delete(actor: Actor, id: string): Promise<void> {
    return this.change(actor, async (db, tree) => {
      const before = tree.find((one) => one.id === id);
      if (!before) throw DepartmentNotFound({});
      if (tree.some((one) => one.parent === id)) throw DepartmentNotEmpty({ name: before.name });
      await db.query('UPDATE _department SET deleted_at = $2 WHERE id = $1', [id, this.clock.now()]);
      await this.staff(db, actor, before.members, { ...before, members: [] });
      await this.note(db, actor, 'department.deleted', id, { name: before.name, members: before.members });
    });
  }

  /** One change of the tree at a time: two moves at once could close a circle that neither of them is. */
  private change<T>(actor: Actor, work: (db: Db, tree: readonly Department[]) => Promise<T>): Promise<T> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await db.query('LOCK TABLE _department IN SHARE ROW EXCLUSIVE MODE');
      return work(db, await listIn(db));
    });
  }

  private async staff(db: Db, actor: Actor, before: readonly string[], { id, members }: Department): Promise<void> {
    const known = await db.query<{ id: string }>('SELECT id FROM _member WHERE id = ANY ($1::uuid[]) FOR KEY SHARE', [members]);
    const unknown = members.findIndex((member) => !known.some((one) => one.id === member));
    if (unknown >= 0) throw RequestInvalid({}, { fields: [{ path: `members.${unknown}`, ...MEMBER_UNKNOWN }] });
    await db.query('DELETE FROM _department_member WHERE department = $1 AND NOT member = ANY ($2::uuid[])', [id, members]);
    await db.query('INSERT INTO _department_member (department, member) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING', [id, members]);
    for (const member of moved(before, members)) await this.changes.announce(db, { kind: 'member', workspace: actor.workspace.id, member });
  }

  private note(db: Db, actor: Actor, action: string, target: string, detail: Record<string, unknown>): Promise<void> {
    return audit(db, { at: this.clock.now(), actor: actor.member.id, action, target, detail });
  }
}

async function listIn(db: Db): Promise<Department[]> {
  return db.query<Department>(
    `SELECT d.id, d.name, d.parent,
       ARRAY(SELECT m.member::text FROM _department_member m JOIN _member p ON p.id = m.member WHERE m.department = d.id ORDER BY p.name COLLATE "zh-x-icu", p.id) AS members
     FROM _department d WHERE d.deleted_at IS NULL ORDER BY d.name COLLATE "zh-x-icu", d.id`,
  );
}

const cleaned = ({ name, parent, members }: SaveDepartment): Omit<Department, 'id'> => ({ name: name.trim().replaceAll(/\s+/g, ' '), parent, members: [...new Set(members)] });

/** Pure; `tree` as it was. */
function assertFits(tree: readonly Department[], after: Department): void {
  if (after.name === '') throw RequestInvalid({}, { fields: [{ path: 'name', code: 'REQUIRED', message: { en: 'Give it a name.', 'zh-CN': '请填写名称。' } }] });
  if (after.parent !== null && !tree.some((one) => one.id === after.parent)) throw DepartmentNotFound({});
  if (tree.some((one) => one.id !== after.id && one.parent === after.parent && one.name === after.name)) throw DepartmentNameTaken({ name: after.name });
  const way = wayUp(tree, after);
  if (way.includes(after.id)) throw DepartmentCycle({ name: after.name });
  if (tree.length >= MOST_DEPARTMENTS && !tree.some((one) => one.id === after.id)) throw RequestInvalid({}, { fields: [{ path: '', ...TOO_MANY }] });
}

const TOO_MANY = { code: 'DEPARTMENTS_TOO_MANY', message: { en: `There can be ${MOST_DEPARTMENTS} departments.`, 'zh-CN': `最多可有 ${MOST_DEPARTMENTS} 个部门。` } } as const;

/** Ids from the parent to the root; stops where it would go round. */
function wayUp(tree: readonly Department[], { parent }: Department): readonly string[] {
  const way: string[] = [];
  for (let at = parent; at !== null && !way.includes(at); at = tree.find((one) => one.id === at)?.parent ?? null) way.push(at);
  return way;
}

/** Who came or went. */
const moved = (before: readonly string[], after: readonly string[]): readonly string[] => [...after.filter((one) => !before.includes(one)), ...before.filter((one) => !after.includes(one))];

function differences(before: Department, after: Department): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const key of ['name', 'parent', 'members'] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = { from: before[key], to: after[key] };
  }
  return changes;
}
