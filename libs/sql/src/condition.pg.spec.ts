import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess, systemAccess } from '@tessera/access';
import type { ActorList, Filter } from '@tessera/contract';
import { resolvePath } from '@tessera/model';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import fc from 'fast-check';
import { countQuery, pageQuery, type ReadContext } from './read/index.ts';
import { pathsFrom, someFilter } from './testing/spec-questions.ts';
import { readPage } from './testing/spec-rows.ts';
import { isVisible, rowMatches } from './testing/spec-scope.ts';
import { allow, chance, loadStatements, makeWorld, ME, role, schemaStatements, specDesign } from './testing/spec-world.ts';

const design = specDesign();
const world = makeWorld(design, chance(7), 40);
const everything: ReadContext = { schema: 'ws_spec', design, access: systemAccess(), member: ME, timeZone: 'Asia/Shanghai' };
const entities = ['account', 'contact', 'order', 'order_line'];

/** The second opinion knows stored values only. */
const storedPaths = (entity: string): string[] =>
  pathsFrom(design, entity).filter((path) => {
    const found = resolvePath(design, entity, path);
    return found.ok && !found.value.field.computed;
  });

describe('a filter', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    for (const sql of schemaStatements('ws_spec', design)) await db.query(sql);
    for (const { text, values } of loadStatements('ws_spec', design, world)) await db.query(text, values);
  });
  afterAll(() => db.drop());

  async function idsOf(context: ReadContext, entity: string, filter?: Filter): Promise<string[]> {
    const page = pageQuery(context, { entity, fields: [], filter, sort: [{ field: 'id' }], limit: 1000 });
    if (!page.ok) throw new Error(JSON.stringify(page.problem));
    return (await readPage(db, page.value.statement())).rows.map(({ id }) => id);
  }

  const expected = (entity: string, filter: Filter): string[] => {
    const reader = { design, access: everything.access, world };
    const rows = (world[entity] ?? []).filter((row) => isVisible(reader, entity, row) && rowMatches(design, world, ME, entity, row, filter));
    return rows.map(({ id }) => id).sort();
  };

  it('finds the rows the same filter finds in JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...entities), fc.nat(), async (entity, seed) => {
        const filter = someFilter({ design, random: chance(seed), worlds: [world] }, entity, storedPaths);
        expect([filter, await idsOf(everything, entity, filter)]).toEqual([filter, expected(entity, filter)]);
      }),
      { numRuns: 300 },
    );
  });

  it('means the same as the row condition of a role', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('account', 'contact', 'order'), fc.nat(), async (entity, seed) => {
        const filter = someFilter({ design, random: chance(seed), worlds: [world] }, entity, storedPaths);
        const access = buildAccess({ design, roles: [role(allow(entity, { where: filter }))], member: ME });
        const context = { ...everything, access };
        if (!access.can('read', entity)) return;
        expect([filter, await idsOf(context, entity)]).toEqual([filter, expected(entity, filter)]);
      }),
      { numRuns: 200 },
    );
  });

  const lists = (field: string, names: readonly ActorList[]): Filter[] => names.flatMap((name) => (['in', 'notIn'] as const).map((op): Filter => ({ field, op, value: { var: name } })));
  const formulas = ['owner = ME()', 'AND(vip, credit_limit > 3)', 'OR(ISBLANK(phone), level = "a")', 'SUM([order:account].paid) > 5', 'manager <> owner', 'LEN(name) > 5'].map((formula): Filter => ({ formula }));
  it.each<[string, Filter]>([
    ...lists('owner', ['myColleagues', 'myTeam', 'myReports', 'myGroupMembers']).map((filter): [string, Filter] => ['contact', filter]),
    ...lists('watchers', ['myTeam', 'myReports']).map((filter): [string, Filter] => ['contact', filter]),
    ...lists('team', ['myDepartments', 'myDepartmentsBelow']).map((filter): [string, Filter] => ['contact', filter]),
    ...lists('account.owner', ['myTeam']).map((filter): [string, Filter] => ['contact', filter]),
    ...formulas.map((filter): [string, Filter] => ['account', filter]),
    ['contact', { formula: 'account.owner = ME()' }],
    ['contact', { and: [{ formula: 'ISBLANK(birthday)' }, { not: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }] }],
  ])('of %s means the same in a role: %j', async (entity, filter) => {
    const access = buildAccess({ design, roles: [role(allow(entity, { where: filter }))], member: ME });
    const found = await idsOf({ ...everything, access }, entity);
    expect(found).toEqual(expected(entity, filter));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(world[entity]!.length);
  });

  it('has nothing in the lists of nobody', async () => {
    const access = buildAccess({ design, roles: [role(allow('contact', { where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }))], member: null });
    expect(await idsOf({ ...everything, access, member: null }, 'contact')).toEqual([]);
  });

  it('counts what it finds', async () => {
    const filter: Filter = { or: [{ field: 'level', op: 'ne', value: 'a' }, { field: 'tags', op: 'contains', value: 'x' }] };
    const count = countQuery(everything, { entity: 'account', filter });
    const [row] = count.ok ? await db.query<{ count: number }>(count.value.text, count.value.values) : [];
    expect(row?.count).toBe(expected('account', filter).length);
    expect(row?.count).toBeGreaterThan(0);
  });

  it('takes `today` as the day, and as its start for an instant, in the zone of the workspace', async () => {
    const [clock] = await db.query<{ day: string; start: string }>(
      `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, to_char(date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai' AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000Z') AS start`,
    );
    const [account] = world['account']!.filter(({ deleted_at }) => deleted_at === null);
    await db.query(`UPDATE ws_spec.account SET since = $2, last_contact = $3 WHERE id = $1`, [account!.id, clock!.day, clock!.start]);
    const today = { var: 'today' } as const;
    expect(await idsOf(everything, 'account', { and: [{ field: 'since', op: 'eq', value: today }, { field: 'last_contact', op: 'eq', value: today }] })).toEqual([account!.id]);
  });
});
