import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, RecordView } from '@tessera/contract';
import type { TestBrowser } from '../testing/test-server.ts';
import { memberId, ok, problemsOf, startCrm, type CrmServer } from './testing/crm-server.ts';

const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

describe('a value that is shown masked', () => {
  let crm: CrmServer;
  let rep: TestBrowser;
  let theirs: RecordView;
  let mine: RecordView;
  const stored = (id: string) => crm.one<Record<string, unknown>>('SELECT phone, city, credit, card, version FROM ws.account WHERE id = $1', [id]);
  const seen = async (id: string): Promise<RecordView> => ok(await rep.get<RecordView>(`/api/records/account/${id}`));

  beforeAll(async () => {
    crm = await startCrm();
    const { admin } = crm;
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    await crm.dragOntoForm('account', { key: 'credit', type: 'number', label: { en: 'Credit' } });
    await crm.dragOntoForm('account', { key: 'card', type: 'text', label: { en: 'Card' }, encrypted: true });
    await crm.changeRole('sales_rep', (role) => ({
      ...role,
      rules: [
        { effect: 'allow', actions: ['read', 'create', 'update', 'export', 'import'], entity: 'account' },
        { effect: 'allow', actions: ['read'], entity: 'account', fields: ['phone', 'credit', 'card'], mask: { start: 3, end: 2 }, where: { not: MINE } },
        { effect: 'allow', actions: ['read', 'create', 'update'], entity: 'order' },
        { effect: 'allow', actions: ['read'], entity: 'product' },
        { effect: 'allow', actions: ['read', 'create', 'update'], entity: 'order_line' },
        { effect: 'allow', actions: ['read'], entity: 'order_line', fields: ['unit_price'], mask: { start: 0, end: 0 } },
      ],
    }));
    const values = { phone: '13912345601', credit: '77777', card: '6222021234567890', city: 'Berlin' };
    theirs = await crm.make(admin, 'account', { name: 'Theirs', ...values });
    mine = await crm.make(admin, 'account', { name: 'Mine', owner: memberId(rep), ...values });
  });
  afterAll(() => crm.stop());

  it('is named among what is masked, in records and in lists, and clear where it is', async () => {
    const shown = { phone: '139****01', credit: '****', card: '622****90' };
    const record = await seen(theirs.id);
    expect(record.values).toMatchObject(shown);
    expect([...(record.masked ?? [])].sort()).toEqual(['card', 'credit', 'phone']);
    const { rows } = ok(await rep.post<{ rows: RecordView[] }>('/api/records/account/query', { sort: [{ field: 'name', desc: true }] }));
    expect(rows.map(({ values, masked }) => [values['phone'], values['card'], masked?.length ?? 0])).toEqual([['139****01', '622****90', 3], ['13912345601', '6222021234567890', 0]]);
    expect(await seen(mine.id)).not.toHaveProperty('masked');
  });

  it('changes nothing when it comes back, while what came with it is changed', async () => {
    const before = await stored(theirs.id);
    const { values } = await seen(theirs.id);
    const sent = { phone: values['phone'], credit: values['credit'], card: values['card'], city: '上海' };
    const saved = ok(await rep.patch<RecordView>(`/api/records/account/${theirs.id}`, { values: sent }));
    expect(await stored(theirs.id)).toEqual({ ...before, city: '上海', version: Number(before['version']) + 1 });
    expect(saved.masked).toHaveLength(3);
    const { items } = ok(await crm.admin.get<{ items: HistoryEntry[] }>(`/api/records/account/${theirs.id}/history`));
    expect(items[0]?.changes.map(({ field }) => field)).toEqual(['city']);
  });

  it('does so for many records at once, and where nothing else is sent the record stays as it is', async () => {
    const before = await stored(theirs.id);
    ok(await rep.post('/api/records/account/bulk', { mode: 'all', changes: [{ op: 'update', id: theirs.id, values: { phone: '139****01' } }, { op: 'update', id: mine.id, values: { city: 'Köln' } }] }));
    expect(await stored(theirs.id)).toEqual(before);
  });

  it('of what is there no more is refused, and is a value like any other to whoever sees it clear', async () => {
    for (const phone of ['138****01', '****']) {
      const refused = await crm.refused(400, 'RECORD_INVALID', () => rep.patch(`/api/records/account/${theirs.id}`, { values: { phone, city: 'Nowhere' } }));
      expect(problemsOf(refused)).toEqual(['values.phone FIELD_KIND']);
    }
    ok(await rep.patch(`/api/records/account/${mine.id}`, { values: { phone: '139****01' } }));
    expect(await stored(mine.id)).toMatchObject({ phone: '139****01' });
    ok(await rep.patch(`/api/records/account/${theirs.id}`, { values: { phone: '13700000000' } }));
    expect(await stored(theirs.id)).toMatchObject({ phone: '13700000000' });
  });

  it('is not told of by the history, nor found by what it was', async () => {
    const { items } = ok(await rep.get<{ items: HistoryEntry[] }>(`/api/records/account/${theirs.id}/history`));
    expect(items.flatMap(({ changes }) => changes.map(({ field }) => field))).not.toContain('phone');
    for (const filter of [{ field: 'phone', op: 'eq', value: '13700000000' }, { field: 'card', op: 'eq', value: '6222021234567890' }]) {
      const { rows } = ok(await rep.post<{ rows: RecordView[] }>('/api/records/account/query', { filter }));
      expect(rows.map(({ id }) => id)).not.toContain(theirs.id);
    }
  });

  it.each(['csv', 'json', 'xlsx'])('leaves masked in a %s file', async (format) => {
    const file = await rep.post('/api/records/account/export', { fields: ['name', 'phone', 'credit', 'card'], filter: { field: 'name', op: 'eq', value: 'Theirs' }, format });
    expect(file.status).toBe(200);
    for (const clear of ['13700000000', '77777', '6222021234567890']) expect(file.text).not.toContain(clear);
    if (format !== 'xlsx') for (const shown of ['137****00', '622****90', '****']) expect(file.text).toContain(shown);
  });

  it('of a row of a subform stays as it is when the rows come back', async () => {
    const { admin } = crm;
    const product = await crm.make(admin, 'product', { name: 'P', unit_price: '5.00', status: 'on_sale' });
    const account = theirs.id;
    const order = await crm.make(admin, 'order', { account, status: 'draft', order_date: '2024-02-01', lines: [{ product: product.id, quantity: '2', unit_price: '4321.00' }] });
    const record = ok(await rep.get<RecordView>(`/api/records/order/${order.id}`));
    const [line] = record.values['lines'] as { id: string; values: Record<string, unknown>; masked?: string[] }[];
    expect([line!.values['unit_price'], line!.masked]).toEqual(['****', ['unit_price']]);
    ok(await rep.patch(`/api/records/order/${order.id}`, { values: { lines: [{ id: line!.id, product: product.id, quantity: '3', unit_price: '****' }] } }));
    expect(await crm.one('SELECT quantity, unit_price FROM ws.order_line WHERE id = $1', [line!.id])).toEqual({ quantity: '3', unit_price: '4321.00' });
  });

  it('is asked of a condition on an encrypted field as well', async () => {
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['update'], entity: 'account', where: { field: 'card', op: 'eq', value: '6222021234567890' } }] }));
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.patch(`/api/records/account/${mine.id}`, { values: { city: 'Bonn' } }));
  });
});
