/** API keys: what they may, whom they follow, and where their secret is never found. */

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type CreateApiKey, type RecordView } from '@tessera/contract';
import { memberId, ok, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import { TestBrowser, startTestServer, type TestAnswer, type TestServer } from '../testing/test-server.ts';

describe('API keys', () => {
  let crm: CrmServer;
  let second: TestServer | undefined;
  let admin: TestBrowser;
  let rep: TestBrowser;
  let mine: RecordView;
  let theirs: RecordView;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    await crm.changeRole('sales_rep', (role) => ({
      ...role,
      capabilities: ['keys'],
      rules: [
        { effect: 'allow', actions: ['read', 'create', 'update', 'delete', 'export', 'import'], entity: '*' },
        { effect: 'deny', actions: ['read', 'update', 'delete', 'export'], entity: 'account', where: { not: { field: 'owner', op: 'eq', value: { var: 'me' } } } },
      ],
    }));
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    mine = await crm.make(rep, 'account', { name: 'Mine', type: 'new' });
    theirs = await crm.make(admin, 'account', { name: 'Theirs', type: 'new' });
  });
  afterAll(async () => {
    await second?.stop();
    await crm.stop();
  });

  const create = (by: TestBrowser, over: Partial<CreateApiKey> = {}): Promise<TestAnswer> => by.post('/api/keys', { name: 'Sync', role: 'sales_rep', days: 30, ...over });
  const keyOf = async (by: TestBrowser, over: Partial<CreateApiKey> = {}): Promise<{ id: string; secret: string; as: Program }> => {
    const { key, secret } = ok(await create(by, over));
    return { id: key.id, secret, as: programOf(secret) };
  };
  type Program = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers?: Record<string, string>) => Promise<TestAnswer>;
  const programOf = (secret: string, app = crm.app): Program => (method, path, body, headers = {}) => new TestBrowser(app).send(method, path, body, { authorization: `Bearer ${secret}`, ...headers });
  const record = (id: string): string => `/api/records/account/${id}`;

  it('do what their role may, without cookie and token, and no more', async () => {
    const { as } = await keyOf(rep);
    expect((await as('GET', record(mine.id))).status).toBe(200);
    expect((await as('PATCH', record(mine.id), { version: 1, values: { city: 'Berlin' } })).status).toBe(200);
    expect((await as('GET', record(theirs.id))).text.replace(/"requestId":"[^"]*"/, '')).toBe((await rep.get(record(theirs.id))).text.replace(/"requestId":"[^"]*"/, ''));
    const [told] = await crm.db.query<{ actor: string }>(`SELECT actor FROM ws_example._history WHERE record_id = $1 AND action = 'update' ORDER BY id DESC LIMIT 1`, [mine.id]);
    expect(told?.actor).toBe(memberId(rep));
  });

  it('call nothing but routes about records, whatever their owner may', async () => {
    const { as } = await keyOf(admin, { role: 'admin' });
    const open = new Set(['public', 'setup', 'share', 'record']);
    for (const route of Object.values(routes)) {
      if (open.has(route.permission)) continue;
      const path = route.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      const answer = await as(route.method, path, route.method === 'GET' || route.method === 'DELETE' ? undefined : {});
      if (answer.body?.code === 'ROUTE_NOT_FOUND') continue;
      expect(`${route.method} ${route.path} ${answer.status} ${answer.body?.code}`).toBe(`${route.method} ${route.path} 403 API_KEY_OUT_OF_PLACE`);
    }
    expect((await as('GET', '/api/session')).status).toBe(403);
  });

  it('are narrowed to the entities and actions they were made for', async () => {
    const { as } = await keyOf(rep, { only: [{ entity: 'account', actions: ['read'] }] });
    expect((await as('GET', record(mine.id))).status).toBe(200);
    expect((await as('PATCH', record(mine.id), { version: 2, values: { city: 'Köln' } })).status).toBe(403);
    expect((await as('POST', '/api/records/account', { values: { name: 'New' } })).status).toBe(403);
    expect((await as('DELETE', `${record(mine.id)}?version=2`)).status).toBe(403);
    expect((await as('POST', '/api/records/contact/query', {})).status).toBeGreaterThanOrEqual(400);
    expect((await as('POST', '/api/exports', { entity: 'account', format: 'csv' })).status).toBeGreaterThanOrEqual(400);
    expect((await as('POST', '/api/imports?entity=account&fileName=a.csv', Buffer.from('name\nX\n'))).status).toBe(403);
    const blind = await keyOf(rep, { only: [{ entity: 'account', actions: ['update', 'delete', 'export'] }] });
    expect((await blind.as('GET', record(mine.id))).status).toBe((await blind.as('GET', record(theirs.id))).status);
    expect((await blind.as('PATCH', record(mine.id), { version: 2, values: { city: 'Köln' } })).status).toBeGreaterThanOrEqual(400);
  });

  it('never see the jobs of their owner, who sees none of theirs through another key', async () => {
    const asked = ok(await admin.post('/api/exports', { entity: 'account', format: 'csv' }));
    const narrow = await keyOf(admin, { role: 'admin', only: [{ entity: 'contact', actions: ['read', 'export'] }] });
    expect(ok(await narrow.as('GET', '/api/exports')).items).toEqual([]);
    expect((await narrow.as('GET', `/api/exports/${asked.id}`)).status).toBe(404);
    expect((await narrow.as('GET', `/api/exports/${asked.id}/file`)).status).toBe(404);
    const own = ok(await narrow.as('POST', '/api/exports', { entity: 'contact', format: 'csv' }));
    for (let n = 0; n < 300 && ok(await narrow.as('GET', `/api/exports/${own.id}`)).status !== 'done'; n += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await narrow.as('GET', `/api/exports/${own.id}/file`)).status).toBe(200);
    expect((await admin.get(`/api/exports/${own.id}`)).status).toBe(404);
    const told = await admin.post('/api/records/account', { values: { name: 'Once', type: 'new' } }, { 'idempotency-key': 'same-for-both' });
    expect(told.status).toBeLessThan(300);
    expect((await narrow.as('POST', '/api/records/account', { values: { name: 'Once', type: 'new' } }, { 'idempotency-key': 'same-for-both' })).status).toBe(404);
  });

  it('are made only with a role their owner holds, for entities they know, by a member who may', async () => {
    const problems = ({ status, body }: TestAnswer): string => `${status} ${(body.fields ?? []).map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).join()}`;
    expect(problems(await create(rep, { role: 'admin' }))).toBe('400 role ROLE_NOT_HELD');
    expect(problems(await create(rep, { role: 'sales_manager' }))).toBe('400 role ROLE_NOT_HELD');
    expect(problems(await create(rep, { only: [{ entity: 'nothing', actions: ['read'] }] }))).toBe('400 only.0.entity ENTITY_NOT_FOUND');
    const plain = await crm.join(admin, { name: 'Plain', email: 'plain@example.com', roles: ['service_agent'] });
    expect((await create(plain, { role: 'service_agent' })).status).toBe(403);
    expect((await create(rep, { days: 400 })).status).toBe(400);
  });

  it('follow their owner in every process within a second', async () => {
    second = await startTestServer({ beside: crm });
    const owner = await crm.join(admin, { name: 'Owner', email: 'owner@example.com', roles: ['sales_rep', 'sales_manager'] });
    const { secret, as } = await keyOf(owner);
    const there = programOf(secret, second.app);
    const path = record(mine.id);
    const both = async (): Promise<number[]> => [(await as('GET', path)).status, (await there('GET', path)).status];
    const comesTo = async (wanted: number): Promise<void> => {
      expect((await as('GET', path)).status === 401).toBe(wanted === 401);
      for (let n = 0; n < 1000 && ((await there('GET', path)).status === 401) !== (wanted === 401); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      expect((await both()).map((status) => status === 401)).toEqual([wanted === 401, wanted === 401]);
    };
    await comesTo(404);
    ok(await admin.patch(`/api/members/${memberId(owner)}`, { roles: ['sales_manager'] }));
    await comesTo(401);
    ok(await admin.patch(`/api/members/${memberId(owner)}`, { roles: ['sales_rep'] }));
    await comesTo(404);
    ok(await admin.patch(`/api/members/${memberId(owner)}`, { disabled: true }));
    await comesTo(401);
    ok(await admin.patch(`/api/members/${memberId(owner)}`, { disabled: false }));
    await comesTo(404);
    const keys = ok(await admin.get('/api/keys')).items as { id: string; owner: { id: string } }[];
    const key = keys.find((one) => one.owner.id === memberId(owner))!;
    expect((await rep.delete(`/api/keys/${key.id}`)).status).toBe(404);
    expect((await admin.delete(`/api/keys/${key.id}`)).status).toBe(204);
    await comesTo(401);
  });

  it('end on their day', async () => {
    const { as } = await keyOf(rep, { days: 1 });
    expect((await as('GET', record(mine.id))).status).toBe(200);
    crm.clock.pass(86_400_000 + 1000);
    expect(await as('GET', record(mine.id))).toMatchObject({ status: 401, body: { code: 'API_KEY_INVALID' } });
    crm.clock.pass(-86_400_000 - 1000);
  });

  it('count instead of the cookie, also when they are wrong, and only in the header', async () => {
    const { secret } = await keyOf(rep);
    const both = (authorization: string): Promise<TestAnswer> => admin.get(record(theirs.id), { authorization });
    expect((await both(`Bearer ${secret}`)).status).toBe(404);
    expect((await both(`Bearer tsk_${'A'.repeat(43)}`)).body.code).toBe('API_KEY_INVALID');
    expect((await both('Bearer nonsense')).body.code).toBe('API_KEY_INVALID');
    expect((await both('Basic dTpw')).status).toBe(200);
    const stranger = crm.browser();
    for (const query of ['key', 'api_key', 'token', 'access_token', 'authorization']) expect((await stranger.get(`${record(mine.id)}?${query}=${secret}`)).status).toBe(401);
    for (const header of ['x-api-key', 'api-key', 'x-auth-token', 'cookie']) expect((await stranger.get(record(mine.id), { [header]: header === 'cookie' ? `tessera_session=${secret}` : secret })).status).toBe(401);
  });

  it('are kept as a hash, shown once, and named in the trail without their secret', async () => {
    const { id, secret } = await keyOf(rep, { name: 'Stored' });
    expect(secret).toMatch(/^tsk_[A-Za-z0-9_-]{43}$/);
    const [row] = await crm.db.query<Record<string, unknown>>('SELECT * FROM tessera.api_key WHERE id = $1', [id]);
    expect(row).toMatchObject({ secret_hash: createHash('sha256').update(secret).digest('hex'), prefix: secret.slice(0, 10), member_id: memberId(rep) });
    const tables = await crm.db.query<{ name: string }>(`SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema IN ('tessera', 'ws_example') AND table_type = 'BASE TABLE'`);
    const found = await crm.db.query<{ n: number }>(`SELECT sum(n)::int AS n FROM (${tables.map(({ name }) => `SELECT count(*) AS n FROM ${name} t WHERE strpos(t::text, $1) > 0`).join(' UNION ALL ')}) every`, [secret.slice(12)]);
    expect(found).toEqual([{ n: 0 }]);
    expect((await rep.get('/api/keys')).text).not.toContain(secret.slice(12));
    const trail = await crm.db.query<{ action: string; actor: string }>('SELECT action, actor FROM ws_example._audit WHERE target = $1', [id]);
    expect(trail).toEqual([{ action: 'apiKey.created', actor: memberId(rep) }]);
    expect(ok(await rep.get('/api/keys')).items.every(({ owner }: { owner: { id: string } }) => owner.id === memberId(rep))).toBe(true);
  });

  it('cannot be guessed for long, and a program with an old one holds nobody up', async () => {
    const { as } = await keyOf(rep);
    const wrong = (n: number): Promise<TestAnswer> => programOf(`tsk_${String(n).padStart(43, 'x')}`)('GET', record(mine.id));
    for (let n = 0; n < 100; n += 1) expect((await wrong(1)).status).toBe(401);
    expect((await as('GET', record(mine.id))).status).toBe(200);
    const answers: number[] = [];
    for (let n = 0; n < 70; n += 1) answers.push((await wrong(n + 2)).status);
    expect(answers.at(0)).toBe(401);
    expect(answers.at(-1)).toBe(429);
    expect((await as('GET', record(mine.id))).status).toBe(200);
    crm.clock.pass(16 * 60_000);
    expect((await wrong(500)).status).toBe(401);
  });
});
