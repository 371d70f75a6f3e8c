import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestBrowser } from '../testing/test-server.ts';
import { memberId, ok, problemsOf, startCrm, type CrmServer } from './testing/crm-server.ts';

const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

describe('an export', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    await crm.changeRole('sales_rep', (role) => ({
      ...role,
      rules: [
        ...role.rules,
        { effect: 'deny', actions: ['read'], entity: 'account', fields: ['tax_no'] },
        { effect: 'allow', actions: ['export'], entity: 'account', where: MINE },
        { effect: 'deny', actions: ['export'], entity: 'account', fields: ['phone'] },
        { effect: 'allow', actions: ['export'], entity: 'contact' },
      ],
    }));
    await crm.make(admin, 'account', { name: 'Alfreds', owner: memberId(rep), tax_no: 'TAX-1', phone: '030-0074321', level: 'a', tags: ['vip', 'strategic'], remark: 'one\n"two"' });
    await crm.make(admin, 'account', { name: 'Theirs', tax_no: 'TAX-2' });
  });
  afterAll(() => crm.stop());

  const download = (by: TestBrowser, entity: string, body: Record<string, unknown> = {}) => by.post(`/api/records/${entity}/export`, body);
  /** Cells by line; enough of a reader for what is exported here. */
  const cellsOf = (text: string): string[][] =>
    [...text.slice(1).matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g)].map(([, line = '']) => [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^",]*),/g)].map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));

  it('is a CSV file in UTF-8 that spreadsheets recognise, with names of fields and of choices in the language of the reader', async () => {
    const answer = await download(admin, 'account', { fields: ['name', 'level', 'tags', 'owner', 'remark'], filter: { field: 'name', op: 'eq', value: 'Alfreds' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'private, no-store', 'content-disposition': "attachment; filename*=UTF-8''Customer.csv" });
    expect(answer.text.startsWith('\uFEFF')).toBe(true);
    expect(cellsOf(answer.text)).toEqual([
      ['Customer name', 'Level', 'Tags', 'Owner', 'Remark'],
      ['Alfreds', 'A Key', expect.stringMatching(/^VIP, ?Strategic$/), '李销售', 'one\n"two"'],
    ]);
    ok(await admin.patch('/api/session', { locale: 'zh-CN' }));
    const chinese = await download(admin, 'account', { fields: ['name', 'level'], filter: { field: 'name', op: 'eq', value: 'Alfreds' } });
    ok(await admin.patch('/api/session', { locale: 'en' }));
    expect(cellsOf(chinese.text)).toEqual([['客户名称', '客户等级'], ['Alfreds', 'A 重点']]);
  });

  it('holds only rows and fields that may be both read and exported', async () => {
    const [header, ...rows] = cellsOf((await download(rep, 'account')).text);
    expect(header).toContain('Customer name');
    expect(header).not.toContain('Tax number');
    expect(header).not.toContain('Phone');
    expect(rows.map(([, name]) => name)).toEqual(['Alfreds']);
    const { text } = await download(rep, 'account');
    expect(text).not.toMatch(/TAX-|030-0074321|Theirs/);
  });

  it('refuses a field that may be read and not exported, and knows none that is hidden', async () => {
    expect(problemsOf(await download(rep, 'account', { fields: ['name', 'phone'] }))).toEqual(['fields.1 FIELD_NOT_EXPORTABLE']);
    const [hidden, unknown] = [await download(rep, 'account', { fields: ['tax_no'] }), await download(rep, 'account', { fields: ['on_xat'] })];
    expect([hidden.status, hidden.body.fields]).toEqual([unknown.status, JSON.parse(JSON.stringify(unknown.body.fields).replaceAll('on_xat', 'tax_no'))]);
    for (const part of [{ filter: { field: 'tax_no', op: 'isEmpty' } }, { sort: [{ field: 'tax_no' }] }]) expect(problemsOf(await download(rep, 'account', part))[0]).toMatch(/FIELD_NOT_FOUND$/);
  });

  it('follows a link only to what may be exported there', async () => {
    const theirs = ok(await admin.post('/api/records/account/query', { filter: { field: 'name', op: 'eq', value: 'Theirs' } })).rows[0];
    await crm.make(admin, 'contact', { name: 'Maria', account: theirs.id, owner: memberId(rep) });
    const rows = cellsOf((await download(rep, 'contact', { fields: ['name', 'account.name'] })).text);
    expect(rows).toEqual([['Name', 'Customer name'], ['Maria', '']]);
  });

  it('is refused without the right to it, before a byte is sent', async () => {
    const refused = await download(rep, 'order');
    expect([refused.status, refused.body.code]).toEqual([403, 'RECORD_ACTION_FORBIDDEN']);
    const unknown = await download(rep, 'no_such_table');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'ENTITY_NOT_FOUND']);
  });

  it('disarms what a spreadsheet would run, and leaves numbers alone', async () => {
    const names = ['=1+1', '+cmd', '-1', '@SUM(A1)', '\tx', ' =1', '＝1', 'a=b', '"=1"'];
    for (const name of names) await crm.make(admin, 'product', { name, spec: name.trim() === '' ? null : 'x', stock: '-5' });
    const rows = cellsOf((await download(admin, 'product', { fields: ['name', 'stock'], sort: [{ field: 'created_at' }] })).text).slice(1);
    expect(rows.map(([name]) => name)).toEqual(["'=1+1", "'+cmd", "'-1", "'@SUM(A1)", "'\tx", "' =1", "'＝1", 'a=b', '"=1"']);
    expect(new Set(rows.map(([, stock]) => stock))).toEqual(new Set(['-5']));
  });

  it('streams more rows than are fetched at once, in the order asked for, and leaves one line in the audit trail', async () => {
    await manyTickets();
    const rows = cellsOf((await download(admin, 'ticket', { fields: ['subject'], sort: [{ field: 'subject' }] })).text).slice(1);
    expect(rows).toHaveLength(2300);
    expect(rows.map(([subject]) => subject)).toEqual(Array.from({ length: 2300 }, (_, n) => `T${String(n).padStart(4, '0')}`));
    const trail = await crm.db.query(`SELECT actor, fields, records, detail FROM ws_example._audit WHERE action = 'record.exported' AND entity = 'ticket'`);
    expect(trail).toEqual([{ actor: memberId(admin), fields: [], records: 2300, detail: { format: 'csv', columns: ['subject'] } }]);
  });

  const manyTickets = () =>
    crm.db.query(
      `INSERT INTO ws_example.ticket (id, version, created_at, updated_at, subject, account, description)
       SELECT gen_random_uuid(), 1, now(), now(), 'T' || lpad(n::text, 4, '0'), (SELECT id FROM ws_example.account LIMIT 1), 'x' FROM generate_series(2299, 0, -1) n`,
    );
});
