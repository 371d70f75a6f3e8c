import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Department, Group, RoleDocument } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

jest.setTimeout(60_000);

const label = (en: string) => ({ en, 'zh-CN': en });
const REFUSED = { status: 403, body: { code: 'MEMBER_OWN_REACH' } };

describe('whoever manages members without being an administrator', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let hr: TestBrowser;
  let me: string;
  let rep: string;
  let other: string;
  let home: Department;
  let sales: Department;
  let north: Department;
  let group: Group;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    const roles: RoleDocument[] = [{ key: 'hr', label: label('HR'), capabilities: ['members'], rules: [] }, { key: 'plain', label: label('Plain'), rules: [] }];
    for (const document of roles) expect((await admin.put(`/api/design/roles/${document.key}`, { version: 0, document })).status).toBe(200);
    hr = await server.join(admin, { name: '人事', email: 'hr@example.com', roles: ['hr', 'plain'] });
    me = hr.session!.member.id;
    [rep = '', other = ''] = await Promise.all(['a', 'b'].map(async (name) => (await server.join(admin, { name, email: `${name}@example.com`, roles: ['plain'] })).session!.member.id));
    home = (await admin.post('/api/departments', { name: 'HR', parent: null, members: [me] })).body;
    sales = (await admin.post('/api/departments', { name: 'Sales', parent: null, members: [rep] })).body;
    north = (await admin.post('/api/departments', { name: 'North', parent: sales.id, members: [other] })).body;
    group = (await admin.post('/api/groups', { name: 'Club', members: [rep], roles: [] })).body;
  });
  afterAll(() => server.stop());

  const save = ({ id, ...rest }: Department, over: Partial<Department>, by = hr) => by.put(`/api/departments/${id}`, { ...rest, ...over });
  const saveGroup = ({ id, ...rest }: Group, over: Partial<Group>, by = hr) => by.put(`/api/groups/${id}`, { ...rest, ...over });

  it.each([
    ['joins no department', () => save(sales, { members: [rep, me] })],
    ['leads no department', () => save(sales, { supervisor: me })],
    ['moves nothing below their own', () => save(sales, { parent: home.id })],
    ['makes no department of their own', () => hr.post('/api/departments', { name: 'Mine', parent: null, members: [me] })],
    ['makes none below their own', () => hr.post('/api/departments', { name: 'Below', parent: home.id, members: [] })],
    ['leads no new one', () => hr.post('/api/departments', { name: 'Led', parent: null, members: [], supervisor: me })],
    ['joins no group', () => saveGroup(group, { members: [rep, me] })],
    ['makes no group of their own', () => hr.post('/api/groups', { name: 'Mine', members: [me], roles: [] })],
  ])('%s', async (_, attempt) => {
    const state = async () => JSON.stringify([await admin.get('/api/departments'), await admin.get('/api/groups')].map(({ body }) => body));
    const before = await state();
    expect(await attempt()).toMatchObject(REFUSED);
    expect(await state()).toBe(before);
  });

  it('places others, moves what is not theirs, gives up what is, and is placed by administrators', async () => {
    expect((await save(north, { members: [other, rep] })).status).toBe(200);
    expect((await save(north, { parent: null })).status).toBe(200);
    expect((await save(home, { members: [me, other] })).status).toBe(200);
    expect((await save(home, { members: [] })).status).toBe(200);
    expect((await save(home, { members: [me] }))).toMatchObject(REFUSED);
    expect((await save(home, { members: [me], supervisor: me }, admin)).status).toBe(200);
    expect((await save(home, { members: [me], supervisor: me, name: '人事部' })).status).toBe(200);
    expect((await saveGroup(group, { members: [rep, other] })).status).toBe(200);
  });

  it('adds nobody to where they are once a role of theirs shows records by who is there', async () => {
    expect((await save(home, { members: [me], supervisor: me })).status).toBe(200);
    expect((await admin.put('/api/design/entities/note', { version: 0, document: { key: 'note', label: label('Note'), titleField: 'title', fields: [{ key: 'title', type: 'text', label: label('Title') }] } })).status).toBe(200);
    for (const [version, list] of [[1, 'myTeam'], [2, 'myColleagues'], [3, 'myReports']] as const) {
      const document: RoleDocument = { key: 'plain', label: label('Plain'), rules: [{ effect: 'allow', actions: ['read'], entity: 'note', where: { field: 'owner', op: 'in', value: { var: list } } }] };
      expect((await admin.put('/api/design/roles/plain', { version, document })).status).toBe(200);
      expect([list, await save(home, { members: [me, other], supervisor: me })]).toMatchObject([list, REFUSED]);
      expect((await save(sales, { members: [other] })).status).toBe(200);
    }
    expect((await save(home, { members: [me, other], supervisor: me }, admin)).status).toBe(200);
  });
});
