import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess, systemAccess, type Access } from '@tessera/access';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { takeRows } from '../testing/spec-rows.ts';
import { allow, deny, loadStatements, ME, MEMBERS, role, schemaStatements, specDesign, type SpecRow, type World } from '../testing/spec-world.ts';
import { distinctAssembly, distinctQuery, groupAssembly, groupQuery, trashQuery, type DistinctRequest, type GroupRequest, type ReadContext } from './index.ts';

const design = specDesign();
const id = (tail: string): string => `00000000-0000-7000-8000-${tail.padStart(12, '0')}`;
const row = (tail: string, values: SpecRow['values'], more: Partial<SpecRow> = {}): SpecRow => ({
  id: id(tail), version: 1, created_at: '2024-01-05T08:00:00.000Z', created_by: ME, updated_at: '2024-01-06T00:00:00.000Z', updated_by: ME, deleted_at: null, values, ...more,
});
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;
const world: World = {
  account: [
    // Shanghai: the last of January at 23:30, and the first of February at 00:30.
    row('a1', { name: '华信', level: 'a', credit_limit: '10.50', tags: ['x', 'y'], last_contact: '2024-01-31T15:30:00.000Z', since: '2024-02-29', owner: ME, manager: MEMBERS[1] }),
    row('a2', { name: 'Beta', level: 'a', credit_limit: '0.50', tags: ['y'], last_contact: '2024-01-31T16:30:00.000Z', since: '2024-03-01', owner: ME, manager: null }),
    row('a3', { name: 'Alpha', level: 'b', credit_limit: null, last_contact: null, since: null, owner: MEMBERS[1], manager: MEMBERS[1] }),
    row('a4', { name: 'Gone', level: 'b', credit_limit: '5.00', owner: ME }, { deleted_at: '2024-05-01T00:00:00.000Z' }),
    row('a5', { name: 'Gone too', owner: MEMBERS[1] }, { deleted_at: '2024-05-02T00:00:00.000Z', updated_by: null }),
  ],
  product: [],
  contact: [row('c1', { account: id('a1'), name: 'x', watchers: [ME, MEMBERS[1]] }), row('c2', { account: id('a1'), watchers: [ME] }), row('c3', { account: id('a3') }), row('c4', { account: null })],
  order: [],
  order_line: [],
};

