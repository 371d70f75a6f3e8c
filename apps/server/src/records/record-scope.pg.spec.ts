import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestBrowser } from '../testing/test-server.ts';
import { anonymous, memberId, ok, problemsOf, startCrm, type CrmServer } from './testing/crm-server.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe('a representative who is limited to own accounts', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  let other: TestBrowser;
  let own: RecordView;
  let foreign: RecordView;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    other = await crm.join(admin, { name: '赵销售', email: 'zhao@example.com', roles: ['sales_rep'] });
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: role.rules.map((rule) => (rule.entity === 'account' ? { ...rule, ...(rule.actions.includes('create') ? { actions: ['create'] } : { actions: ['read', 'update'] }) } : rule)) as never }));
    own = await crm.make(rep, 'account', { name: 'Mine' });
    foreign = await crm.make(other, 'account', { name: 'Theirs' });
  });
  afterAll(() => crm.stop());

  const patch = (by: TestBrowser, entity: string, id: string, values: Record<string, unknown>, version = 1) => by.patch(`/api/records/${entity}/${id}`, { version, values });

  it.each([
    ['read', (id: string) => rep.get(`/api/records/account/${id}`)],
    ['read in its history', (id: string) => rep.get(`/api/records/account/${id}/history`)],
    ['read in its processes', (id: string) => rep.get(`/api/records/account/${id}/instances`)],
    ['pulled into their own scope', (id: string) => patch(rep, 'account', id, { owner: memberId(rep) })],
    ['changed with a version that is not its own', (id: string) => patch(rep, 'account', id, { name: 'x' }, 77)],
    ['changed with values that are wrong', (id: string) => patch(rep, 'account', id, { name: '' })],
    ['deleted', (id: string) => rep.delete(`/api/records/account/${id}?version=1`)],
  ])('finds that a foreign record cannot be %s, just as one that does not exist', async (_, request) => {
    const status = (await request(NOBODY)).status;
    const code = (await request(NOBODY)).body.code;
    expect([status, code]).toEqual(status === 403 ? [403, 'RECORD_ACTION_FORBIDDEN'] : [404, 'RECORD_NOT_FOUND']);
    const answer = await crm.refused(status, code, () => request(foreign.id));
    expect(anonymous(answer)).toBe(anonymous(await request(NOBODY)));
  });

  it.each([
    ['contact', { name: 'Maria' }],
    ['opportunity', { name: 'Big', amount: '5', expected_close: '2030-01-01' }],
    ['order', {}],
    ['ticket', { subject: 'Broken', description: 'It is' }],
  ])('cannot link a %s to a foreign account, just as to one that does not exist', async (entity, values) => {
    const hidden = await crm.refused(400, 'RECORD_INVALID', () => rep.post(`/api/records/${entity}`, { values: { ...values, account: foreign.id } }));
    const nowhere = await crm.refused(400, 'RECORD_INVALID', () => rep.post(`/api/records/${entity}`, { values: { ...values, account: NOBODY } }));
    expect(problemsOf(hidden)).toEqual(['values.account FIELD_NOT_REFERENCE']);
    expect(anonymous(hidden)).toBe(anonymous(nowhere));
    const made = await crm.make(rep, entity, { ...values, account: own.id });
    await crm.refused(400, 'RECORD_INVALID', () => patch(rep, entity, made.id, { account: foreign.id }));
  });

  it('may keep a link to a record that they cannot see, which somebody else has made', async () => {
    const contact = await crm.make(admin, 'contact', { name: 'Maria', account: foreign.id, owner: memberId(rep) });
    const seen = ok(await rep.get<RecordView>(`/api/records/contact/${contact.id}`));
    expect(seen.values['account']).toBeNull();
    expect(ok(await patch(rep, 'contact', contact.id, { title: 'Buyer' })).version).toBe(2);
    expect(await crm.one('SELECT account FROM ws.contact WHERE id = $1', [contact.id])).toEqual({ account: foreign.id });
    const told = ok(await rep.get(`/api/records/contact/${contact.id}/history`)).items;
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`"account"|${foreign.id}|Theirs`));
  });

  it('cannot give a record away out of their own reach', async () => {
    await crm.refused(403, 'RECORD_LEAVES_SCOPE', () => patch(rep, 'account', own.id, { owner: memberId(other) }));
    await crm.refused(403, 'RECORD_LEAVES_SCOPE', () => patch(rep, 'account', own.id, { owner: null, name: 'x' }));
    expect(ok(await patch(admin, 'account', own.id, { owner: memberId(rep) })).version).toBe(1);
  });

  it('may make a record for somebody else, and then sees no more of it than its id', async () => {
    const made = await crm.make(rep, 'account', { name: 'For them', owner: memberId(other) });
    expect(made).toEqual({ id: made.id, version: 1, values: {} });
    expect((await rep.get(`/api/records/account/${made.id}`)).status).toBe(404);
    expect(ok(await other.get(`/api/records/account/${made.id}`)).values.name).toBe('For them');
  });

  it('cannot change a record beyond what the role says of its state, and learns it as a right that is missing', async () => {
    const product = await crm.make(admin, 'product', { name: 'Chai' });
    const order = await crm.make(rep, 'order', { account: own.id, lines: [{ product: product.id, quantity: '1', unit_price: '1.00' }] });
    expect(order.can).toEqual({ update: true, delete: false });
    expect(problemsOf(await crm.refused(400, 'RECORD_INVALID', () => patch(rep, 'order', order.id, { status: 'approved' })))).toEqual(['values.status FIELD_READ_ONLY']);
    ok(await patch(admin, 'order', order.id, { status: 'approved' }));
    expect(ok(await rep.get(`/api/records/order/${order.id}`)).can).toEqual({ update: false, delete: false });
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => patch(rep, 'order', order.id, { remark: 'x' }, 2));
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => patch(rep, 'order', order.id, { lines: [] }, 2));
  });

  it('deletes only what the role lets them delete, though they see and change more', async () => {
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'allow', actions: ['delete'], entity: 'account', where: { field: 'type', op: 'eq', value: 'lost' } }] }));
    const [kept, lost] = [await crm.make(rep, 'account', { name: 'Kept' }), await crm.make(rep, 'account', { name: 'Lost', type: 'lost' })];
    expect([kept.can, lost.can]).toEqual([{ update: true, delete: false }, { update: true, delete: true }]);
    await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.delete(`/api/records/account/${kept.id}?version=1`));
    const theirs = await crm.make(other, 'account', { name: 'Lost too', type: 'lost' });
    await crm.refused(404, 'RECORD_NOT_FOUND', () => rep.delete(`/api/records/account/${theirs.id}?version=1`));
    expect((await rep.delete(`/api/records/account/${lost.id}?version=1`)).status).toBe(204);
  });

  it('loses a record at once when it goes to somebody else', async () => {
    const made = await crm.make(rep, 'account', { name: 'Passing' });
    ok(await patch(admin, 'account', made.id, { owner: memberId(other) }));
    expect((await rep.get(`/api/records/account/${made.id}`)).status).toBe(404);
    await crm.refused(404, 'RECORD_NOT_FOUND', () => patch(rep, 'account', made.id, { name: 'x' }, 2));
  });

  it('cannot design, publish, invite or assign, and nothing comes of trying', async () => {
    for (const request of [
      () => rep.put('/api/design/entities/account', { version: 1, document: { key: 'account', label: { en: 'x' }, titleField: 'name', fields: [] } }),
      () => rep.get('/api/design/processes'),
      () => rep.put('/api/design/roles/sales_rep', { version: 1, document: { key: 'sales_rep', label: { en: 'x' }, rules: [] } }),
      () => rep.post('/api/invitations', { name: 'x', email: 'x@example.com', roles: ['admin'] }),
      () => rep.patch(`/api/members/${memberId(rep)}`, { roles: ['admin'] }),
    ]) await crm.refused(403, 'ACTION_FORBIDDEN', request);
  });

  it('with a role that may only look is refused by every route that changes something', async () => {
    ok(await admin.put('/api/design/roles/onlooker', { version: 0, document: { key: 'onlooker', label: { en: 'Onlooker' }, rules: [{ effect: 'allow', actions: ['read'], entity: '*' }] } }));
    const onlooker = await crm.join(admin, { name: 'Look', email: 'look@example.com', roles: ['onlooker'] });
    for (const request of [
      () => onlooker.post('/api/records/account', { values: { name: 'x' } }),
      () => patch(onlooker, 'account', own.id, { name: 'x' }),
      () => onlooker.delete(`/api/records/account/${own.id}?version=1`),
      () => onlooker.post('/api/records/account/export', {}),
    ]) await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', request);
    await crm.refused(403, 'IMPORT_FORBIDDEN', () => onlooker.send('POST', '/api/imports?fileName=a.csv&entity=account', Buffer.from('name\nx\n')));
  });
});
