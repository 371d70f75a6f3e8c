import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, RecordView } from '@tessera/contract';
import type { TestBrowser } from '../testing/test-server.ts';
import { anonymous, memberId, ok, problemsOf, startCrm, type CrmServer } from './testing/crm-server.ts';

interface Line {
  id: string;
  values: Record<string, unknown>;
}

describe('a record with the rows of a subform', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  let [account, chai, chang]: string[] = [];
  let order: RecordView;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    account = (await crm.make(admin, 'account', { name: 'Alfreds', owner: memberId(rep) })).id;
    chai = (await crm.make(admin, 'product', { name: 'Chai' })).id;
    chang = (await crm.make(admin, 'product', { name: 'Chang' })).id;
    await crm.changeRole('sales_rep', (role) => ({
      ...role,
      rules: [
        ...role.rules,
        { effect: 'deny', actions: ['read'], entity: 'product', where: { field: 'name', op: 'eq', value: 'Secret' } },
        { effect: 'allow', actions: ['read', 'create', 'update'], entity: 'order_line' },
        // A discount above a tenth is for others to give.
        { effect: 'deny', actions: ['update'], entity: 'order_line', fields: ['discount'], where: { field: 'discount', op: 'gt', value: '0.1' } },
      ],
    }));
  });
  beforeEach(async () => {
    order = await crm.make(rep, 'order', { account, lines: [line(chai), line(chang, { quantity: '2', unit_price: '19.00', discount: '0.05' })] });
  });
  afterAll(() => crm.stop());

  const line = (product: string | undefined, more: Record<string, unknown> = {}) => ({ product, quantity: '10', unit_price: '18.00', ...more });
  const lines = (record: RecordView): Line[] => record.values['lines'] as Line[];
  const save = (rows: unknown[], by = admin, record = order) => by.patch(`/api/records/order/${record.id}`, { version: record.version, values: { lines: rows } });
  const history = async (by = admin): Promise<HistoryEntry[]> => ok(await by.get(`/api/records/order/${order.id}/history`)).items;

  it('is created in one go, in the order given, with its sums', async () => {
    expect(lines(order).map(({ values }) => [values['product'], values['quantity'], values['amount']])).toEqual([
      [{ id: chai, label: 'Chai' }, '10', '180.00'],
      [{ id: chang, label: 'Chang' }, '2', '36.10'],
    ]);
    expect(order).toMatchObject({ version: 1, values: { total: '216.10', status: 'draft' } });
    const entries = await history();
    expect(entries.map(({ action, row }) => `${action} ${row?.subform ?? 'order'}`).sort()).toEqual(['create lines', 'create lines', 'create order']);
    const told = entries.find(({ row }) => row?.id === lines(order)[1]?.id);
    expect(told?.changes).toEqual(
      expect.arrayContaining([
        { field: 'product', from: null, to: { id: chang, label: 'Chang' } },
        { field: 'discount', from: null, to: '0.05' },
      ]),
    );
    expect(told?.changes.map(({ field }) => field).sort()).toEqual(['discount', 'product', 'quantity', 'unit_price']);
  });

  it('keeps rows that are listed with an id, changes what is given of them, adds new ones and deletes the others', async () => {
    const [first, second] = lines(order) as [Line, Line];
    const saved = ok(await save([line(chai, { quantity: '1' }), { id: second.id, quantity: '3' }]));
    expect(saved).toMatchObject({ version: 2, values: { total: '72.15' } });
    expect(lines(saved).map(({ id, values }) => [id === second.id, values['quantity'], values['unit_price']])).toEqual([
      [false, '1', '18.00'],
      [true, '3', '19.00'],
    ]);
    const told = (await history()).slice(0, 3).map(({ action, row, changes }) => [action, row?.id === first.id ? 'first' : row?.id === second.id ? 'second' : 'new', changes.find(({ field }) => field === 'quantity')]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['delete', 'first', { field: 'quantity', from: '10', to: null }],
        ['update', 'second', { field: 'quantity', from: '2', to: '3' }],
        ['create', 'new', { field: 'quantity', from: null, to: '1' }],
      ]),
    );
    expect((await history()).find(({ row, action }) => row?.id === second.id && action === 'update')?.changes).toHaveLength(1);
  });

  it('takes the rows back in the form in which they were read', async () => {
    const before = await crm.picture();
    expect(ok(await save(lines(order).map(({ id, values: { amount: _computed, ...values } }) => ({ id, values })))).version).toBe(1);
    expect(await crm.picture()).toBe(before);
  });

  it('gets a new version when its rows only change places, so that nobody overwrites it unseen', async () => {
    const moved = ok(await save([...lines(order)].reverse().map(({ id }) => ({ id }))));
    expect(moved.version).toBe(2);
    expect(lines(moved).map(({ id }) => id)).toEqual([...lines(order)].reverse().map(({ id }) => id));
    await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => save([]));
  });

  it.each([
    ['a row that breaks its schema', () => [...lines(order).map(({ id }) => ({ id, quantity: '7' })), line(chai, { quantity: '-1', unit_price: 'x' })], ['values.lines.2.quantity FIELD_TOO_SMALL', 'values.lines.2.unit_price FIELD_NOT_NUMBER']],
    ['a row without what is required', () => [{ product: chai }], ['values.lines.0.quantity FIELD_REQUIRED', 'values.lines.0.unit_price FIELD_REQUIRED']],
    ['a row with a field that nobody writes', () => [line(chai, { amount: '1' })], ['values.lines.0.amount FIELD_READ_ONLY']],
    ['a row with a column of the table', () => [line(chai, { parent: order.id })], ['values.lines.0.parent FIELD_NOT_FOUND']],
    ['a row that links nowhere', () => [line(chai), line(account)], ['values.lines.1.product FIELD_NOT_REFERENCE']],
    ['an id that no row has', () => [{ id: order.id, quantity: '1' }], ['values.lines.0.id FIELD_NOT_REFERENCE']],
    ['a row listed twice', () => [lines(order)[0], lines(order)[0]].map((row) => ({ id: row?.id, quantity: '1' })), ['values.lines.1.id FIELD_NOT_REFERENCE']],
    ['something that is no row', () => [7], ['values.lines.0 FIELD_KIND']],
  ])('saves nothing at all because of %s', async (_, rows, problems) => {
    const refused = await crm.refused(400, 'RECORD_INVALID', () => admin.patch(`/api/records/order/${order.id}`, { version: 1, values: { remark: 'changed', lines: rows() } }));
    expect(problemsOf(refused)).toEqual(problems);
  });

  it('does not take rows away from another record', async () => {
    const other = await crm.make(admin, 'order', { account, lines: [line(chang, { quantity: '99' })] });
    const [stolen] = lines(other) as [Line];
    const refused = await crm.refused(400, 'RECORD_INVALID', () => save([{ id: stolen.id, quantity: '1' }], rep));
    const unknown = await crm.refused(400, 'RECORD_INVALID', () => save([{ id: account, quantity: '1' }], rep));
    expect(anonymous(refused)).toBe(anonymous(unknown));
  });

  it('does not take a row with an id when it is created', async () => {
    const refused = await crm.refused(400, 'RECORD_INVALID', () => rep.post('/api/records/order', { values: { account, lines: [{ ...line(chai), id: lines(order)[0]?.id }] } }));
    expect(problemsOf(refused)).toEqual(['values.lines.0.id FIELD_READ_ONLY']);
  });

  it('answers a row that links to a record out of sight like one that links nowhere', async () => {
    const secret = await crm.make(admin, 'product', { name: 'Secret' });
    const hidden = await crm.refused(400, 'RECORD_INVALID', () => save([line(secret.id)], rep));
    const nowhere = await crm.refused(400, 'RECORD_INVALID', () => save([line(account)], rep));
    expect(anonymous(hidden)).toBe(anonymous(nowhere));
    expect(ok(await save([line(secret.id)], admin)).version).toBe(2);
  });

  it('holds rows to the conditions of the role, those that are there and those that are new', async () => {
    const [, second] = lines(order) as [Line, Line];
    expect(problemsOf(await crm.refused(400, 'RECORD_INVALID', () => save([line(chai, { discount: '0.2' })], rep)))).toEqual(['values.lines.0.discount FIELD_READ_ONLY']);
    order = ok(await save([{ id: second.id, discount: '0.3' }]));
    expect(problemsOf(await crm.refused(400, 'RECORD_INVALID', () => save([{ id: second.id, discount: '0.01' }], rep)))).toEqual(['values.lines.0.discount FIELD_READ_ONLY']);
    expect(ok(await save([{ id: second.id, quantity: '5' }, line(chai, { discount: '0.1' })], rep)).version).toBe(3);
  });

  it('takes its rows along when it is deleted', async () => {
    expect((await admin.delete(`/api/records/order/${order.id}?version=1`)).status).toBe(204);
    expect(ok(await admin.post('/api/records/order_line/query', { filter: { field: 'parent.code', op: 'eq', value: order.values['code'] } })).rows).toEqual([]);
    expect((await admin.delete(`/api/records/product/${(await crm.make(admin, 'product', { name: 'Free' })).id}?version=1`)).status).toBe(204);
  });
});

