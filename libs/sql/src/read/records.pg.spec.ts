import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccess, systemAccess, type Access } from '@tessera/access';
import type { Result } from '@tessera/contract';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import type { SqlText } from '../statement.ts';
import { readPage, readRecord } from '../testing/spec-rows.ts';
import { allow, deny, loadStatements, ME, MEMBERS, role, schemaStatements, specDesign, type SpecRow, type World } from '../testing/spec-world.ts';
import { allowedQuery, exportQuery, factsQuery, labelsQuery, memberLabelsQuery, pageQuery, recordQuery, type ReadContext } from './index.ts';

const design = specDesign();
const id = (tail: string): string => `00000000-0000-7000-8000-${tail.padStart(12, '0')}`;
const row = (tail: string, values: SpecRow['values'], more: Partial<SpecRow> = {}): SpecRow => ({
  id: id(tail), version: 3, created_at: '2024-01-05T08:09:10.123Z', created_by: ME, updated_at: '2024-01-06T00:00:00.000Z', updated_by: null, deleted_at: null, values, ...more,
});
const [mineAccount, otherAccount, order, desk, secret] = [id('a1'), id('a2'), id('b1'), id('c1'), id('c2')];
const world: World = {
  account: [
    row('a1', { name: '华信 "集团"', employees: '12', credit_limit: '8000.00', discount: '0.15', since: '2024-02-29', last_contact: '2024-02-29T23:59:59.999Z', vip: true, level: 'a', tags: ['x', 'z'], manager: MEMBERS[1], notes: 'line\nbreak\\', owner: ME }),
    row('a2', { name: 'Other', owner: MEMBERS[1] }),
  ],
  product: [row('c1', { title: 'Desk', price: '10.00', cost: '7.00' }), row('c2', { title: 'Secret', price: '99.00' }, { deleted_at: '2024-03-01T00:00:00.000Z' })],
  contact: [row('d1', { name: '李雷', account: mineAccount, owner: ME }), row('d2', { name: 'Han', account: otherAccount, owner: ME })],
  order: [row('b1', { number: 'SO-1', account: mineAccount, status: 'draft', paid: '5.00', owner: ME })],
  order_line: [
    row('e2', { product: secret, quantity: '2', price: '1.50', discount: null }, { parent: order, position: 2 }),
    row('e1', { product: desk, quantity: '3', price: '10.00', discount: '0.1' }, { parent: order, position: 1 }),
    row('e3', { product: desk, quantity: '100', price: '10.00' }, { parent: order, position: 0, deleted_at: '2024-03-01T00:00:00.000Z' }),
  ],
};
const mine = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

