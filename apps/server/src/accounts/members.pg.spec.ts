import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PASSWORD, startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const ROLE = (key: string, extra: Record<string, unknown> = {}): Record<string, unknown> => ({ key, label: { en: key }, rules: [], ...extra });

describe('members and invitations', () => {
  let server: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    const schema = (await server.db.query<{ schema: string }>('SELECT schema FROM tessera.workspace'))[0]?.schema;
    for (const role of [ROLE('sales'), ROLE('people', { capabilities: ['members'] })]) {
      await server.db.query(`INSERT INTO "${schema}"._document (kind, key, version, body, updated_at) VALUES ('role', $1, 1, $2, now())`, [role['key'], role]);
    }
    await server.db.query(`SELECT pg_notify('tessera_changes', (SELECT json_build_object('kind', 'design', 'workspace', id)::text FROM tessera.workspace))`);
  });
  afterAll(() => server.stop());

  const invite = (by: TestBrowser, email: string, roles: string[]) => by.post('/api/invitations', { name: '李销售', email, roles });
  const accept = (path: string, password = ADMIN_PASSWORD) =>
    server.browser().post(`/api${path}/accept`, { name: '李销售', password, locale: 'zh-CN' });

  it('come by a link that works once', async () => {
    const invited = await invite(admin, 'Li@Example.com', ['sales']);
    expect(invited.body).toMatchObject({ member: { email: 'li@example.com', roles: ['sales'], status: 'invited' } });
    const { path } = invited.body;
    expect((await server.browser().get(`/api${path}`)).body).toEqual({ workspace: 'Example', name: '李销售', email: 'li@example.com' });

    const joined = await accept(path);
    expect(joined.status).toBe(200);
    expect(joined.body).toMatchObject({ member: { roles: ['sales'] }, locale: 'zh-CN', capabilities: [] });
    expect((await accept(path)).body.code).toBe('INVITATION_INVALID');
    expect((await server.browser().get(`/api${path}`)).status).toBe(404);
    expect((await server.browser().signIn('li@example.com')).status).toBe(200);
  });

  it('lets only one of two who use a link at the same time in', async () => {
    const { path } = (await invite(admin, 'race@example.com', ['sales'])).body;
    const answers = await Promise.all([accept(path, 'first password'), accept(path, 'second password')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('refuses a link after seven days, and the old link after a new one was made', async () => {
    const first = (await invite(admin, 'late@example.com', ['sales'])).body;
    server.clock.pass(7 * 86_400_000 + 1);
    expect((await accept(first.path)).status).toBe(404);
    server.clock.pass(-7 * 86_400_000 - 1);
    const second = await admin.post('/api/invitations', { name: '李销售', email: 'late@example.com', roles: ['sales'], member: first.member.id });
    expect(second.status).toBe(200);
    expect((await accept(first.path)).status).toBe(404);
    expect((await accept(second.body.path)).status).toBe(200);
  });

  it('never stores the link itself', async () => {
    const { path } = (await invite(admin, 'secret@example.com', ['sales'])).body;
    const token = path.split('/').at(-1);
    const rows = await server.db.query<{ row: string }>('SELECT i::text AS row FROM ws_example._invitation i UNION ALL SELECT a::text FROM ws_example._audit a');
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
  });

  it.each(['x'.repeat(64), 'not-a-token-at-all-but-long', Buffer.alloc(48).toString('base64url')])('answers a made-up link %s like a used one', async (token) => {
    expect((await server.browser().get(`/api/invitations/${token}`)).body.code).toBe('INVITATION_INVALID');
  });

  it('refuses an e-mail that a member has, and a role that does not exist', async () => {
    const answer = await invite(admin, 'admin@example.com', ['sales', 'nothing']);
    expect(answer.body.fields).toMatchObject([
      { path: 'roles.1', code: 'ROLE_NOT_FOUND' },
      { path: 'email', code: 'MEMBER_EMAIL_TAKEN' },
    ]);
  });

  it('can be imported by name and invited later', async () => {
    await server.db.query(`INSERT INTO ws_example._member (id, name, status) VALUES ('0192f0c1-2345-7000-8000-000000000001', 'Nancy Davolio', 'imported')`);
    const options = await admin.get('/api/member-options?search=davo');
    expect(options.body.items).toEqual([{ id: '0192f0c1-2345-7000-8000-000000000001', label: 'Nancy Davolio' }]);
    const invited = await admin.post('/api/invitations', { name: 'Nancy Davolio', email: 'nancy@example.com', roles: ['sales'], member: '0192f0c1-2345-7000-8000-000000000001' });
    expect(invited.body.member).toMatchObject({ id: '0192f0c1-2345-7000-8000-000000000001', status: 'invited' });
  });

  it('finds members by text that means something in a pattern', async () => {
    expect((await admin.get('/api/member-options?search=%25')).body.items).toEqual([]);
  });

  it('keeps the last administrator', async () => {
    const { id } = admin.session?.member ?? { id: '' };
    expect((await admin.patch(`/api/members/${id}`, { disabled: true })).body.code).toBe('MEMBER_LAST_ADMIN');
    expect((await admin.patch(`/api/members/${id}`, { roles: ['sales'] })).body.code).toBe('MEMBER_LAST_ADMIN');
  });

  it('keeps one administrator when two remove each other at the same time', async () => {
    const second = await server.join(admin, { name: 'Second', email: 'second@example.com', roles: ['admin'] });
    const [a, b] = [admin.session?.member.id, second.session?.member.id];
    const answers = await Promise.all([admin.patch(`/api/members/${b}`, { roles: ['sales'] }), second.patch(`/api/members/${a}`, { roles: ['sales'] })]);
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200]);
    const left = await server.db.query(`SELECT id FROM ws_example._member WHERE 'admin' = ANY (roles) AND status = 'active'`);
    expect(left).toHaveLength(1);
    await server.db.query(`UPDATE ws_example._member SET roles = '{admin}' WHERE id = $1`, [a]);
    await server.db.query(`UPDATE ws_example._member SET roles = '{sales}' WHERE id = $1`, [b]);
    await server.db.query(`SELECT pg_notify('tessera_changes', (SELECT json_build_object('kind', 'member', 'workspace', id, 'member', $1::text)::text FROM tessera.workspace))`, [a]);
    await new Promise((resolve) => setTimeout(resolve, 100));
  });

  it('nobody gives or takes a role they do not hold, unless they are an administrator', async () => {
    const people = await server.join(admin, { name: 'HR', email: 'hr@example.com', roles: ['people'] });
    expect((await invite(people, 'new@example.com', ['admin'])).body.fields).toMatchObject([{ path: 'roles.0', code: 'ROLE_NOT_HELD' }]);
    expect((await invite(people, 'new@example.com', ['people'])).status).toBe(200);
    const self = people.session?.member.id;
    expect((await people.patch(`/api/members/${self}`, { roles: ['people', 'admin'] })).body.fields).toMatchObject([{ path: 'roles.1', code: 'ROLE_NOT_HELD' }]);
    const boss = admin.session?.member.id;
    expect((await people.patch(`/api/members/${boss}`, { roles: [] })).body.fields).toMatchObject([{ path: 'roles', code: 'ROLE_NOT_HELD' }]);
    expect((await people.patch(`/api/members/${boss}`, { disabled: true })).body.code).toBe('MEMBER_ADMIN_PROTECTED');
  });

  it('hands nobody the link of an invited member who has roles they do not hold, of their own or through a group', async () => {
    const people = await server.join(admin, { name: 'HR', email: 'hr2@example.com', roles: ['people'] });
    const boss = (await invite(admin, 'boss@example.com', ['admin'])).body.member.id;
    const mate = (await invite(admin, 'mate@example.com', ['people'])).body.member.id;
    const take = (member: string, roles: string[]) => people.post('/api/invitations', { name: 'Me', email: `${member}@example.com`, roles, member });
    expect(await take(boss, ['admin'])).toMatchObject({ status: 403, body: { code: 'MEMBER_INVITE_PROTECTED' } });
    expect((await take(mate, ['people'])).status).toBe(200);
    const group = (await admin.post('/api/groups', { name: 'G', members: [mate], roles: ['sales'] })).body;
    expect(await take(mate, ['people'])).toMatchObject({ status: 403, body: { code: 'MEMBER_INVITE_PROTECTED' } });
    expect((await admin.delete(`/api/groups/${group.id}`)).status).toBe(204);
    expect((await admin.post('/api/invitations', { name: 'Boss', email: 'boss@example.com', roles: ['admin'], member: boss })).status).toBe(200);
  });

  it('loses roles at once, in a session that is open', async () => {
    const people = await server.join(admin, { name: 'Temp', email: 'temp@example.com', roles: ['people'] });
    expect((await people.get('/api/members')).status).toBe(200);
    await admin.patch(`/api/members/${people.session?.member.id}`, { roles: ['sales'] });
    expect((await people.get('/api/members')).body.code).toBe('ACTION_FORBIDDEN');
  });

  it('is out at once when disabled, and back when enabled and signed in again', async () => {
    const leaver = await server.join(admin, { name: 'Leaver', email: 'leaver@example.com', roles: ['sales'] });
    const id = leaver.session?.member.id;
    expect((await admin.patch(`/api/members/${id}`, { disabled: true })).body.status).toBe('disabled');
    expect((await leaver.get('/api/session')).status).toBe(401);
    expect((await server.browser().signIn('leaver@example.com')).body).toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect((await admin.patch(`/api/members/${id}`, { disabled: false })).body.status).toBe('active');
    expect((await leaver.get('/api/session')).status).toBe(401);
    expect((await server.browser().signIn('leaver@example.com')).status).toBe(200);
  });

  it('are listed for whoever may manage them only', async () => {
    const rep = await server.join(admin, { name: 'Rep', email: 'rep@example.com', roles: ['sales'] });
    expect((await rep.get('/api/members')).status).toBe(403);
    expect((await rep.get('/api/member-options')).status).toBe(200);
    expect((await admin.get('/api/members')).body.items.length).toBeGreaterThan(3);
  });

  it('leave a trail of who did what', async () => {
    const actions = await server.db.query<{ action: string }>('SELECT DISTINCT action FROM ws_example._audit ORDER BY action');
    expect(actions.map(({ action }) => action)).toEqual(['group.created', 'group.deleted', 'member.invited', 'member.joined', 'member.updated', 'request.refused', 'session.refused', 'session.started', 'workspace.created']);
  });
});
