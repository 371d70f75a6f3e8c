/** Exports in the background: what is in the file, whose it is, what becomes of it when a server dies or rights change. */

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ExportView } from '@tessera/contract';
import type { CrmServer } from '../records/testing/crm-server.ts';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';

let atChunk: () => void = () => {};
jest.unstable_mockModule('../platform/failpoint.ts', () => ({
  failpoint: (name: string) => {
    if (name === 'export.chunk.after-commit') atChunk();
  },
}));
const { memberId, ok, problemsOf, startCrm } = await import('../records/testing/crm-server.ts');
const { startTestServer } = await import('../testing/test-server.ts');
const { openWorkbook } = await import('../imports/workbook/open-workbook.ts');
const { bytesIn } = await import('../imports/workbook/workbook-bytes.ts');
const { openBytes } = await import('../platform/sealed.ts');
const { ExportRunner } = await import('./export-runner.ts');

const MINE = { field: 'owner', op: 'eq', value: { var: 'me' } } as const;

describe('an export in the background', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['read'], entity: 'account', fields: ['tax_no'] }, { effect: 'allow', actions: ['export'], entity: 'account', where: MINE }] }));
    await crm.make(admin, 'account', { name: 'Alfreds', owner: memberId(rep), tax_no: 'TAX-1', level: 'a', last_follow_up_at: '2024-05-01T00:30:00Z' });
    await crm.make(admin, 'account', { name: 'Theirs', tax_no: 'TAX-2' });
  });
  afterEach(() => {
    atChunk = () => {};
  });
  afterAll(() => crm.stop());

  const start = async (by: TestBrowser, request: Record<string, unknown>): Promise<ExportView> => ok(await by.post('/api/exports', { entity: 'account', format: 'csv', ...request }));
  async function finished(by: TestBrowser, { id }: { id: string }): Promise<ExportView> {
    for (let waited = 0; waited < 30_000; waited += 25) {
      const view = ok(await by.get<ExportView>(`/api/exports/${id}`));
      if (view.status !== 'waiting' && view.status !== 'running') return view;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('it does not end');
  }
  const file = (by: TestBrowser, { id }: { id: string }): Promise<TestAnswer> => by.get(`/api/exports/${id}/file`);
  const picture = () => crm.db.query('SELECT status, rows, size FROM ws_example._export ORDER BY id');

  it('is a file with what its asker may see and export, in their language', async () => {
    const view = await finished(rep, await start(rep, { fields: ['name', 'level', 'owner'] }));
    expect(view).toMatchObject({ status: 'done', rows: 1, fileName: 'Customer.csv', format: 'csv', problem: null });
    const answer = await file(rep, view);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': "attachment; filename*=UTF-8''Customer.csv" });
    expect(answer.text).toBe('\uFEFFCustomer name,Level,Owner\r\nAlfreds,A Key,李销售\r\n');
    expect(Buffer.byteLength(answer.text)).toBe(view.size);
    expect(ok(await rep.get('/api/exports')).items[0]).toEqual(view);
    expect(ok(await admin.get('/api/exports')).items).toEqual([]);
    expect([(await file(admin, view)).status, (await admin.get(`/api/exports/${view.id}`)).status]).toEqual([404, 404]);
  });

  it('is refused at once for what cannot be asked', async () => {
    expect(problemsOf(await rep.post('/api/exports', { entity: 'account', format: 'csv', fields: ['tax_no'] }))).toEqual(['fields.0 FIELD_NOT_FOUND']);
    expect([(await rep.post('/api/exports', { entity: 'order', format: 'csv' })).status, (await rep.post('/api/exports', { entity: 'nope', format: 'csv' })).status]).toEqual([403, 404]);
  });

  it('writes workbooks and JSON', async () => {
    const request = { fields: ['name', 'last_follow_up_at'], filter: { field: 'name', op: 'eq', value: 'Alfreds' } };
    const json = await finished(admin, await start(admin, { ...request, format: 'json' }));
    expect((await file(admin, json)).body).toEqual([{ name: 'Alfreds', last_follow_up_at: expect.stringMatching(/^2024-05-01T00:30:00/) }]);
    const book = await finished(admin, await start(admin, { ...request, format: 'xlsx' }));
    const bytes = (await crm.db.query<{ bytes: Buffer }>('SELECT bytes FROM ws_example._export_chunk WHERE export_id = $1 ORDER BY seq', [book.id])).map((row) => openBytes('_export_chunk', 'bytes', row.bytes));
    const cells = [];
    for await (const row of (await openWorkbook(bytesIn(Buffer.concat(bytes)))).sheet(null).rows()) cells.push(row.cells);
    expect(cells).toEqual([['Customer name', 'Last follow-up'].map((name) => expect.stringContaining(name.split(' ')[0] ?? '')), ['Alfreds', '2024-05-01 08:30:00']]);
  });

  it('is not handed out any more when its rights have changed since', async () => {
    const view = await finished(rep, await start(rep, { fields: ['name'] }));
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['export'], entity: 'account', where: { field: 'level', op: 'eq', value: 'a' } }] }));
    expect(await file(rep, view)).toMatchObject({ status: 403, body: { code: 'EXPORT_RIGHTS_CHANGED' } });
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: role.rules.slice(0, -1) }));
    expect((await file(rep, view)).status).toBe(200);
  });

  it('is not handed out any more to who has left the department whose records are in it', async () => {
    const department = ok(await admin.post('/api/departments', { name: 'North', parent: null, members: [memberId(rep), memberId(admin)] }));
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'allow', actions: ['read', 'export'], entity: 'account', where: { field: 'owner', op: 'in', value: { var: 'myTeam' } } }] }));
    const view = await finished(rep, await start(rep, { fields: ['name'] }));
    expect((await file(rep, view)).text).toContain('Theirs');
    ok(await admin.put(`/api/departments/${department.id}`, { name: 'North', parent: null, members: [memberId(admin)] }));
    expect(await file(rep, view)).toMatchObject({ status: 403, body: { code: 'EXPORT_RIGHTS_CHANGED' } });
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: role.rules.slice(0, -1) }));
  });

  it('is written with the rights of the moment, not those of asking', async () => {
    const begun = new Promise<void>((resolve) => {
      atChunk = () => {
        resolve();
        throw new Error('crash');
      };
    });
    const view = await start(rep, { fields: ['name', 'phone'] });
    await begun;
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['export'], entity: 'account', fields: ['phone'] }] }));
    atChunk = () => {};
    expect(await finished(rep, view)).toMatchObject({ status: 'failed', size: null, problem: expect.stringMatching(/./) });
    expect((await file(rep, view)).status).toBe(409);
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: role.rules.slice(0, -1) }));
  });

  it('is begun anew by another server when the first one dies in the middle, and is whole', async () => {
    await crm.db.query(
      `INSERT INTO ws_example.product (id, version, created_at, updated_at, name, spec) SELECT gen_random_uuid(), 1, now(), now(), 'P' || n, repeat(md5(n::text), 20) FROM generate_series(1, 5000) n`,
    );
    let chunks = 0;
    atChunk = () => {
      if ((chunks += 1) >= 2) throw new Error('crash');
    };
    const view = await start(admin, { entity: 'product', fields: ['name', 'spec'] });
    while (chunks < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await crm.db.query('SELECT status FROM ws_example._export WHERE id = $1', [view.id]))[0]).toEqual({ status: 'running' });
    atChunk = () => {};
    const second = await startTestServer({ beside: crm });
    second.app.get(ExportRunner).wake();
    const done = await finished(admin, view);
    await second.stop();
    expect(done).toMatchObject({ status: 'done', rows: 5000 });
    const { text } = await file(admin, view);
    expect([text.trim().split('\r\n').length, Buffer.byteLength(text)]).toEqual([5001, done.size]);
  });

  it('is cancelled, and its file goes after a week', async () => {
    const done = await finished(admin, await start(admin, { fields: ['name'] }));
    expect(await admin.post(`/api/exports/${done.id}/cancel`)).toMatchObject({ status: 409, body: { code: 'EXPORT_OVER' } });
    crm.clock.pass(7 * 86_400_000 + 1000);
    for (const by of [admin, rep]) await by.signIn(by === admin ? 'admin@example.com' : 'li@example.com');
    expect([(await file(admin, done)).status, ok(await admin.get('/api/exports')).items]).toEqual([404, []]);
    await crm.app.get(ExportRunner).sweep();
    expect(await picture()).toEqual([]);
  });
});
