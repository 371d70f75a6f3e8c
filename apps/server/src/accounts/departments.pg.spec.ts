import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Department } from '@tessera/contract';
import { startTestServer, TestBrowser, type TestAnswer, type TestServer } from '../testing/test-server.ts';
import { SessionGate } from './session-gate.ts';

jest.setTimeout(60_000);

describe('departments', () => {
  let server: TestServer;
  let second: TestServer | undefined;
  let admin: TestBrowser;
  let person: TestBrowser;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    person = await server.join(admin, { name: '李娜', email: 'li@example.com', roles: [] });
    id = person.session!.member.id;
  });
  afterAll(async () => {
    await second?.stop();
    await server.stop();
  });

  const make = (name: string, parent: string | null = null, members: string[] = [], by = admin): Promise<TestAnswer<Department & { code?: string }>> => by.post('/api/departments', { name, parent, members });
  const save = ({ id: key, ...rest }: Department, over: Partial<Department>, by = admin): Promise<TestAnswer<Department & { code?: string }>> => by.put(`/api/departments/${key}`, { ...rest, ...over });
  const list = async (by = admin): Promise<Department[]> => (await by.get('/api/departments')).body.items;
  const trail = () => server.db.query<{ action: string; detail: Record<string, unknown> }>(`SELECT action, detail FROM "ws_example"._audit WHERE action LIKE 'department.%' ORDER BY id`);

  it('form a tree that every member reads and only who manages members changes', async () => {
    const sales = (await make(' 销售  部 ')).body;
    const north = (await make('北区', sales.id, [id, id])).body;
    expect(sales).toMatchObject({ name: '销售 部', parent: null, members: [] });
    expect(await list(person)).toEqual(expect.arrayContaining([sales, { id: north.id, name: '北区', parent: sales.id, members: [id], supervisor: null, positions: {} }]));
    expect((await make('南区', null, [], person)).status).toBe(403);
    expect((await save(north, { name: 'x' }, person)).status).toBe(403);
    expect((await person.delete(`/api/departments/${north.id}`)).status).toBe(403);
    expect((await server.browser().get('/api/departments')).status).toBe(401);
  });

  it('cannot be below themselves, however the circle is closed', async () => {
    const [a, b, c] = [(await make('A')).body, (await make('B')).body, (await make('C')).body];
    await save(b, { parent: a.id });
    await save(c, { parent: b.id });
    expect(await save(a, { parent: a.id })).toMatchObject({ status: 409, body: { code: 'DEPARTMENT_CYCLE' } });
    expect(await save(a, { parent: c.id })).toMatchObject({ status: 409, body: { code: 'DEPARTMENT_CYCLE' } });
    const [d, e] = [(await make('D')).body, (await make('E')).body];
    const answers = await Promise.all([save(d, { parent: e.id }), save(e, { parent: d.id })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('have one name at one place', async () => {
    const group = (await make('集团')).body;
    await make('财务', group.id);
    expect(await make(' 财务', group.id)).toMatchObject({ status: 409, body: { code: 'DEPARTMENT_NAME_TAKEN' } });
    const other = (await make('财务')).body;
    expect(await save(other, { parent: group.id })).toMatchObject({ status: 409, body: { code: 'DEPARTMENT_NAME_TAKEN' } });
    expect((await save(other, { name: '财务', members: [id] })).status).toBe(200);
  });

  it('go only when nothing is below them, and their name may then be used again', async () => {
    const upper = (await make('上级')).body;
    const lower = (await make('下级', upper.id, [id])).body;
    expect(await admin.delete(`/api/departments/${upper.id}`)).toMatchObject({ status: 409, body: { code: 'DEPARTMENT_NOT_EMPTY' } });
    expect((await admin.delete(`/api/departments/${lower.id}`)).status).toBe(204);
    expect((await admin.delete(`/api/departments/${lower.id}`)).body.code).toBe('DEPARTMENT_NOT_FOUND');
    expect((await list()).some((one) => one.id === lower.id)).toBe(false);
    expect((await make('下级', upper.id)).status).toBe(200);
    expect((await make('再下级', lower.id)).body).toMatchObject({ code: 'DEPARTMENT_NOT_FOUND' });
  });

  it('refuse a member, a parent or a name that is none', async () => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    expect(await make('X', null, [id, nobody])).toMatchObject({ status: 400, body: { fields: [{ path: 'members.1', code: 'MEMBER_NOT_FOUND' }] } });
    expect((await make('X', nobody)).body).toMatchObject({ code: 'DEPARTMENT_NOT_FOUND' });
    expect((await make('   ')).status).toBe(400);
    expect((await list()).some(({ name }) => name === 'X')).toBe(false);
  });

  it('have a supervisor and positions, which stay when nothing is said about them', async () => {
    const boss = admin.session!.member.id;
    const made = (await admin.post('/api/departments', { name: '研发', parent: null, members: [id], supervisor: boss, positions: { [id]: ' 工程师 ' } })).body;
    expect(made).toMatchObject({ supervisor: boss, positions: { [id]: '工程师' } });
    const renamed = (await admin.put(`/api/departments/${made.id}`, { name: '研发部', parent: null, members: [id] })).body;
    expect(renamed).toMatchObject({ name: '研发部', supervisor: boss, positions: { [id]: '工程师' } });
    expect((await list(person)).find((one) => one.id === made.id)).toEqual(renamed);
    const nobody = '00000000-0000-4000-8000-000000000000';
    const problemsOf = async (over: Partial<Department>) => (await save(renamed, over)).body as unknown as { fields: { path: string; code: string }[] };
    expect((await problemsOf({ supervisor: nobody })).fields).toMatchObject([{ path: 'supervisor', code: 'MEMBER_NOT_FOUND' }]);
    expect((await problemsOf({ positions: { [boss]: '经理' } })).fields).toMatchObject([{ path: `positions.${boss}`, code: 'MEMBER_NOT_FOUND' }]);
    expect((await save(renamed, { members: [], positions: {}, supervisor: null })).body).toMatchObject({ members: [], supervisor: null, positions: {} });
  });

  it('always say with all below them what the tree says', async () => {
    const below = async (): Promise<string[]> => {
      const rows = await server.db.query<{ pair: string }>(
        `SELECT concat(d.name, '>', e.name) AS pair FROM ws_example._department_below b JOIN ws_example._department d ON d.id = b.department JOIN ws_example._department e ON e.id = b.below WHERE d.name LIKE '树%' ORDER BY 1`,
      );
      return rows.map(({ pair }) => pair.replaceAll('树', ''));
    };
    const a = (await make('树a')).body;
    const b = (await make('树b', a.id)).body;
    const c = (await make('树c', b.id)).body;
    expect(await below()).toEqual(['a>a', 'a>b', 'a>c', 'b>b', 'b>c', 'c>c']);
    await save(b, { parent: null });
    expect(await below()).toEqual(['a>a', 'b>b', 'b>c', 'c>c']);
    await save(a, { parent: c.id });
    expect(await below()).toEqual(['a>a', 'b>a', 'b>b', 'b>c', 'c>a', 'c>c']);
    await admin.delete(`/api/departments/${a.id}`);
    expect(await below()).toEqual(['b>b', 'b>c', 'c>c']);
    expect(await server.db.query('SELECT FROM ws_example._department_below WHERE department = $1 OR below = $1', [a.id])).toEqual([]);
  });

  it('are told to every process at once, also to whoever leads them', async () => {
    second = await startTestServer({ beside: server });
    const there = new TestBrowser(second.app);
    for (const [name, value] of person.cookies) there.cookies.set(name, value);
    const gate = second.app.get(SessionGate);
    const session = (await server.db.query<{ id: string }>('SELECT id FROM tessera.session WHERE member_id = $1', [id]))[0]!.id;
    const made = (await make('告知')).body;
    await there.get('/api/session');
    const before = await gate.actorOfSession(session);
    await save(made, { supervisor: id });
    for (let n = 0; n < 1000 && (await gate.actorOfSession(session)) === before; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await gate.actorOfSession(session)).not.toBe(before);
  });

  it('leave a trail that says what changed', async () => {
    const before = (await trail()).length;
    const one = (await make('审计')).body;
    await save(one, { members: [id] });
    await admin.delete(`/api/departments/${one.id}`);
    expect((await trail()).slice(before)).toEqual([
      { action: 'department.created', detail: { name: '审计', parent: null, members: [], supervisor: null, positions: {} } },
      { action: 'department.updated', detail: { members: { from: [], to: [id] } } },
      { action: 'department.deleted', detail: { name: '审计', members: [id], supervisor: null } },
    ]);
  });
});
