import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Explanation, Filter, MemberRights, RoleDocument, RolePreview, RoleRule } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

jest.setTimeout(60_000);

const label = (en: string, zh = en) => ({ en, 'zh-CN': zh });
const field = (key: string, type: string, zh: string, more: object = {}) => ({ key, type, label: label(key, zh), ...more });
const ACCOUNT = {
  key: 'account', label: label('Account', '客户'), titleField: 'name',
  fields: [
    field('name', 'text', '名称'), field('phone', 'phone', '电话'), field('credit_limit', 'number', '信用额度'), field('secret', 'text', '机密'),
    field('twice', 'formula', '两倍', { options: { expression: 'credit_limit * 2' } }),
  ],
};
const VAULT = { key: 'vault', label: label('Vault', '保险库'), titleField: 'name', fields: [field('name', 'text', '名称')] };
const mine: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const allow = (more: Partial<RoleRule> = {}): RoleRule => ({ effect: 'allow', actions: ['read'], entity: 'account', ...more });
const deny = (...fields: string[]): RoleRule => ({ effect: 'deny', actions: ['read', 'update'], entity: 'account', fields });
const REP: RoleDocument = {
  key: 'rep', label: label('Rep', '销售'),
  rules: [
    allow({ actions: ['read', 'update'] }), deny('credit_limit', 'secret'),
    allow({ fields: ['phone'], mask: { start: 3, end: 4 } }), allow({ fields: ['phone'], where: mine }),
  ],
};
const role = (key: string, rules: RoleRule[] = [], capabilities: RoleDocument['capabilities'] = []): RoleDocument => ({ key, label: label(key), rules, capabilities });