describe('groups of records', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    for (const sql of schemaStatements('ws_spec', design)) await db.query(sql);
    for (const { text, values } of loadStatements('ws_spec', design, world)) await db.query(text, values);
  });
  afterAll(() => db.drop());

  const as = (access: Access): ReadContext => ({ schema: 'ws_spec', design, access, member: ME, timeZone: 'Asia/Shanghai' });
  const everyone = as(systemAccess());
  const limited = (...rules: ReturnType<typeof allow>[]): ReadContext => as(buildAccess({ design, roles: [role(...rules)], member: ME }));
  const parsed = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

  async function groups(request: Partial<GroupRequest>, context = everyone): Promise<unknown[]> {
    const statement = groupQuery(context, { entity: 'account', by: [], aggregates: [{ aggregate: 'count' }], limit: 100, ...request });
    if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
    const answer = parsed((await takeRows(db, statement.value, groupAssembly(statement.value.shape))).finish('groups')) as { groups: { keys: unknown[]; values: unknown[] }[]; more: boolean };
    return [...answer.groups.map(({ keys, values }) => [...keys, ...values]), ...(answer.more ? ['more'] : [])];
  }
  async function distinct(request: Partial<DistinctRequest>, context = everyone): Promise<unknown[]> {
    const statement = distinctQuery(context, { entity: 'account', field: 'level', limit: 100, ...request });
    if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
    const answer = parsed((await takeRows(db, statement.value, distinctAssembly(statement.value.shape))).finish('items')) as { items: { value: unknown; count: number }[]; more: boolean };
    return [...answer.items.map(({ value, count }) => [value, count]), ...(answer.more ? ['more'] : [])];
  }

  it('add up what the living records have', async () => {
    const aggregates = (['count', 'filled', 'empty', 'unique', 'sum', 'avg', 'min', 'max'] as const).map((aggregate) => ({ aggregate, field: 'credit_limit' }));
    expect(await groups({ by: [{ field: 'level' }], aggregates })).toEqual([
      ['a', 2, 2, 0, 2, '11.00', '5.5', '0.50', '10.50'],
      ['b', 0, 0, 1, 0, '0', null, null, null],
    ]);
    expect(await groups({ aggregates: [{ aggregate: 'count' }, { aggregate: 'max', field: 'since' }, { aggregate: 'min', field: 'last_contact' }] })).toEqual([[3, '2024-03-01', '2024-01-31T15:30:00.000Z']]);
    expect(await groups({ filter: { or: [] } })).toEqual([[0]]);
    expect(await groups({ by: [{ field: 'level' }], filter: { or: [] } })).toEqual([]);
  });

  it('have days and periods of the workspace, not of the server', async () => {
    expect(await groups({ by: [{ field: 'last_contact', bucket: 'month' }] })).toEqual([['2024-01-01', 1], ['2024-02-01', 1], [null, 1]]);
    expect(await groups({ by: [{ field: 'last_contact', bucket: 'day', desc: true }] })).toEqual([[null, 1], ['2024-02-01', 1], ['2024-01-31', 1]]);
    expect(await groups({ by: [{ field: 'since', bucket: 'quarter' }] })).toEqual([['2024-01-01', 2], [null, 1]]);
    expect(await groups({ by: [{ field: 'since', bucket: 'week' }] })).toEqual([['2024-02-26', 2], [null, 1]]);
    expect(await groups({ by: [{ field: 'since', bucket: 'year' }, { field: 'level' }] })).toEqual([['2024-01-01', 'a', 2], [null, 'b', 1]]);
  });

  it('by links have names, in the order of the names', async () => {
    const labelled = (tail: string, label: string) => ({ id: id(tail), label });
    expect(await groups({ entity: 'contact', by: [{ field: 'account' }] })).toEqual([[labelled('a1', '华信'), 2], [labelled('a3', 'Alpha'), 1], [null, 1]]);
    expect(await groups({ by: [{ field: 'owner' }] })).toEqual([[{ id: ME, label: '成员 0' }, 2], [{ id: MEMBERS[1], label: '成员 1' }, 1]]);
    expect(await groups({ entity: 'contact', by: [{ field: 'account.level' }] })).toEqual([['a', 2], ['b', 1], [null, 1]]);
    expect(await groups({ entity: 'contact', by: [{ field: 'account_manager' }] })).toEqual([[{ id: MEMBERS[1], label: '成员 1' }, 3], [null, 1]]);
  });

  it('by lists have a record in the group of each entry, and once where there is none', async () => {
    expect(await groups({ by: [{ field: 'tags' }], aggregates: [{ aggregate: 'count' }, { aggregate: 'sum', field: 'credit_limit' }] })).toEqual([['x', 1, '10.50'], ['y', 2, '11.00'], [null, 1, '0']]);
    const person = (at: number) => ({ id: MEMBERS[at], label: `成员 ${at}` });
    expect(await groups({ entity: 'contact', by: [{ field: 'watchers' }] })).toEqual([[person(0), 2], [person(1), 1], [null, 2]]);
    expect(await groups({ entity: 'contact', by: [{ field: 'account.tags' }, { field: 'watchers' }] })).toEqual([
      ['x', person(0), 2], ['x', person(1), 1], ['y', person(0), 2], ['y', person(1), 1], [null, null, 2],
    ]);
    const blind = limited(allow('account'), deny('account', ['tags'], { where: { field: 'name', op: 'eq', value: '华信' } }));
    expect(await groups({ by: [{ field: 'tags' }] }, blind)).toEqual([['y', 1], [null, 2]]);
    expect(await distinct({ entity: 'contact', field: 'account.tags' })).toEqual([['x', 2], ['y', 2]]);
  });

  it('say that there are more than were asked for', async () => {
    expect(await groups({ by: [{ field: 'name' }], limit: 2 })).toEqual([['华信', 1], ['Alpha', 1], 'more']);
  });

  it('are made of what the reader may see and nothing else', async () => {
    const rep = limited(allow('account', { where: mine }), deny('account', ['credit_limit'], { where: { field: 'name', op: 'eq', value: '华信' } }), allow('contact'));
    expect(await groups({ by: [{ field: 'level' }], aggregates: [{ aggregate: 'count' }, { aggregate: 'sum', field: 'credit_limit' }] }, rep)).toEqual([['a', 2, '0.50']]);
    expect(await groups({ entity: 'contact', by: [{ field: 'account' }] }, rep)).toEqual([[{ id: id('a1'), label: '华信' }, 2], [null, 2]]);
    const blind = limited(allow('account'), deny('account', ['credit_limit']));
    for (const request of [{ by: [{ field: 'credit_limit' }] }, { aggregates: [{ aggregate: 'sum' as const, field: 'credit_limit' }] }, { by: [{ field: 'room' }] }]) {
      expect(groupQuery(blind, { entity: 'account', by: [], aggregates: [], limit: 1, ...request })).toMatchObject({ ok: false, problem: [{ code: 'FIELD_NOT_FOUND' }] });
    }
  });

  it.each([
    ['by.0.field', 'FIELD_NOT_GROUPABLE', { by: [{ field: 'lines' }] }],
    ['by.0.bucket', 'FIELD_NOT_IN_TIME', { by: [{ field: 'paid', bucket: 'month' as const }] }],
    ['aggregates.0.field', 'FIELD_NOT_AGGREGABLE', { aggregates: [{ aggregate: 'sum' as const, field: 'status' }] }],
    ['aggregates.0.field', 'FIELD_NOT_AGGREGABLE', { aggregates: [{ aggregate: 'unique' as const, field: 'lines' }] }],
    ['aggregates.0.field', 'FIELD_NOT_FOUND', { aggregates: [{ aggregate: 'max' as const }] }],
  ])('are refused at %s with %s', (path, code, request) => {
    expect(groupQuery(everyone, { entity: 'order', by: [], aggregates: [], limit: 1, ...request })).toMatchObject({ ok: false, problem: [{ path, code }] });
  });

  it('of one field are its distinct values, most frequent first, entries of lists counted each', async () => {
    expect(await distinct({})).toEqual([['a', 2], ['b', 1]]);
    expect(await distinct({ field: 'tags' })).toEqual([['y', 2], ['x', 1]]);
    expect(await distinct({ entity: 'contact', field: 'watchers' })).toEqual([[{ id: ME, label: '成员 0' }, 2], [{ id: MEMBERS[1], label: '成员 1' }, 1]]);
    expect(await distinct({ entity: 'contact', field: 'account', startsWith: '华' })).toEqual([[{ id: id('a1'), label: '华信' }, 2]]);
    expect(await distinct({ field: 'name', startsWith: 'BE' })).toEqual([['Beta', 1]]);
    expect(await distinct({ field: 'name', limit: 1 })).toHaveLength(2);
    expect(await distinct({ entity: 'contact', field: 'account' }, limited(allow('contact'), allow('account', { where: mine })))).toEqual([[{ id: id('a1'), label: '华信' }, 2]]);
  });

  it('that were deleted are shown to whoever may delete them', async () => {
    const trash = async (context: ReadContext): Promise<unknown[]> => {
      const statement = trashQuery(context, 'account', 10);
      if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
      return (await db.query<{ label: string; deletedById: string | null; deletedBy: string | null }>(statement.value.text, statement.value.values)).map(({ label, deletedById, deletedBy }) => [label, deletedById, deletedBy]);
    };
    expect(await trash(everyone)).toEqual([['Gone too', null, null], ['Gone', ME, '成员 0']]);
    expect(await trash(limited(allow('account', { actions: ['read', 'delete'], where: mine })))).toEqual([['Gone', ME, '成员 0']]);
    expect(await trash(limited(allow('account', { actions: ['read'] }), allow('account', { actions: ['delete'], where: mine })))).toEqual([['Gone', ME, '成员 0']]);
    expect(await trash(limited(allow('account', { actions: ['read'], where: mine }), allow('account', { actions: ['delete'] })))).toEqual([['Gone', ME, '成员 0']]);
    expect(await trash(limited(allow('account')))).toEqual([]);
  });
});
