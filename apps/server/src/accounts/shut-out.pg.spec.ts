/** What stops when a member is disabled, and that an administrator is always left, whoever acts at the same time. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memberId, ok, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import { startTestServer, TestBrowser, type TestAnswer, type TestServer } from '../testing/test-server.ts';

describe('shutting out', () => {
  let crm: CrmServer;
  let second: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    second = await startTestServer({ beside: crm });
    await crm.changeRole('sales_manager', (role) => ({ ...role, capabilities: ['keys'], rules: [{ effect: 'allow', actions: ['read', 'create', 'update', 'export', 'share'], entity: '*' }] }));
  });
  afterAll(async () => {
    await second.stop();
    await crm.stop();
  });

  const comesTo = async (ask: () => Promise<TestAnswer>, wanted: number): Promise<void> => {
    for (let n = 0; n < 1000 && (await ask()).status !== wanted; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await ask()).status).toBe(wanted);
  };

  it('reaches sessions, keys, links and jobs of a disabled member in every process', async () => {
    const member = await crm.join(admin, { name: 'Gone', email: 'gone@example.com', roles: ['sales_manager'] });
    const account = await crm.make(member, 'account', { name: 'Theirs', type: 'new' });
    const { secret } = ok(await member.post('/api/keys', { name: 'K', role: 'sales_manager', days: 3 }));
    const link = ok(await member.post('/api/shares', { kind: 'record', entity: 'account', record: account.id, fields: ['name'] })).path.split('/').at(-1);
    const there = new TestBrowser(second.app);
    for (const [name, value] of member.cookies) there.cookies.set(name, value);
    const path = `/api/records/account/${account.id}`;
    const ways = (app: TestServer['app'], browser: TestBrowser): [string, () => Promise<TestAnswer>, number, number][] => [
      ['session', () => browser.get(path), 200, 401],
      ['key', () => new TestBrowser(app).get(path, { authorization: `Bearer ${secret}` }), 200, 401],
      ['link', () => new TestBrowser(app).post(`/api/shared/${link}/open`, {}), 200, 404],
    ];
    for (const [, ask, before] of [...ways(crm.app, member), ...ways(second.app, there)]) await comesTo(ask, before);
    await crm.db.query(`CREATE FUNCTION ws_example.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NEW; END $$`);
    await crm.db.query(`CREATE TRIGGER slow BEFORE UPDATE ON ws_example._export FOR EACH ROW WHEN (OLD.status = 'waiting') EXECUTE FUNCTION ws_example.slow()`);
    // The job is held until the member is gone.
    const gate = await crm.database.dataSource.createQueryRunner();
    await gate.query('SELECT pg_advisory_lock(77)');
    const job = ok(await member.post('/api/exports', { entity: 'account', format: 'csv' }));
    ok(await admin.patch(`/api/members/${memberId(member)}`, { disabled: true }));
    await gate.query('SELECT pg_advisory_unlock(77)');
    await gate.release();
    for (const [, ask, , after] of ways(crm.app, member)) expect((await ask()).status).toBe(after);
    for (const [, ask, , after] of ways(second.app, there)) await comesTo(ask, after);
    for (let n = 0; n < 300 && (await crm.one('SELECT status FROM ws._export WHERE id = $1', [job.id]))['status'] !== 'failed'; n += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await crm.one(`SELECT e.status, (SELECT count(*)::int FROM ws._export_chunk c WHERE c.export_id = e.id) AS chunks, a.detail->>'code' AS code FROM ws._export e JOIN ws._audit a ON a.target = e.id::text AND a.action = 'export.failed' WHERE e.id = $1`, [job.id])).toEqual({ status: 'failed', chunks: 0, code: 'EXPORT_FORBIDDEN' });
    expect((await crm.browser().signIn('gone@example.com')).status).toBe(401);
  });

  it('leaves work of a disabled member to the administrators', async () => {
    const member = await crm.join(admin, { name: 'Worker', email: 'worker@example.com', roles: ['sales_manager'] });
    const id = memberId(member);
    const process = await crm.one<{ process: string; version: number }>('SELECT process, version FROM ws._process_version LIMIT 1');
    const instance = '00000000-0000-7000-8000-000000000001';
    await crm.db.query(`INSERT INTO ws_example._instance (id, process, version, entity, record_id, status, state, started_at) VALUES ($1, $2, $3, 'account', $1, 'running', '{}', now())`, [instance, process.process, process.version]);
    await crm.db.query(
      `INSERT INTO ws_example._task (id, instance, process, element, name, kind, status, entity, record_id, assignee_member, created_at) VALUES ($1, $1, $2, 'x', '{"en":"T"}', 'work', 'open', 'account', $1, $3, now())`,
      [instance, process.process, id],
    );
    const open = async (by: TestBrowser): Promise<number> => ok(await by.get('/api/app')).openTasks ?? ok(await by.get('/api/tasks?status=open')).items.length;
    const before = await open(admin);
    expect(await open(member)).toBe(1);
    ok(await admin.patch(`/api/members/${id}`, { disabled: true }));
    expect(await open(admin)).toBe(before + 1);
    await crm.db.query('DELETE FROM ws_example._task WHERE id = $1', [instance]);
  });

  it('always leaves an administrator, however many remove one another at once', async () => {
    const others = await Promise.all(['A', 'B', 'C'].map((name) => crm.join(admin, { name, email: `${name.toLowerCase()}@example.com`, roles: ['admin'] })));
    const all = [admin, ...others];
    const heir = await crm.join(admin, { name: 'Heir', email: 'heir@example.com', roles: ['sales_rep'] });
    const answers = await Promise.all([
      others[0]!.patch(`/api/members/${memberId(admin)}`, { roles: [] }),
      others[1]!.patch(`/api/members/${memberId(others[0]!)}`, { disabled: true }),
      others[2]!.post(`/api/members/${memberId(others[1]!)}/hand-over`, { to: memberId(heir), leaves: true }),
      admin.patch(`/api/members/${memberId(others[2]!)}`, { roles: ['sales_rep'] }),
      ...all.map((one) => one.patch(`/api/members/${memberId(one)}`, { disabled: true })),
    ]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    const left = await crm.db.query<{ email: string }>(`SELECT email FROM ws_example._member WHERE status = 'active' AND 'admin' = ANY (roles)`);
    expect(left).toHaveLength(1);
    const last = crm.browser();
    expect((await last.signIn(left[0]!.email)).status).toBe(200);
    for (const change of [{ disabled: true }, { roles: [] }]) expect((await last.patch(`/api/members/${memberId(last)}`, change)).body.code).toBe('MEMBER_LAST_ADMIN');
  });
});
