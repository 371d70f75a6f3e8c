import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess, systemAccess, type Access } from '@tessera/access';
import type { Filter, RelativePeriod } from '@tessera/contract';
import { periodRange } from '@tessera/model';
import { galleryDesign } from '@tessera/model/testing';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { readPage, readRecord, takeRows } from '../testing/spec-rows.ts';
import { allow, ME, MEMBERS, role, schemaStatements } from '../testing/spec-world.ts';
import { exportQuery, groupAssembly, groupQuery, pageQuery, recordQuery, type PageRequest, type ReadContext } from './index.ts';

const design = galleryDesign();
const id = (tail: string): string => `00000000-0000-7000-8000-${tail.padStart(12, '0')}`;
const UNIT = id('d1');
const cipher = { hash: (entity: string, field: string, value: string) => `#${entity}.${field}.${value}`, open: (entity: string, field: string, envelope: string) => envelope.replace(`v1:${entity}.${field}:`, '') };
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

describe('values of every kind', () => {
  let db: TestDatabase;
  const insert = (table: string, row: Record<string, unknown>): Promise<unknown> => {
    const system = { version: 1, created_at: '2024-01-01Z', updated_at: '2024-01-01Z', owner: ME };
    const values = table.includes('.') ? row : { ...system, ...row };
    const names = Object.keys(values);
    return db.query(`INSERT INTO ws_spec."${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(values));
  };
  beforeAll(async () => {
    db = await createTestDatabase();
    for (const sql of schemaStatements('ws_spec', design)) await db.query(sql);
    await db.query(`INSERT INTO ws_spec._department VALUES ($1, '销售部') ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name`, [UNIT]);
    await insert('client', { id: id('c1'), name: '华信', limit: '10.500', manager: MEMBERS[1], region: '310000' });
    await insert('client', { id: id('c2'), name: 'Other', owner: MEMBERS[1] });
    await insert('label', { id: id('b1'), title: 'red' });
    await insert('label', { id: id('b2'), title: 'blue', owner: MEMBERS[1] });
    await insert('project', {
      id: id('a1'), name: 'P', budget: '100.00', done: '0.2500', stars: 4, kickoff: '2024-02-29T23:59:59.123456Z', start: '2024-02-29', daily_at: '08:30:00', effort: '5400', active: true,
      areas: ['x', 'z'], crew: [MEMBERS[2], ME], unit: UNIT, address: { detail: 'Road 1' }, passport: 'v1:project.passport:110101', _hash_passport: '#project.passport.110101', client: id('c1'), lead: ME,
    });
    await insert('project', { id: id('a2'), name: 'Part', budget: '7.00', client: id('c2'), part_of: id('a1'), owner: MEMBERS[1] });
    await insert('project.labels.link', { from: id('a1'), to: id('b2'), position: 0 });
    await insert('project.labels.link', { from: id('a1'), to: id('b1'), position: 1 });
    await insert('step', { id: id('e1'), parent: id('a1'), position: 0, title: 'one', hours: '3', finished: true });
    await insert('step', { id: id('e2'), parent: id('a1'), position: 1, title: 'two', hours: '4', finished: false });
  });
  afterAll(() => db.drop());

  const as = (access: Access, more: Partial<ReadContext> = {}): ReadContext => ({ schema: 'ws_spec', design, access, member: ME, timeZone: 'Asia/Shanghai', cipher, ...more });
  const everyone = as(systemAccess());
  const own = as(buildAccess({ design, roles: [role(allow('*', { where: mine }))], member: ME }));
  async function rows(context: ReadContext, request: Partial<PageRequest>): Promise<Record<string, unknown>[]> {
    const question = pageQuery(context, { entity: 'project', limit: 50, sort: [{ field: 'id' }], ...request });
    if (!question.ok) throw new Error(JSON.stringify(question.problem));
    return (await readPage(db, question.value.statement(), { cipher })).rows.map(({ values }) => values);
  }
  const names = async (filter: Filter, context = everyone): Promise<unknown[]> => (await rows(context, { fields: ['name'], filter })).map(({ name }) => name);

  it('have their reading form in a page and in a record', async () => {
    const [first] = await rows(everyone, {});
    expect(first).toMatchObject({
      budget: '100.00', done: '0.2500', stars: '4', kickoff: '2024-02-29T23:59:59.123Z', start: '2024-02-29', daily_at: '08:30:00', effort: '5400', active: true, areas: ['x', 'z'],
      crew: [{ id: MEMBERS[2], label: '成员 2' }, { id: ME, label: '成员 0' }], unit: { id: UNIT, label: '销售部' }, address: { detail: 'Road 1' }, passport: '110101',
      client: { id: id('c1'), label: '华信' }, labels: [{ id: id('b2'), label: 'blue' }, { id: id('b1'), label: 'red' }], client_limit: '10.500', client_manager: { id: MEMBERS[1], label: '成员 1' },
      hours: '3', label_titles: 'blue, red', parts: '1', rate: '33.33', client_city: '310000华信', papers: [], badge: null, editor: null,
    });
    expect(first).not.toHaveProperty('finish');
    const statement = recordQuery(everyone, { entity: 'project', id: id('a1') });
    const record = statement.ok ? await readRecord<{ values: Record<string, unknown> }>(db, statement.value, { cipher }) : null;
    expect(record!.values).toMatchObject({ ...first, steps: [{ values: { title: 'one', hours: '3' } }, { values: { title: 'two' } }] });
  });

  it('are lists where there may be many, however empty they are and wherever they are read', async () => {
    const empty = { crew: [], labels: [], papers: [] };
    const [, page] = await rows(everyone, {});
    const statement = recordQuery(everyone, { entity: 'project', id: id('a2') });
    const record = statement.ok ? await readRecord<{ values: Record<string, unknown> }>(db, statement.value, { cipher }) : null;
    const [client] = await rows(everyone, { entity: 'client', fields: ['name'], expand: ['project:client'], filter: { field: 'id', op: 'eq', value: id('c2') } });
    expect([page, record?.values, (client?.['project:client'] as { values: unknown }[])[0]?.values]).toEqual([expect.objectContaining(empty), expect.objectContaining(empty), expect.objectContaining(empty)]);
  });

  it('are grouped by links to many, those the reader may see', async () => {
    const groups = async (context: ReadContext): Promise<unknown[]> => {
      const statement = groupQuery(context, { entity: 'project', by: [{ field: 'labels' }], aggregates: [{ aggregate: 'count' }], limit: 10 });
      if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
      const answer = JSON.parse(new TextDecoder().decode((await takeRows(db, statement.value, groupAssembly(statement.value.shape))).finish('groups'))) as { groups: { keys: unknown[]; values: unknown[] }[] };
      return answer.groups.map(({ keys, values }) => [...keys, ...values]);
    };
    const [red, blue] = [{ id: id('b1'), label: 'red' }, { id: id('b2'), label: 'blue' }];
    expect(await groups(everyone)).toEqual([[blue, 1], [red, 1], [null, 1]]);
    expect(await groups(own)).toEqual([[red, 1]]);
  });

  it('leave out, in lists and in what is computed, records the reader may not see', async () => {
    expect(await rows(own, { fields: ['labels', 'label_titles', 'parts', 'client_limit'] })).toEqual([{ labels: [{ id: id('b1'), label: 'red' }], label_titles: 'red', parts: '0', client_limit: '10.500' }]);
    expect(await rows(own, { entity: 'client', fields: ['spent'] })).toEqual([{ spent: '100.00' }]);
    const half = as(buildAccess({ design, roles: [role(allow('client'), allow('project', { where: mine }))], member: ME }));
    expect(await rows(half, { entity: 'client', fields: ['spent'] })).toEqual([{ spent: '100.00' }, { spent: '0.00' }]);
  });

  it('that are kept are taken by those who may see everything they were computed from, and by nobody else', async () => {
    await db.query('ALTER TABLE ws_spec.client ADD COLUMN _m_spent numeric; ALTER TABLE ws_spec.project ADD COLUMN _m_hours numeric');
    await db.query('UPDATE ws_spec.client SET _m_spent = 555; UPDATE ws_spec.project SET _m_hours = 50');
    const stored = new Set(['client.spent', 'project.hours']);
    const spent = async (context: ReadContext): Promise<unknown[]> => (await rows({ ...context, stored }, { entity: 'client', fields: ['spent'] })).map((values) => values['spent']);
    expect([await spent(everyone), await spent(own)]).toEqual([['555', '555'], ['100.00']]);
    const blind = as(buildAccess({ design, roles: [role(allow('client'), allow('project', { where: mine }))], member: ME }));
    expect(await spent(blind)).toEqual(['100.00', '0.00']);
    expect((await rows({ ...own, stored }, { fields: ['hours', 'rate'] }))).toEqual([{ hours: '50', rate: '2.00' }]);
  });

  it.each<[Filter, string[]]>([
    [{ field: 'passport', op: 'eq', value: '110101' }, ['P']],
    [{ field: 'passport', op: 'notIn', value: ['110101'] }, ['Part']],
    [{ field: 'crew', op: 'contains', value: { var: 'me' } }, ['P']],
    [{ field: 'crew', op: 'in', value: [MEMBERS[1], MEMBERS[2]] }, ['P']],
    [{ field: 'crew', op: 'isEmpty' }, ['Part']],
    [{ field: 'labels', op: 'contains', value: id('b2') }, ['P']],
    [{ field: 'labels', op: 'notIn', value: [id('b1'), id('b2')] }, ['Part']],
    [{ field: 'labels', op: 'isNotEmpty' }, ['P']],
    [{ field: 'budget', op: 'between', value: ['7', '99'] }, ['Part']],
    [{ field: 'address', op: 'isEmpty' }, ['Part']],
    [{ field: 'client_limit', op: 'gt', value: '10' }, ['P']],
    [{ field: 'label_titles', op: 'endsWith', value: 'RED' }, ['P']],
    [{ related: 'project:part_of', some: { field: 'name', op: 'eq', value: 'Part' } }, ['P']],
    [{ related: 'steps', every: { field: 'finished', op: 'eq', value: true } }, ['Part']],
    [{ related: 'labels', count: { op: 'gt', value: 1 } }, ['P']],
    [{ related: 'client', none: { related: 'project:client', some: { field: 'name', op: 'eq', value: 'P' } } }, ['Part']],
  ])('are asked for by %j', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it('see of related rows what their reader may see', async () => {
    expect(await names({ related: 'labels', count: { op: 'eq', value: 1 } }, own)).toEqual(['P']);
    expect(await names({ field: 'labels', op: 'contains', value: id('b2') }, own)).toEqual([]);
    expect(await names({ related: 'project:part_of', count: { op: 'eq', value: 0 } }, own)).toEqual(['P']);
  });

  it.each<RelativePeriod>([{ period: 'day', offset: 0 }, { period: 'week', last: 2 }, { period: 'month', offset: -1 }, { period: 'quarter', next: 2 }, { period: 'year', offset: 1 }])('lie within %j as the workspace counts its days', async (value) => {
    const [now] = await db.query<{ today: string }>(`SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS today`);
    const { from, to } = periodRange(value, now!.today);
    const inside = async (field: string, at: string): Promise<boolean> => {
      await db.query(`UPDATE ws_spec.project SET start = $1::timestamp::date, kickoff = $1::timestamp AT TIME ZONE 'Asia/Shanghai' WHERE id = $2`, [at, id('a2')]);
      const [within, not] = [await names({ field, op: 'within', value }), await names({ field, op: 'notWithin', value })];
      expect(within.includes('Part')).not.toBe(not.includes('Part'));
      return within.includes('Part');
    };
    for (const field of ['start', 'kickoff']) expect([await inside(field, from), await inside(field, to)]).toEqual([true, false]);
    expect([await inside('kickoff', `${to} 00:00:00`), await inside('kickoff', `${from} 23:59:59`)]).toEqual([false, true]);
  });

  it('bring along what they are expanded by, envelopes opened', async () => {
    const [client] = await rows(everyone, { entity: 'client', fields: ['name'], expand: ['project:client'], filter: { field: 'name', op: 'eq', value: '华信' } });
    expect(client).toMatchObject({ name: '华信', 'project:client': [{ id: id('a1'), label: 'P', values: { passport: '110101', labels: [{ label: 'blue' }, { label: 'red' }] } }] });
    const [project] = await rows(own, { fields: ['client', 'labels'], expand: ['client', 'labels', 'steps'] });
    expect(project).toMatchObject({ client: { label: '华信', values: { limit: '10.500' } }, labels: [{ label: 'red', values: { title: 'red' } }], steps: [{ values: { title: 'one' } }, { values: { title: 'two' } }] });
  });

  it('are exported with the names of what they refer to', async () => {
    const statement = exportQuery(everyone, { entity: 'project', fields: ['crew', 'labels', 'unit', 'client_manager', 'areas', 'passport'], sort: [{ field: 'id' }] });
    if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
    const [first] = await db.query(statement.value.text, statement.value.values);
    expect(statement.value.columns[5]!.open!(String(first!['c5']))).toBe('110101');
    expect(first).toMatchObject({ c0: ['成员 2', '成员 0'], c1: ['blue', 'red'], c2: '销售部', c3: '成员 1', c4: ['x', 'z'] });
  });

});