describe('rows of a subform that was designed further', () => {
  let crm: CrmServer;
  beforeAll(async () => {
    crm = await startCrm();
    await crm.dragOntoForm('order', { key: 'courier', type: 'relation', label: { en: 'Courier', 'zh-CN': '承运人' }, options: { entity: 'account', onDelete: 'clear' } });
    const { items } = ok(await crm.admin.get('/api/design/entities'));
    const { version, document } = items.find((one: { document: { key: string } }) => one.document.key === 'order_line');
    const fields = [
      { key: 'maker', type: 'relation', label: { en: 'Maker' }, options: { entity: 'account', onDelete: 'clear' } },
      { key: 'seq', type: 'autoNumber', label: { en: 'Seq' }, options: { prefix: 'L', digits: 3 } },
      { key: 'serial', type: 'text', label: { en: 'Serial' }, unique: true },
    ];
    ok(await crm.admin.put('/api/design/entities/order_line', { version, document: { ...document, fields: [...document.fields, ...fields] } }));
  });
  afterAll(() => crm.stop());

  it('are numbered one after the other, and none twice', async () => {
    const { admin } = crm;
    const account = await crm.make(admin, 'account', { name: 'Numbered' });
    const product = await crm.make(admin, 'product', { name: 'Chai' });
    const line = { product: product.id, quantity: '1', unit_price: '1.00' };
    const numbers = ({ values }: RecordView): unknown[] => (values['lines'] as Line[]).map((row) => row.values['seq']);
    expect(numbers(await crm.make(admin, 'order', { account: account.id, lines: [line, line, line] }))).toEqual(['L001', 'L002', 'L003']);
    const next = await crm.make(admin, 'order', { account: account.id, lines: [line] });
    expect(numbers(ok(await admin.patch(`/api/records/order/${next.id}`, { version: 1, values: { lines: [{ id: (next.values['lines'] as Line[])[0]?.id }, line, line] } })))).toEqual(['L004', 'L005', 'L006']);
  });

  it('refuse a value that must be unique and is there in another record or in the next row', async () => {
    const { admin } = crm;
    const account = await crm.make(admin, 'account', { name: 'Serial' });
    const product = await crm.make(admin, 'product', { name: 'Chai' });
    const line = (serial: string) => ({ product: product.id, quantity: '1', unit_price: '1.00', serial });
    await crm.make(admin, 'order', { account: account.id, lines: [line('A1')] });
    for (const lines of [[line('A1')], [line('A2'), line('A2')]]) {
      const refused = await crm.refused(409, 'RECORD_DUPLICATE', () => admin.post('/api/records/order', { values: { account: account.id, lines } }));
      expect(refused.body.fields[0].code).toBe('FIELD_DUPLICATE');
    }
  });

  it('lose a link to a record that is deleted, which is told in the history of the record they belong to', async () => {
    const { admin } = crm;
    const [account, gone] = [await crm.make(admin, 'account', { name: 'Alfreds' }), await crm.make(admin, 'account', { name: 'Gone' })];
    const product = await crm.make(admin, 'product', { name: 'Chai' });
    const order = await crm.make(admin, 'order', { account: account.id, courier: gone.id, lines: [{ product: product.id, quantity: '1', unit_price: '1.00', maker: gone.id }] });
    expect((await admin.delete(`/api/records/account/${gone.id}?version=1`)).status).toBe(204);
    const after = ok(await admin.get<RecordView>(`/api/records/order/${order.id}`));
    expect(after).toMatchObject({ version: 3, values: { courier: null, lines: [{ values: { maker: null } }] } });
    const told = await crm.one(`SELECT count(*)::int AS entries, count(*) FILTER (WHERE subform = 'lines' AND changes = $2::jsonb)::int AS of_rows, array_agg(version ORDER BY version) AS versions FROM ws._history WHERE record_id = $1 AND action = 'update'`, [
      order.id,
      JSON.stringify([{ field: 'maker', from: gone.id, to: null }]),
    ]);
    expect(told).toEqual({ entries: 2, of_rows: 1, versions: [2, 3] });
  });
});
