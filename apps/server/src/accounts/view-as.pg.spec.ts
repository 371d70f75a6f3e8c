/** Looking through another member's eyes: the same answers as theirs, nothing changed, both ends in the trail. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type RecordView, type Route } from '@tessera/contract';
import { memberId, ok, startCrm, type CrmServer } from '../records/testing/crm-server.ts';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';

describe('viewing as another member', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  let mine: RecordView;
  let theirs: RecordView;
  beforeAll(async () => {
    crm = await startCrm({ sampleData: true });
    await crm.changeRole('sales_rep', (role) => ({
      ...role,
      rules: [
        { effect: 'allow', actions: ['read', 'create', 'update', 'delete', 'export', 'import'], entity: '*' },
        { effect: 'deny', actions: ['read', 'update', 'delete', 'export'], entity: 'account', where: { not: { field: 'owner', op: 'eq', value: { var: 'me' } } } },
      ],
    }));
    admin = await crm.join(crm.admin, { name: 'Second', email: 'second@example.com', roles: ['admin'] });
    rep = await crm.join(crm.admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    mine = await crm.make(rep, 'account', { name: 'Mine', type: 'new' });
    theirs = await crm.make(crm.admin, 'account', { name: 'Theirs', type: 'new' });
  });
  afterAll(() => crm.stop());

  const start = (by: TestBrowser, member = memberId(rep)): Promise<TestAnswer> => by.post('/api/session/view-as', { member });
  const end = (by: TestBrowser): Promise<TestAnswer> => by.delete('/api/session/view-as');

  it('answers exactly as it answers them', async () => {
    const view = ok(await start(admin));
    expect(view).toMatchObject({ member: { id: memberId(rep), roles: ['sales_rep'] }, viewedBy: { id: memberId(admin), label: 'Second' } });
    const own = ok(await rep.get('/api/session'));
    const { csrfToken: _a, viewedBy: _b, ...seen } = view;
    const { csrfToken: _c, viewedBy: _d, ...real } = own;
    expect(seen).toEqual(real);
    const asks: ((by: TestBrowser) => Promise<TestAnswer>)[] = [
      (by) => by.get('/api/app'),
      ...['account', 'contact', 'opportunity', 'sales_order'].flatMap((entity) => [
        (by: TestBrowser) => by.post(`/api/records/${entity}/query`, {}),
        (by: TestBrowser) => by.post(`/api/records/${entity}/count`, {}),
        (by: TestBrowser) => by.post(`/api/records/${entity}/export`, { format: 'csv' }),
      ]),
      (by) => by.get(`/api/records/account/${mine.id}`),
      (by) => by.get(`/api/records/account/${theirs.id}`),
      (by) => by.get(`/api/records/account/${mine.id}/history`),
      (by) => by.get('/api/tasks?status=open'),
      (by) => by.get('/api/members'),
      (by) => by.get('/api/design/roles'),
      (by) => by.get('/api/keys'),
    ];
    for (const ask of asks) {
      const [a, b] = [await ask(admin), await ask(rep)];
      const plain = ({ status, text }: TestAnswer): string => `${status} ${text.replace(/"requestId":"[^"]*"/, '')}`;
      expect(plain(a)).toBe(plain(b));
    }
    expect((await admin.get(`/api/records/account/${mine.id}`)).status).toBe(200);
    expect((await admin.get(`/api/records/account/${theirs.id}`)).status).toBe(404);
    ok(await end(admin));
    expect((await admin.get(`/api/records/account/${theirs.id}`)).status).toBe(200);
  });

  it('changes nothing: every route that is more than a question is refused', async () => {
    ok(await start(admin));
    const before = await crm.picture();
    for (const route of Object.values<Route>(routes)) {
      if (['public', 'setup', 'share'].includes(route.permission) || route.method === 'GET' || route.asks || ([routes.endViewAs, routes.signOut] as Route[]).includes(route)) continue;
      const path = route.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      const answer = await admin.send(route.method, path, route.method === 'DELETE' ? undefined : {});
      if (answer.body?.code !== 'ROUTE_NOT_FOUND') expect(`${route.method} ${route.path} ${answer.status} ${answer.body?.code}`).toBe(`${route.method} ${route.path} 403 VIEWING_ONLY`);
    }
    const refused = await admin.patch(`/api/records/account/${mine.id}`, { version: 1, values: { name: 'Changed' } });
    expect(refused.body.message).toContain('李销售');
    expect(await crm.picture()).toBe(before);
    expect((await admin.post('/api/records/account/query', {})).status).toBe(200);
    ok(await end(admin));
  });

  it('is for administrators only, and of others who are there', async () => {
    expect((await start(rep, memberId(admin))).status).toBe(403);
    expect((await start(admin, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await start(admin, memberId(admin))).status).toBe(404);
    const hr = await crm.join(crm.admin, { name: 'Gone', email: 'gone@example.com', roles: [] });
    ok(await crm.admin.patch(`/api/members/${memberId(hr)}`, { disabled: true }));
    expect((await start(admin, memberId(hr))).status).toBe(404);
    expect(ok(await end(admin))).toMatchObject({ viewedBy: null, member: { id: memberId(admin) } });
  });

  it('ends when the member is disabled, and when the administrator is one no more', async () => {
    const seen = await crm.join(crm.admin, { name: 'Seen', email: 'seen@example.com', roles: ['sales_rep'] });
    ok(await start(admin, memberId(seen)));
    ok(await crm.admin.patch(`/api/members/${memberId(seen)}`, { disabled: true }));
    expect(ok(await admin.get('/api/session'))).toMatchObject({ viewedBy: null, member: { id: memberId(admin) } });
    ok(await start(admin));
    ok(await crm.admin.patch(`/api/members/${memberId(admin)}`, { roles: ['service_agent'] }));
    expect(ok(await admin.get('/api/session'))).toMatchObject({ viewedBy: null, member: { id: memberId(admin), roles: ['service_agent'] } });
    ok(await crm.admin.patch(`/api/members/${memberId(admin)}`, { roles: ['admin'] }));
    expect(ok(await admin.get('/api/session')).viewedBy).toBeNull();
  });

  it('is in the trail under the name of who really looked', async () => {
    const before = (await crm.db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ws_example._audit WHERE action LIKE 'viewAs.%'`))[0]!.n;
    ok(await start(admin));
    ok(await end(admin));
    const trail = await crm.db.query<Record<string, unknown>>(`SELECT action, actor, target FROM ws_example._audit WHERE action LIKE 'viewAs.%' ORDER BY id OFFSET $1`, [before]);
    expect(trail).toEqual([
      { action: 'viewAs.started', actor: memberId(admin), target: memberId(rep) },
      { action: 'viewAs.ended', actor: memberId(admin), target: memberId(rep) },
    ]);
  });
});
