import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Group, RoleDocument } from '@tessera/contract';
import { startTestServer, type TestAnswer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

jest.setTimeout(60_000);

const label = (en: string) => ({ en, 'zh-CN': en });
const role = (key: string, capabilities: RoleDocument['capabilities'] = []): RoleDocument => ({ key, label: label(key), capabilities, rules: [] });

describe('groups', () => {
  let server: TestServer;
  let second: TestServer | undefined;
  let admin: TestBrowser;
  let hr: TestBrowser;
  let rep: TestBrowser;
  let repId: string;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    for (const document of [role('hr', ['members']), role('designer', ['design']), role('plain'), role('other'), role('auditor', ['audit'])]) {
      expect((await admin.put(`/api/design/roles/${document.key}`, { version: 0, document })).status).toBe(200);
    }
    hr = await server.join(admin, { name: '人事', email: 'hr@example.com', roles: ['hr', 'plain'] });
    rep = await server.join(admin, { name: '李', email: 'li@example.com', roles: ['other'] });
    repId = rep.session!.member.id;
  });
  afterAll(async () => {
    await second?.stop();
    await server.stop();
  });

  type Answer = TestAnswer<Group & { code?: string; fields?: { path: string; code: string }[] }>;
  const make = (name: string, over: Partial<Group> = {}, by = admin): Promise<Answer> => by.post('/api/groups', { name, members: [], roles: [], ...over });
  const save = ({ id, ...rest }: Group, over: Partial<Group>, by = admin): Promise<Answer> => by.put(`/api/groups/${id}`, { ...rest, ...over });
  const rolesOf = async (who: TestBrowser): Promise<string[]> => (await who.get('/api/session')).body.member.roles;
  const problems = ({ body }: Answer): string[] => (body.fields ?? []).map(({ path, code }) => `${path} ${code}`);

  it('give their roles to whoever is in them, after their own and at once', async () => {
    expect(await rolesOf(rep)).toEqual(['other']);
    const b = (await make('乙组', { members: [repId], roles: ['designer'] })).body;
    const a = (await make('甲组', { members: [repId], roles: ['plain', 'other'] })).body;
    expect(await rolesOf(rep)).toEqual(['other', 'designer', 'plain']);
    expect((await rep.get('/api/session')).body.capabilities).toContain('design');
    expect((await rep.get('/api/design/roles')).status).not.toBe(401);
    await save(b, { members: [] });
    expect(await rolesOf(rep)).toEqual(['other', 'plain']);
    expect((await rep.get('/api/session')).body.capabilities).not.toContain('design');
    await save(a, { roles: [] });
    expect(await rolesOf(rep)).toEqual(['other']);
    for (const { id } of [a, b]) expect((await admin.delete(`/api/groups/${id}`)).status).toBe(204);
    expect((await admin.get('/api/groups')).body.items).toEqual([]);
  });

  it('are told to sessions in another process within a second', async () => {
    second = await startTestServer({ beside: server });
    const there = second.browser();
    await there.signIn('li@example.com');
    expect((await there.get('/api/session')).body.capabilities).toEqual([]);
    const made = (await make('远', { members: [repId], roles: ['designer'] })).body;
    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      for (let n = 0; n < 1000 && !(await isSo()); n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const mayDesign = async () => (await there.get('/api/session')).body.capabilities.includes('design');
    await until(mayDesign);
    expect(await mayDesign()).toBe(true);
    await admin.delete(`/api/groups/${made.id}`);
    await until(async () => !(await mayDesign()));
    expect(await mayDesign()).toBe(false);
  });

  it('never make an administrator, not even by an administrator or by what the table says', async () => {
    expect(problems(await make('管理', { roles: ['admin'], members: [repId] }))).toEqual(['roles.0 GROUP_ROLE_ADMIN']);
    const made = (await make('暗', { members: [repId] })).body;
    await server.db.query(`UPDATE ws_example._group SET roles = '{admin}' WHERE id = $1`, [made.id]);
    await save(made, { name: '暗组', roles: [] });
    await server.db.query(`UPDATE ws_example._group SET roles = '{admin}' WHERE id = $1`, [made.id]);
    await admin.patch(`/api/members/${repId}`, { roles: ['other'] });
    expect(await rolesOf(rep)).toEqual(['other']);
    await server.db.query('DELETE FROM ws_example._group WHERE id = $1', [made.id]);
  });

  it('let nobody give or take what they do not hold', async () => {
    const hrId = hr.session!.member.id;
    expect(problems(await make('窃', { roles: ['auditor'], members: [hrId] }, hr))).toEqual(['roles.0 ROLE_NOT_HELD']);
    const auditors = (await make('审计组', { roles: ['auditor'] })).body;
    expect(await save(auditors, { members: [hrId] }, hr)).toMatchObject({ status: 403, body: { code: 'GROUP_ROLES_NOT_HELD' } });
    expect(problems(await save(auditors, { roles: [], members: [hrId] }, hr))).toEqual(['roles ROLE_NOT_HELD']);
    expect((await save(auditors, { name: '审计一组' }, hr)).status).toBe(200);
    expect((await hr.delete(`/api/groups/${auditors.id}`)).status).toBe(400);
    const own = (await make('平', { roles: ['plain'], members: [repId] }, hr)).body;
    expect(await rolesOf(rep)).toEqual(['other', 'plain']);
    expect((await hr.delete(`/api/groups/${own.id}`)).status).toBe(204);
    expect((await make('外', {}, rep)).status).toBe(403);
    expect((await rep.get('/api/groups')).status).toBe(403);
    expect(await rolesOf(hr)).toEqual(['hr', 'plain']);
  });

  it('count as holding a role, for giving it on and for deleting it', async () => {
    const hrId = hr.session!.member.id;
    const group = (await make('持有', { roles: ['auditor'], members: [hrId] })).body;
    expect((await hr.patch(`/api/members/${repId}`, { roles: ['other', 'auditor'] })).status).toBe(200);
    await admin.patch(`/api/members/${repId}`, { roles: ['other'] });
    expect((await admin.delete('/api/design/roles/auditor')).body.code).toBe('ROLE_IN_USE');
    await save(group, { members: [] });
    expect((await admin.delete('/api/design/roles/auditor')).body.code).toBe('ROLE_IN_USE');
    await save(group, { roles: [] });
    for (const one of (await admin.get('/api/groups')).body.items as Group[]) await admin.delete(`/api/groups/${one.id}`);
    expect((await admin.delete('/api/design/roles/auditor')).status).toBe(204);
  });

  it('have one name each, and members who exist', async () => {
    const one = (await make(' 项目  组 ')).body;
    expect(one.name).toBe('项目 组');
    expect((await make('项目 组')).body.code).toBe('GROUP_NAME_TAKEN');
    expect(problems(await make('空', { members: ['00000000-0000-4000-8000-000000000000'] }))).toEqual(['members.0 MEMBER_NOT_FOUND']);
    expect(problems(await make('空', { roles: ['nothing'] }))).toEqual(['roles.0 ROLE_NOT_FOUND']);
    expect(problems(await make('  '))).not.toEqual([]);
    expect((await admin.delete('/api/groups/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    const trail = await server.db.query<{ action: string; detail: unknown }>(`SELECT action, detail FROM ws_example._audit WHERE target = $1 ORDER BY id`, [one.id]);
    expect(trail).toEqual([{ action: 'group.created', detail: { name: '项目 组', roles: [], members: [] } }]);
  });
});
