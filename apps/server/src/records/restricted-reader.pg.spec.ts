import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, RecordView } from '@tessera/contract';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { anonymous, ok, problemsOf } from './testing/crm-server.ts';
import { found, idOf, startRestrictedWorld, type RestrictedWorld } from './testing/restricted-world.ts';

describe('a representative from whom a field is hidden', () => {
  let world: RestrictedWorld;
  let rep: TestBrowser;
  let admin: TestBrowser;
  const heard: string[] = [];
  beforeAll(async () => {
    world = await startRestrictedWorld();
    admin = world.crm.admin;
    ({ rep } = world);
    // Every byte that is sent to them is kept, and searched at the end.
    const { send } = rep;
    rep.send = async (...request) => {
      const answer = await send.apply(rep, request);
      heard.push(`${JSON.stringify(answer.headers)} ${answer.text}`);
      return answer;
    };
  });
  afterAll(() => world.crm.stop());

  const query = (body: Record<string, unknown>, by = rep): Promise<TestAnswer> => by.post('/api/records/account/query', body);
  const count = (body: Record<string, unknown>, by = rep): Promise<TestAnswer> => by.post('/api/records/account/count', body);

  it('sees own accounts without it, in lists and one by one', async () => {
    const { rows } = ok(await query({}));
    expect(rows.map(({ id }: RecordView) => id).sort()).toEqual([0, 1, 2, 3, 4, 5].map((n) => idOf('account', n)));
    const record = ok(await rep.get<RecordView>(`/api/records/account/${idOf('account', 1)}`));
    for (const { values } of [...rows, record]) for (const field of ['credit_limit', 'tax_no', 'room']) expect(values).not.toHaveProperty(field);
    expect(ok(await admin.get<RecordView>(`/api/records/account/${idOf('account', 1)}`)).values).toHaveProperty('room');
  });

  it.each(['credit_limit', 'tax_no', 'room', 'parent_account.credit_limit'])('cannot ask by %s, whatever the way; the answer is that for a field that does not exist', async (field) => {
    const other = field.replace('credit_limit', 'no_such_fiel').replace('tax_no', 'no_sun').replace('room', 'nope');
    const conditions = (name: string) => [
      { field: name, op: 'gt', value: '1' },
      { field: name, op: 'eq', value: world.marks()[0] },
      { field: name, op: 'isEmpty' },
      { field: name, op: 'in', value: ['1'] },
      { field: name, op: 'made_up' },
    ];
    const requests = (name: string): [string, Record<string, unknown>][] => [
      ...conditions(name).flatMap((filter): [string, Record<string, unknown>][] => [
        ['query', { filter }],
        ['count', { filter }],
        ['export', { filter }],
        ['query', { filter: { and: [{ field: 'city', op: 'eq', value: 'Berlin' }, { not: { or: [filter] } }] } }],
      ]),
      ['query', { sort: [{ field: name }] }],
      ['query', { sort: [{ field: 'name' }, { field: name, desc: true }] }],
      ['export', { sort: [{ field: name }] }],
      ['query', { fields: ['name', name] }],
      ['export', { fields: [name] }],
    ];
    const [hidden, unknown] = [requests(field), requests(other)];
    for (const [at, [route, body]] of hidden.entries()) {
      const answer = await rep.post(`/api/records/account/${route}`, body);
      expect([answer.status, answer.body.code, answer.body.fields[0].code]).toEqual([400, 'RECORD_QUERY_INVALID', 'FIELD_NOT_FOUND']);
      expect(anonymous(answer)).toBe(anonymous(await rep.post(`/api/records/account/${route}`, unknown[at]?.[1])).replaceAll(other, field));
    }
  });

  it('gets no rows for a condition that was refused, not even those that the rest of it matches', async () => {
    const answer = await query({ filter: { and: [{ field: 'city', op: 'eq', value: 'Berlin' }, { field: 'tax_no', op: 'eq', value: 'x' }] } });
    expect(answer.status).toBe(400);
    expect(answer.body).not.toHaveProperty('rows');
  });

  it('finds nothing by searching for what is hidden', async () => {
    const [row] = await world.crm.db.query('SELECT tax_no, credit_limit FROM ws_example.account WHERE id = $1', [idOf('account', 1)]);
    for (const search of [row?.['tax_no'], row?.['credit_limit'], String(row?.['tax_no']).slice(0, 6)]) {
      expect(ok(await query({ search })).rows).toEqual([]);
      expect(ok(await count({ search }))).toEqual({ count: 0 });
      expect(ok(await query({ search }, admin)).rows.length > 0).toBe(search !== row?.['credit_limit']);
    }
  });

  it('counts own accounts only', async () => {
    expect(ok(await count({}))).toEqual({ count: 6 });
    expect(ok(await count({}, admin)).count).toBeGreaterThan(6);
    const page = ok(await query({ limit: 6 }));
    expect([page.rows.length, page.next]).toEqual([6, null]);
  });

  it('finds no trace of it in what the app, the session and the API say there is', async () => {
    const app = ok(await rep.get('/api/app'));
    expect(app.entities.map(({ key }: { key: string }) => key)).toContain('account');
    for (const text of [JSON.stringify(app), (await rep.get('/api/session')).text, (await rep.get('/api/openapi.json')).text]) {
      expect(text).not.toMatch(/credit_limit|信用额度|Agreed with the bank|tax_no|"room"/);
    }
    expect((await admin.get('/api/app')).text).toMatch(/credit_limit.*信用额度|信用额度.*credit_limit/);
  });

  it('reads a history from which its changes are absent, and entries about nothing else with them', async () => {
    const path = `/api/records/account/${idOf('account', 3)}/history`;
    const entries: HistoryEntry[] = ok(await rep.get(path)).items;
    expect(entries.map(({ action, changes }) => [action, changes.map(({ field }) => field)])).toEqual([['create', ['name']]]);
    expect(ok(await admin.get(path)).items.length).toBeGreaterThan(1);
  });

  it('is not told of it by the conflict of two who save the same record', async () => {
    const id = idOf('account', 4);
    ok(await admin.patch(`/api/records/account/${id}`, { version: 1, values: { credit_limit: '8888888.00', city: 'Ulm' } }));
    const late = await rep.patch(`/api/records/account/${id}`, { version: 1, values: { city: 'Bonn' } });
    expect([late.status, late.body.details.fields]).toEqual([409, [{ field: 'city', current: 'Ulm', yours: 'Bonn' }]]);
    expect(late.text).not.toContain('8888888');
  });

  it('keeps what is hidden when they save what they see', async () => {
    const id = idOf('account', 2);
    const before = await world.crm.one('SELECT credit_limit, tax_no FROM ws.account WHERE id = $1', [id]);
    const record = ok(await rep.get<RecordView>(`/api/records/account/${id}`));
    ok(await rep.patch(`/api/records/account/${id}`, { version: record.version, values: { name: 'Renamed', city: record.values['city'] } }));
    expect(await world.crm.one('SELECT credit_limit, tax_no FROM ws.account WHERE id = $1', [id])).toEqual(before);
  });

  it('imports no column into it, and no preview shows it', async () => {
    const uploaded = ok(await rep.send('POST', '/api/imports?fileName=a.csv&entity=contact', Buffer.from('Name,Mobile,Customer\nA,13800000000,Mine\n')));
    expect(uploaded.mapping.columns[1]).toEqual({ column: 1 });
    const answer = await rep.post(`/api/imports/${uploaded.id}/preview`, { columns: [{ column: 0, field: 'name' }, { column: 1, field: 'mobile' }], nullWords: [] });
    expect([answer.status, answer.body.code, problemsOf(answer)]).toEqual([400, 'IMPORT_MAPPING_INVALID', ['columns.1.field FIELD_NOT_FOUND']]);
  });

  it('loses it at once with the role that showed it', async () => {
    const both = await world.crm.join(admin, { name: 'Both', email: 'both@example.com', roles: ['sales_rep', 'sales_manager'] });
    expect(ok(await both.get<RecordView>(`/api/records/account/${idOf('account', 0)}`)).values).toHaveProperty('credit_limit');
    const { items } = ok(await admin.get('/api/members'));
    ok(await admin.patch(`/api/members/${items.find((one: { name: string }) => one.name === 'Both').id}`, { roles: ['sales_rep'] }));
    expect((await both.get(`/api/records/account/${idOf('account', 0)}`)).status).toBe(404);
  });

  it('was never sent a hidden value in any form', async () => {
    for (const path of ['/api/tasks', '/api/task-count', '/api/imports', '/api/member-options', `/api/records/order/${idOf('order', 1)}`, `/api/records/order/${idOf('order', 1)}/history`, `/api/records/contact/${idOf('contact', 7)}`]) ok(await rep.get(path));
    for (const entity of ['account', 'contact', 'order', 'order_line', 'product', 'opportunity', 'ticket', 'follow_up']) ok(await rep.post(`/api/records/${entity}/query`, { limit: 200 }));
    for (const entity of ['account', 'contact']) expect((await rep.post(`/api/records/${entity}/export`, {})).status).toBe(200);
    expect(heard.length).toBeGreaterThan(100);
    expect(found(heard.join('\n'), world.marks())).toEqual([]);
    // They are there to be found.
    expect(found((await admin.post('/api/records/account/query', { limit: 200 })).text, world.marks()).length).toBeGreaterThan(20);
  });
});
