/**
 * The departments of a workspace: a tree, who works where as what, and who leads. A deleted one keeps its name for the
 * records that still say it; it is no longer listed, staffed or chosen. `_department_below` always says what the tree says:
 * it is mended in the transaction that changes the tree.
 */

import { Injectable } from '@nestjs/common';
import { RequestInvalid, type Department, type SaveDepartment } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { DepartmentCycle, DepartmentNameTaken, DepartmentNotEmpty, DepartmentNotFound, MEMBER_UNKNOWN } from './account-errors.ts';
import { withoutWidening } from './own-reach.ts';

/** Enough for any organisation, and few enough to send as one list. */
const MOST_DEPARTMENTS = 5_000;

@Injectable()
export class DepartmentsService {
  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor): Promise<Department[]> {
    return this.database.transaction(actor.workspace.schema, (db) => loadDepartments(db));
  }

  create(actor: Actor, wanted: SaveDepartment): Promise<Department> {
    return this.change(actor, async (db, tree) => {
      const id = newId();
      const after: Department = { id, ...cleaned(wanted, { supervisor: null, positions: {} }) };
      assertFits(tree, after);
      await assertKnown(db, after);
      await db.query('INSERT INTO _department (id, name, parent, supervisor, created_at) VALUES ($1, $2, $3, $4, $5)', [id, after.name, after.parent, after.supervisor, this.clock.now()]);
      await staff(db, after);
      const { name, parent, members, supervisor, positions } = after;
      await this.note(db, actor, 'department.created', id, { name, parent, members, supervisor, positions });
      return after;
    });
  }

  save(actor: Actor, id: string, wanted: SaveDepartment): Promise<Department> {
    return this.change(actor, async (db, tree) => {
      const before = tree.find((one) => one.id === id);
      if (!before) throw DepartmentNotFound({});
      const after: Department = { id, ...cleaned(wanted, before) };
      assertFits(tree, after);
      await assertKnown(db, after);
      await db.query('UPDATE _department SET name = $2, parent = $3, supervisor = $4 WHERE id = $1', [id, after.name, after.parent, after.supervisor]);
      await staff(db, after);
      await this.note(db, actor, 'department.updated', id, differences(before, after));
      return after;
    });
  }

  delete(actor: Actor, id: string): Promise<void> {
    return this.change(actor, async (db, tree) => {
      const before = tree.find((one) => one.id === id);
      if (!before) throw DepartmentNotFound({});
      if (tree.some((one) => one.parent === id)) throw DepartmentNotEmpty({ name: before.name });
      await db.query('UPDATE _department SET deleted_at = $2, supervisor = NULL WHERE id = $1', [id, this.clock.now()]);
      await staff(db, { ...before, members: [] });
      await this.note(db, actor, 'department.deleted', id, { name: before.name, members: before.members, supervisor: before.supervisor });
    });
  }

  /**
   * One change of the tree at a time: two moves at once could close a circle that neither of them is. Whose lists of people
   * have changed is everybody above, beside and below, so all of the workspace are told.
   */
  private change<T>(actor: Actor, work: (db: Db, tree: readonly Department[]) => Promise<T>): Promise<T> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      await db.query('LOCK TABLE _department IN SHARE ROW EXCLUSIVE MODE');
      const done = await withoutWidening(db, this.models, actor.member.id, async () => {
        const changed = await work(db, await loadDepartments(db));
        await mendBelow(db);
        return changed;
      });
      await this.changes.announce(db, { kind: 'members', workspace: actor.workspace.id });
      return done;
    });
  }

  private note(db: Db, actor: Actor, action: string, target: string, detail: Record<string, unknown>): Promise<void> {
    return audit(db, { at: this.clock.now(), actor: actor.member.id, action, target, detail });
  }
}

/** All that are there, by name; their members by name. */
export async function loadDepartments(db: Db): Promise<Department[]> {
  return db.query<Department>(
    `SELECT d.id, d.name, d.parent, d.supervisor,
       ARRAY(SELECT m.member::text FROM _department_member m JOIN _member p ON p.id = m.member WHERE m.department = d.id ORDER BY p.name COLLATE "zh-x-icu", p.id) AS members,
       (SELECT coalesce(jsonb_object_agg(m.member, m.position), '{}') FROM _department_member m WHERE m.department = d.id AND m.position IS NOT NULL) AS positions
     FROM _department d WHERE d.deleted_at IS NULL ORDER BY d.name COLLATE "zh-x-icu", d.id`,
  );
}

/** Every department with itself and all below it; writes only what is different. */
async function mendBelow(db: Db): Promise<void> {
  await db.query(
    `WITH RECURSIVE tree AS (
       SELECT id AS department, id AS below FROM _department WHERE deleted_at IS NULL
       UNION SELECT tree.department, d.id FROM tree JOIN _department d ON d.parent = tree.below AND d.deleted_at IS NULL
     ), gone AS (
       DELETE FROM _department_below b WHERE NOT EXISTS (SELECT FROM tree WHERE tree.department = b.department AND tree.below = b.below)
     )
     INSERT INTO _department_below (department, below) SELECT department, below FROM tree ON CONFLICT DO NOTHING`,
  );
}

async function staff(db: Db, { id, members, positions }: Department): Promise<void> {
  await db.query('DELETE FROM _department_member WHERE department = $1 AND NOT member = ANY ($2::uuid[])', [id, members]);
  await db.query(
    `INSERT INTO _department_member (department, member, position) SELECT $1, member, position FROM unnest($2::uuid[], $3::text[]) AS staff (member, position)
     ON CONFLICT (department, member) DO UPDATE SET position = EXCLUDED.position WHERE _department_member.position IS DISTINCT FROM EXCLUDED.position`,
    [id, members, members.map((member) => positions[member] ?? null)],
  );
}

async function assertKnown(db: Db, { members, supervisor }: Department): Promise<void> {
  const named = [...members, ...(supervisor === null ? [] : [supervisor])];
  const known = new Set((await db.query<{ id: string }>('SELECT id FROM _member WHERE id = ANY ($1::uuid[]) FOR KEY SHARE', [named])).map(({ id }) => id));
  const problems = members.flatMap((member, index) => (known.has(member) ? [] : [{ path: `members.${index}`, ...MEMBER_UNKNOWN }]));
  if (supervisor !== null && !known.has(supervisor)) problems.push({ path: 'supervisor', ...MEMBER_UNKNOWN });
  if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
}

/** What is not said about leader and positions stays as it was. */
function cleaned({ name, parent, members, supervisor, positions }: SaveDepartment, before: Pick<Department, 'supervisor' | 'positions'>): Omit<Department, 'id'> {
  const staffed = [...new Set(members)];
  const strangers = Object.keys(positions ?? {}).filter((member) => !staffed.includes(member));
  if (strangers.length > 0) throw RequestInvalid({}, { fields: strangers.map((member) => ({ path: `positions.${member}`, ...MEMBER_UNKNOWN })) });
  const words = staffed.flatMap((member) => {
    const word = (positions ?? before.positions)[member]?.trim();
    return word ? [[member, word] as const] : [];
  });
  return { name: name.trim().replaceAll(/\s+/g, ' '), parent, members: staffed, supervisor: supervisor === undefined ? before.supervisor : supervisor, positions: Object.fromEntries(words) };
}

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

function differences(before: Department, after: Department): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const key of ['name', 'parent', 'members', 'supervisor', 'positions'] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = { from: before[key], to: after[key] };
  }
  return changes;
}