describe('rights explained', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let hr: TestBrowser;
  let rep: TestBrowser;
  let repId: string;
  let [own, foreign] = ['', ''];

  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    for (const document of [ACCOUNT, VAULT]) expect((await admin.put(`/api/design/entities/${document.key}`, { version: 0, document })).status).toBe(200);
    for (const document of [REP, role('hr', [allow({ fields: ['name', 'owner'] })], ['members']), role('extra', [allow({ fields: ['secret'] })])]) {
      expect((await admin.put(`/api/design/roles/${document.key}`, { version: 0, document })).status).toBe(200);
    }
    hr = await server.join(admin, { name: '人事', email: 'hr@example.com', roles: ['hr'] });
    rep = await server.join(admin, { name: '李', email: 'li@example.com', roles: ['rep'] });
    repId = rep.session!.member.id;
    const make = async (values: object): Promise<string> => (await admin.post('/api/records/account', { values })).body.id;
    own = await make({ name: 'Ours', phone: '13800005678', credit_limit: '5', owner: repId });
    foreign = await make({ name: 'Theirs', phone: '13900001234', credit_limit: '9' });
  });
  afterAll(() => server.stop());

  const explain = (who: TestBrowser, question: object) => who.post<Explanation & { code?: string }>('/api/access/explain', { action: 'read', entity: 'account', ...question });

  it('name the rule of a role that decides about a record', async () => {
    const at = async (record: string) => (await explain(rep, { field: 'phone', record })).body;
    expect(await at(own)).toMatchObject({ answer: 'yes', summary: 'You may read Account › phone: "Rep" allows it.', decided: [{ effect: 'allow', source: { role: { key: 'rep', label: 'Rep' }, rule: 3, text: 'Allows to read phone of "Account", where Owner is the member' } }] });
    expect(await at(foreign)).toMatchObject({ answer: 'masked', summary: 'You see Account › phone masked: "Rep" says so.', decided: [{ effect: 'mask', source: { rule: 2 } }] });
    expect((await explain(rep, { field: 'phone' })).body).toMatchObject({ answer: 'someRows', summary: 'You may read Account › phone on some records. Records where Owner is the member.' });
    expect((await explain(rep, { action: 'delete', record: own })).body).toMatchObject({ answer: 'no', summary: 'You may not delete Account: no role allows it.', decided: [{ effect: 'none', source: { rule: null } }] });
  });

  it('are in the language of whoever asks', async () => {
    await admin.patch('/api/session', { locale: 'zh-CN' });
    const zh = (await explain(admin, { member: repId, field: 'twice' })).body;
    await admin.patch('/api/session', { locale: 'en' });
    expect(zh).toMatchObject({ answer: 'no', summary: '李不可读取“客户 › 两倍”：其计算所依据的内容不可读取（客户 › 信用额度）。', needs: ['客户 › 信用额度'] });
  });

  it('about oneself know nothing of what one does not know', async () => {
    const gone = await explain(rep, { field: 'nope' });
    for (const hidden of ['secret', 'credit_limit', 'twice']) {
      const answer = await explain(rep, { field: hidden });
      expect([answer.status, { ...answer.body, requestId: '' }]).toEqual([404, { ...gone.body, requestId: '' }]);
    }
    const [vault, nowhere] = [await explain(rep, { entity: 'vault' }), await explain(rep, { entity: 'nowhere' })];
    expect([vault.status, { ...vault.body, requestId: '' }]).toEqual([404, { ...nowhere.body, requestId: '' }]);
    const record = '0190b0a0-0000-7000-8000-00000000000a';
    expect((await explain(rep, { record })).body.code).toBe('RECORD_NOT_FOUND');
    const all = JSON.stringify([(await explain(rep, {})).body, (await explain(rep, { field: 'name' })).body]);
    expect(all).not.toMatch(/secret|credit_limit/);
  });

  it('about others are for whoever manages members, of records they can read, and tell nothing of what they cannot', async () => {
    expect((await explain(rep, { member: hr.session!.member.id })).body.code).toBe('ACTION_FORBIDDEN');
    expect((await explain(hr, { member: repId, field: 'phone', record: own })).body).toMatchObject({ answer: 'yes' });
    expect((await explain(hr, { member: '0190b0a0-0000-7000-8000-00000000000a' })).body.code).toBe('MEMBER_NOT_FOUND');
    const rich = role('rich', [allow({ where: { field: 'credit_limit', op: 'gt', value: '7' } }), allow({ actions: ['update'] })]);
    await admin.put('/api/design/roles/rich', { version: 0, document: rich });
    const buyer = await server.join(admin, { name: '王', email: 'wang@example.com', roles: ['rich'] });
    const member = buyer.session!.member.id;
    expect((await explain(admin, { member, record: own })).body.answer).toBe('no');
    expect((await explain(admin, { member, record: foreign })).body.answer).toBe('yes');
    // Not by way of another action either, which is within what is read.
    for (const record of [own, foreign]) for (const action of ['read', 'update']) expect((await explain(hr, { action, member, record })).body.answer).toBe('someRows');
  });

  it('list what a member may do, with the rules and groups it comes from', async () => {
    await admin.post('/api/groups', { name: '机密组', members: [repId], roles: ['extra'] });
    const { body } = await hr.get<MemberRights>(`/api/access/members/${repId}`);
    expect(body.roles).toEqual([{ key: 'rep', label: 'Rep', group: null }, { key: 'extra', label: 'extra', group: { id: expect.any(String), label: '机密组' } }]);
    const account = body.entities.find(({ entity }) => entity === 'account')!;
    expect(account.actions.map(({ action, rows }) => [action, rows.kind])).toEqual([['read', 'all'], ['update', 'all']]);
    expect(account.actions[0]!.from.map(({ role: { key }, rule }) => [key, rule])).toEqual([['rep', 0], ['rep', 2], ['rep', 3], ['extra', 0]]);
    const levels = Object.fromEntries(account.fields.map((one) => [one.field, one.level]));
    expect(levels).toMatchObject({ name: 'write', phone: 'write', credit_limit: 'none', secret: 'read', twice: 'none', id: 'read' });
    expect(account.fields.find((one) => one.field === 'phone')).toMatchObject({ read: { kind: 'some', text: 'Records where Owner is the member' }, masked: { kind: 'some' } });
    expect(body.entities.find(({ entity }) => entity === 'vault')!.actions).toEqual([]);
    expect((await rep.get(`/api/access/members/${repId}`)).body.code).toBe('ACTION_FORBIDDEN');
  });

  describe('a role that is about to change', () => {
    const preview = (who: TestBrowser, document: RoleDocument) => who.post<RolePreview & { code?: string }>(`/api/access/roles/${document.key}/preview`, { document });

    it('shows fields and rows it gives and takes, for each member who holds it, and changes nothing', async () => {
      const after: RoleDocument = { ...REP, capabilities: ['keys'], rules: [allow({ actions: ['read'], where: mine }), deny('secret'), allow({ fields: ['credit_limit'], mask: { start: 0, end: 0 } })] };
      const { body } = await preview(admin, after);
      expect([body.capabilitiesGiven, body.capabilitiesTaken]).toEqual([['keys'], []]);
      const of = (action: string) => body.entities.find((one) => one.entity === 'account' && one.action === action)!;
      expect(of('read')).toMatchObject({ fieldsGiven: [], fieldsTaken: [], fieldsMasked: ['credit_limit'] });
      expect(of('update')).toMatchObject({ fieldsTaken: ['name', 'phone', 'Owner'], members: [{ member: { id: repId, label: '李' }, before: { count: 2, more: false }, after: { count: 0, more: false } }] });
      expect((await preview(admin, { ...REP, rules: [allow({ where: mine })] })).body.entities.find(({ action }) => action === 'read')!.members).toMatchObject([{ before: { count: 2 }, after: { count: 2 } }]);
      expect((await preview(admin, REP)).body.entities).toEqual([]);
      const stored = (await admin.get('/api/design/roles')).body.items.find(({ document }: { document: RoleDocument }) => document.key === 'rep');
      expect(stored).toEqual({ version: 1, document: REP });
    });

    it('answers only whoever could save it: nothing is counted by what cannot be read', async () => {
      expect((await preview(hr, role('hr', [allow({ fields: ['name'], where: { field: 'credit_limit', op: 'gt', value: '7' } })], ['members']))).body.code).toBe('ROLE_WIDENS_RIGHTS');
      expect((await preview(hr, role('hr', [allow({ fields: ['name'], where: mine })], ['members']))).status).toBe(200);
      expect((await preview(admin, role('rep', [allow({ fields: ['nope'] })]))).body.code).toBe('ROLE_INVALID');
      expect((await preview(admin, role('admin'))).body.code).toBe('ROLE_BUILT_IN');
      expect((await preview(rep, REP)).body.code).toBe('ACTION_FORBIDDEN');
    });

    it('counts nothing by an older condition on what whoever asks cannot read, which would tell it record by record', async () => {
      const rich = role('wealthy', [allow({ fields: ['name', 'owner'], where: { field: 'credit_limit', op: 'gt', value: '7' } })]);
      expect((await admin.put('/api/design/roles/wealthy', { version: 0, document: rich })).status).toBe(200);
      await server.join(admin, { name: '富', email: 'wealthy@example.com', roles: ['wealthy'] });
      const narrowed: RoleDocument = { ...rich, rules: [...rich.rules, { effect: 'deny', actions: ['read'], entity: 'account', where: { field: 'name', op: 'eq', value: 'Theirs' } }] };
      const members = async (who: TestBrowser) => (await preview(who, narrowed)).body.entities.map((one) => one.members);
      expect(await members(admin)).toMatchObject([[{ before: { count: 1 }, after: { count: 0 } }]]);
      expect(await members(hr)).toEqual([[]]);
    });

    it('explains to nobody by a condition on what they read on some records only', async () => {
      const some = role('some', [allow({ fields: ['name', 'owner'] }), allow({ fields: ['credit_limit'], where: mine })], ['members']);
      expect((await admin.put('/api/design/roles/some', { version: 0, document: some })).status).toBe(200);
      const asker = await server.join(admin, { name: '问', email: 'some@example.com', roles: ['some'] });
      const { items } = (await admin.get('/api/members')).body;
      const { id } = items.find(({ email }: { email: string }) => email === 'wealthy@example.com');
      const told = async (record: string) => JSON.stringify((await explain(asker, { member: id, record })).body);
      expect((await explain(admin, { member: id, record: foreign })).body.answer).toBe('yes');
      expect(await told(foreign)).toBe(await told(own));
    });
  });
});