describe('records', () => {
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
  async function rows<Row>(statement: SqlText | Result<SqlText, unknown>): Promise<Row[]> {
    if ('ok' in statement && !statement.ok) throw new Error(JSON.stringify(statement.problem));
    const { text, values } = 'ok' in statement ? (statement as { value: SqlText }).value : statement;
    return (await db.query(text, values)) as Row[];
  }
  async function record(context: ReadContext, entity: string, recordId: string, more = {}) {
    const statement = recordQuery(context, { entity, id: recordId, ...more });
    if (!statement.ok) throw new Error(JSON.stringify(statement.problem));
    return readRecord<{ values: Record<string, unknown>; can: unknown }>(db, statement.value);
  }
  async function page(context: ReadContext, request: Parameters<typeof pageQuery>[1]) {
    const question = pageQuery(context, request);
    if (!question.ok) throw new Error(JSON.stringify(question.problem));
    return readPage(db, question.value.statement());
  }

  it('come in wire form: decimals as text, days, instants in UTC, people and records with their names', async () => {
    expect(await record(everyone, 'account', mineAccount)).toEqual({
      id: mineAccount,
      version: 3,
      can: { update: true, delete: true },
      values: {
        name: '华信 "集团"', code: null, notes: 'line\nbreak\\', employees: '12', credit_limit: '8000.00', discount: '0.15', since: '2024-02-29', last_contact: '2024-02-29T23:59:59.999Z',
        vip: true, level: 'a', tags: ['x', 'z'], phone: null, email: null, website: null, manager: { id: MEMBERS[1], label: '成员 1' }, room: '6800.00', greeting: '华信 "集团" / a', orders_paid: '5.00', contact_names: '李雷', contact_count: '1', paid_twice: '10',
        created_at: '2024-01-05T08:09:10.123Z', created_by: { id: ME, label: '成员 0' }, updated_at: '2024-01-06T00:00:00.000Z', updated_by: null, owner: { id: ME, label: '成员 0' },
      },
    });
  });

  it('bring their subforms in order, without deleted rows, and sums over them', async () => {
    const { values } = (await record(everyone, 'order', order))!;
    expect(values).toMatchObject({ account: { id: mineAccount, label: '华信 "集团"' }, total: '27.00', line_count: '2', open_amount: '22.00' });
    expect(values['lines']).toEqual([
      { id: id('e1'), values: { product: { id: desk, label: 'Desk' }, quantity: '3', price: '10.00', discount: '0.1', amount: '27.00' } },
      { id: id('e2'), values: { product: null, quantity: '2', price: '1.50', discount: null, amount: null } },
    ]);
    expect(Object.keys((await record(everyone, 'order', order, { subforms: false }))!.values)).not.toContain('lines');
  });

  it('show a subform that is hidden on this record as empty, not as without rows', async () => {
    const rep = limited(allow('order'), deny('order', ['lines'], { where: { field: 'status', op: 'eq', value: 'draft' } }));
    expect((await record(rep, 'order', order))!.values).toMatchObject({ status: 'draft', lines: null, total: null, line_count: null });
  });

  it('are not there when out of scope, deleted or never made', async () => {
    const rep = limited(allow('account', { where: mine }), allow('product'));
    expect([await record(rep, 'account', otherAccount), await record(rep, 'product', secret), await record(rep, 'account', id('ff'))]).toEqual([null, null, null]);
    expect(await record(rep, 'account', mineAccount)).toMatchObject({ can: { update: false, delete: false } });
  });

  it('say what may be done with each', async () => {
    const rep = limited(allow('account', { actions: ['read'] }), allow('account', { actions: ['update'], where: mine }));
    expect([(await record(rep, 'account', mineAccount))!.can, (await record(rep, 'account', otherAccount))!.can]).toEqual([{ update: true, delete: false }, { update: false, delete: false }]);
  });

  it('show a link to what the reader may not see as empty, and paths over it too', async () => {
    const rep = limited(allow('contact'), allow('account', { where: mine }));
    const valuesOf = async (fields: string[]) => (await page(rep, { entity: 'contact', fields, sort: [{ field: 'id' }], limit: 5 })).rows.map(({ values }) => values);
    expect(await valuesOf(['account', 'account.level', 'account.manager'])).toEqual([
      { account: { id: mineAccount, label: '华信 "集团"' }, 'account.level': 'a', 'account.manager': { id: MEMBERS[1], label: '成员 1' } },
      { account: null, 'account.level': null, 'account.manager': null },
    ]);
    const nameless = limited(allow('contact'), allow('account', { fields: ['level'] }));
    expect((await record(nameless, 'contact', id('d1')))!.values['account']).toEqual({ id: mineAccount, label: '' });
  });

  it('have names for those who may read them, and members for everyone', async () => {
    const rep = limited(allow('account', { where: mine }));
    expect(await rows(labelsQuery(rep, 'account', [mineAccount, otherAccount]))).toEqual([{ id: mineAccount, label: '华信 "集团"' }]);
    expect(await rows(memberLabelsQuery('ws_spec', [ME]))).toEqual([{ id: ME, label: '成员 0' }]);
  });

  it('are exported as columns, as far as rows and fields may leave', async () => {
    const rep = limited(allow('account'), allow('account', { actions: ['export'], where: mine }), deny('account', ['phone'], { actions: ['export'] }));
    const statement = exportQuery(rep, { entity: 'account', fields: ['name', 'credit_limit', 'since', 'last_contact', 'vip', 'tags', 'manager', 'room'] });
    expect(statement.ok && statement.value.columns.map(({ name }) => name)).toEqual(['name', 'credit_limit', 'since', 'last_contact', 'vip', 'tags', 'manager', 'room']);
    expect(await rows(statement)).toEqual([{ c0: '华信 "集团"', c1: '8000.00', c2: '2024-02-29', c3: '2024-02-29T23:59:59.999Z', c4: true, c5: ['x', 'z'], c6: '成员 1', c7: '6800.00' }]);
    expect(exportQuery(rep, { entity: 'account', fields: ['name', 'phone'] })).toMatchObject({ ok: false, problem: [{ path: 'fields.1', code: 'FIELD_NOT_EXPORTABLE' }] });
    const all = exportQuery(rep, { entity: 'account' });
    expect(all.ok && all.value.columns.some(({ name }) => name === 'phone')).toBe(false);
    const names = limited(allow('account'), allow('account', { actions: ['export'] }), deny('account', ['name'], { actions: ['export'], where: { field: 'vip', op: 'eq', value: true } }));
    expect(await rows(exportQuery(names, { entity: 'account', fields: ['name', 'greeting'], filter: { field: 'name', op: 'isNotEmpty' }, sort: [{ field: 'id' }] }))).toEqual([{ c0: null, c1: null }, { c0: 'Other', c1: 'Other / ' }]);
    expect(await rows(exportQuery(everyone, { entity: 'contact', fields: ['account', 'account.level'], sort: [{ field: 'id' }] }))).toEqual([{ c0: '华信 "集团"', c1: 'a' }, { c0: 'Other', c1: null }]);
  });

  it('are allowed or refused as they lie in the table, field by field', async () => {
    const rep = limited(allow('account', { actions: ['read', 'update'], where: mine }), deny('account', ['credit_limit'], { actions: ['update'], where: { field: 'vip', op: 'eq', value: true } }), deny('account', ['notes'], { actions: ['update'] }));
    const ask = (recordId: string) => rows(allowedQuery(rep, { action: 'update', entity: 'account', id: recordId, fields: ['name', 'credit_limit', 'notes', 'created_at'] }));
    expect(await ask(mineAccount)).toEqual([{ allowed: true, refused: ['credit_limit', 'notes', 'created_at'] }]);
    expect(await ask(otherAccount)).toEqual([{ allowed: false, refused: ['name', 'credit_limit', 'notes', 'created_at'] }]);
    expect(await ask(id('ff'))).toEqual([]);
    const lines = limited(allow('order', { actions: ['read', 'update'], where: { field: 'status', op: 'eq', value: 'draft' } }));
    expect(await rows(allowedQuery(lines, { action: 'update', entity: 'order_line', id: id('e1') }))).toEqual([{ allowed: true, refused: [] }]);
  });

  it('are facts for processes, ids bare and sums included', async () => {
    const [found] = await rows<{ facts: string }>(factsQuery({ schema: 'ws_spec', design, entity: 'order', id: order, timeZone: 'UTC' }));
    expect(JSON.parse(found!.facts)).toEqual({
      number: 'SO-1', account: mineAccount, status: 'draft', placed: null, paid: '5.00', total: '27.00', line_count: '2', open_amount: '22.00',
      id: order, version: 3, created_at: '2024-01-05T08:09:10.123Z', created_by: ME, updated_at: '2024-01-06T00:00:00.000Z', updated_by: null, owner: ME,
    });
  });

  it('are found by what a text holds, whatever its case, and by nothing it does not', async () => {
    const found = async (search: string): Promise<number> => (await page(everyone, { entity: 'account', search, limit: 5 })).count;
    expect(await Promise.all(['OTHER', 'her', '华信', '"集', '\\', '%', '_', ' ', 'x\0'].map(found))).toEqual([1, 1, 1, 1, 1, 0, 0, 2, 0]);
  });
});
