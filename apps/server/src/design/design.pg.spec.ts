import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { findDrift } from './drift.ts';

const text = (en: string) => ({ en });
const ACCOUNT: EntityDocument = {
  key: 'account',
  label: { 'zh-CN': '客户', en: 'Account' },
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: text('Name'), required: true },
    { key: 'level', type: 'select', label: text('Level'), options: { choices: [{ value: 'a', label: text('A') }, { value: 'b', label: text('B') }] } },
  ],
};
const CREDIT = { key: 'credit_limit', type: 'money', label: { 'zh-CN': '信用额度', en: 'Credit limit' } } as const;
const FORM = { key: 'account', entity: 'account', label: text('Account'), sections: [{ key: 'main', columns: 2, items: [{ field: 'name' }, { field: 'level' }] }] };
const VIEW = { key: 'account', entity: 'account', label: text('Accounts'), kind: 'grid', columns: [{ field: 'name' }] };

describe('designing', () => {
  let server: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
  });
  afterAll(() => server.stop());

  const entity = async (key: string): Promise<{ version: number; document: EntityDocument }> =>
    (await admin.get('/api/design/entities')).body.items.find(({ document }: { document: EntityDocument }) => document.key === key);
  const noDrift = async (): Promise<void> => {
    const models = server.app.get(WorkspaceModels);
    expect(await server.database.transaction('ws_example', async (db) => findDrift(db, (await models.loadIn(db)).design))).toEqual([]);
  };

  describe('an entity', () => {
    it('is planned without changing anything, then saved with its table', async () => {
      const plan = await admin.post('/api/design/entities/account/plan', { version: 0, document: ACCOUNT });
      expect(plan.body.changes).toMatchObject([{ kind: 'createEntity', entity: 'account', losesData: false }]);
      expect(plan.body.changes[0].sql[0]).toContain('CREATE TABLE "ws_example"."account"');
      expect((await admin.get('/api/design/entities')).body.items).toEqual([]);

      const saved = await admin.put('/api/design/entities/account', { version: 0, document: ACCOUNT });
      expect(saved.body).toEqual({ version: 1, document: ACCOUNT });
      expect((await admin.get('/api/session')).body.workspace.empty).toBe(false);
      await noDrift();
    });

    it('gets a field and keeps its records', async () => {
      await server.db.query(`INSERT INTO ws_example.account (id, version, created_at, updated_at, name) VALUES (gen_random_uuid(), 1, now(), now(), 'Alpha')`);
      const document = { ...ACCOUNT, fields: [...ACCOUNT.fields, { key: 'site', type: 'url', label: text('Site') }] };
      const saved = await admin.put('/api/design/entities/account', { version: 1, document });
      expect(saved.body.version).toBe(2);
      expect(await server.db.query('SELECT name, site FROM ws_example.account')).toEqual([{ name: 'Alpha', site: null }]);
      await noDrift();
    });

    it('is not overwritten by somebody who did not see the last change', async () => {
      const late = await admin.put('/api/design/entities/account', { version: 1, document: ACCOUNT });
      expect(late.status).toBe(409);
      expect(late.body).toMatchObject({ code: 'DOCUMENT_VERSION_CONFLICT', details: { version: 2, changedBy: { label: '陈管理' } } });
      const again = await admin.put('/api/design/entities/account', { version: 0, document: ACCOUNT });
      expect(again.body.code).toBe('DOCUMENT_VERSION_CONFLICT');
    });

    it('is saved by one of two who save at the same time', async () => {
      const { version, document } = await entity('account');
      const save = (label: string) => admin.put('/api/design/entities/account', { version, document: { ...document, label: text(label) } });
      const answers = await Promise.all([save('One'), save('Two')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('names every problem at its place and changes nothing', async () => {
      const { version, document } = await entity('account');
      const bad = {
        ...document,
        fields: [...document.fields, { key: 'total', type: 'formula', label: text('Total'), options: { expression: 'missing + 1' } }, { key: 'boss', type: 'relation', label: text('Boss'), options: { entity: 'nowhere' } }],
      };
      const answer = await admin.put('/api/design/entities/account', { version, document: bad });
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('ENTITY_INVALID');
      const paths = answer.body.fields.map(({ path }: { path: string }) => path);
      expect(paths).toEqual(['document.fields.boss.options.entity', 'document.fields.total.options.expression']);
      expect((await entity('account')).version).toBe(version);
      await noDrift();
    });

    it('keeps document and table together when the rows do not allow a change', async () => {
      await server.db.query(`INSERT INTO ws_example.account (id, version, created_at, updated_at, name) VALUES (gen_random_uuid(), 1, now(), now(), 'Alpha')`);
      const { version, document } = await entity('account');
      const fields = document.fields.map((field) => (field.key === 'name' ? { ...field, unique: true } : field));
      const withMore = { ...document, fields: [...fields, { key: 'phone', type: 'phone', label: text('Phone') }] };
      const answer = await admin.put('/api/design/entities/account', { version, document: withMore });
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'ENTITY_VALUES_NOT_UNIQUE', fields: [{ path: 'document.fields.name' }] });
      expect(answer.text).not.toMatch(/ws_example|INDEX|duplicate/);
      expect((await entity('account')).version).toBe(version);
      await noDrift();
    });

    it.each([
      ['a key that differs from the address', '/api/design/entities/other', ACCOUNT, 'document.key'],
      ['a key that is no key', '/api/design/entities/account', { ...ACCOUNT, key: 'Account"; --' }, 'document.key'],
      ['an unknown property', '/api/design/entities/account', { ...ACCOUNT, table: 'x' }, 'document.table'],
    ])('refuses %s', async (_what, path, document, place) => {
      const answer = await admin.put(path, { version: 0, document });
      expect(answer.status).toBe(400);
      expect(answer.body.fields[0].path).toBe(place);
    });
  });

  describe('a form', () => {
    it('brings a new field to its entity in one step', async () => {
      const sections = [{ ...FORM.sections[0], items: [...(FORM.sections[0]?.items ?? []), { field: 'credit_limit' }] }];
      const saved = await admin.put('/api/design/forms/account', { version: 0, document: { ...FORM, sections }, newFields: [CREDIT] });
      expect(saved.status).toBe(200);
      expect(saved.body.form.version).toBe(1);
      expect(saved.body.entity.document.fields.at(-1)).toEqual(CREDIT);
      expect(await server.db.query(`SELECT data_type FROM information_schema.columns WHERE table_schema = 'ws_example' AND column_name = 'credit_limit'`)).toEqual([{ data_type: 'numeric' }]);
      expect((await admin.get('/api/app')).body.entities[0].fields.at(-1)).toEqual(CREDIT);
      await noDrift();
    });

    it('adds no field when the form itself is wrong', async () => {
      const { version } = await entity('account');
      const sections = [{ key: 'main', columns: 1, items: [{ field: 'colour' }, { field: 'nowhere' }] }];
      const answer = await admin.put('/api/design/forms/account', { version: 1, document: { ...FORM, sections }, newFields: [{ key: 'colour', type: 'text', label: text('Colour') }] });
      expect(answer.body).toMatchObject({ code: 'FORM_INVALID', fields: [{ path: 'document.sections.0.items.1.field', code: 'FIELD_NOT_FOUND' }] });
      expect((await entity('account')).version).toBe(version);
    });

    it('refuses a new field whose key is taken, and an entity that does not exist', async () => {
      const taken = await admin.put('/api/design/forms/account', { version: 1, document: FORM, newFields: [CREDIT] });
      expect(taken.body.fields).toMatchObject([{ path: 'newFields.0.key', code: 'ENTITY_FIELD_KEY_TAKEN' }]);
      const stray = await admin.put('/api/design/forms/stray', { version: 0, document: { ...FORM, key: 'stray', entity: 'nothing' } });
      expect(stray.body).toMatchObject({ code: 'FORM_INVALID', fields: [{ path: 'document.entity' }] });
    });

    it('keeps a field from being removed while it shows it', async () => {
      const { version, document } = await entity('account');
      const answer = await admin.put('/api/design/entities/account', { version, document: { ...document, fields: document.fields.filter(({ key }) => key !== 'credit_limit') } });
      expect(answer.body).toMatchObject({ code: 'ENTITY_FIELD_IN_USE', fields: [{ path: 'forms.account.sections.0.items.2.field' }] });
    });
  });

  describe('a view', () => {
    it('is saved, and refused with a column that does not exist', async () => {
      expect((await admin.put('/api/design/views/account', { version: 0, document: VIEW })).body.version).toBe(1);
      const bad = await admin.put('/api/design/views/account', { version: 1, document: { ...VIEW, columns: [{ field: 'name' }, { field: 'gone' }], filter: { field: 'level', op: 'startsWith', value: 'a' } } });
      expect(bad.body.code).toBe('VIEW_INVALID');
      expect(bad.body.fields.map(({ path }: { path: string }) => path)).toEqual(['document.columns.1.field', 'document.filter.op']);
    });

    it('keeps five sort keys, a tree of conditions, groups and totals, and refuses what none of them can be', async () => {
      const full = {
        ...VIEW, key: 'account_full',
        sort: [{ field: 'level' }, { field: 'name', desc: true }, { field: 'created_at' }, { field: 'updated_at' }, { field: 'credit_limit' }],
        filter: { or: [{ and: [{ field: 'level', op: 'eq', value: 'a' }, { not: { field: 'name', op: 'isEmpty' } }] }, { field: 'credit_limit', op: 'gt', value: '10' }] },
        groups: [{ field: 'level', desc: true }, { field: 'created_at', bucket: 'month' }],
        totals: [{ field: 'credit_limit', aggregate: 'sum' }],
      };
      const save = (change: object) => admin.put('/api/design/views/account_full', { version: 0, document: { ...full, ...change } });
      for (const change of [{ sort: [...full.sort, { field: 'id' }] }, { groups: [...full.groups, { field: 'name' }, { field: 'owner' }] }, { totals: [{ field: 'name', aggregate: 'sum' }] }, { groups: [{ field: 'level', bucket: 'month' }] }]) {
        expect((await save(change)).status).toBe(400);
      }
      expect((await save({})).status).toBe(200);
      expect((await admin.get('/api/app')).body.views).toContainEqual(full);
    });
  });

  describe('a role', () => {
    const REP = {
      key: 'rep',
      label: { 'zh-CN': '销售代表', en: 'Sales rep' },
      rules: [
        { effect: 'allow', actions: ['read', 'update'], entity: 'account', where: { field: 'owner', op: 'eq', value: { var: 'me' } } },
        { effect: 'deny', actions: ['read', 'update'], entity: 'account', fields: ['credit_limit'] },
      ],
    };
    let rep: TestBrowser;

    it('hides a field in the model its members get', async () => {
      expect((await admin.put('/api/design/roles/rep', { version: 0, document: REP })).status).toBe(200);
      rep = await server.join(admin, { name: '李', email: 'rep@example.com', roles: ['rep'] });
      const { body, text: whole } = await rep.get('/api/app');
      expect(body.entities[0].fields.map(({ key }: { key: string }) => key)).toEqual(['name', 'level', 'site']);
      expect(whole).not.toMatch(/credit|信用/);
      expect(rep.session?.permissions).toMatchObject([{ entity: 'account', actions: ['read', 'update'] }]);
    });

    it('is in force at once, also in another process', async () => {
      const other = await startTestServer({ beside: server });
      const there = other.browser();
      for (const [name, value] of rep.cookies) there.cookies.set(name, value);
      expect((await there.get('/api/app')).text).not.toContain('credit_limit');
      await admin.put('/api/design/roles/rep', { version: 1, document: { ...REP, rules: [REP.rules[0]] } });
      expect((await rep.get('/api/app')).text).toContain('credit_limit');
      const deadline = Date.now() + 1000;
      while (!(await there.get('/api/app')).text.includes('credit_limit') && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await there.get('/api/app')).text).toContain('credit_limit');
      await other.stop();
    });

    it('refuses unknown fields, an empty list of fields and conditions that mean nothing', async () => {
      const rules = [
        { effect: 'allow', actions: ['read'], entity: 'account', fields: ['nope'] },
        { effect: 'allow', actions: ['read'], entity: 'account', where: { field: 'level', op: 'gt', value: 3 } },
      ];
      const answer = await admin.put('/api/design/roles/bad', { version: 0, document: { key: 'bad', label: text('Bad'), rules } });
      expect(answer.body.code).toBe('ROLE_INVALID');
      expect(answer.body.fields.map(({ path }: { path: string }) => path)).toEqual(['document.rules.0.fields.0', 'document.rules.1.where.op']);
      const empty = await admin.put('/api/design/roles/bad', { version: 0, document: { key: 'bad', label: text('Bad'), rules: [{ ...rules[0], fields: [] }] } });
      expect(empty.body.fields).toMatchObject([{ path: 'document.rules.0.fields' }]);
    });

    it('of administrators is shown and never changed', async () => {
      expect((await admin.get('/api/design/roles')).body.items[0].document.key).toBe('admin');
      expect((await admin.put('/api/design/roles/admin', { version: 0, document: { key: 'admin', label: text('x'), rules: [] } })).body.code).toBe('ROLE_BUILT_IN');
      expect((await admin.delete('/api/design/roles/admin')).body.code).toBe('ROLE_BUILT_IN');
    });

    it('gives nobody more than whoever saves it has', async () => {
      const HR = { key: 'hr', label: text('HR'), capabilities: ['members'], rules: [{ effect: 'allow', actions: ['read'], entity: 'account', fields: ['name', 'level'] }] };
      await admin.put('/api/design/roles/hr', { version: 0, document: HR });
      const hr = await server.join(admin, { name: 'HR', email: 'hr@example.com', roles: ['hr'] });
      const widened = await hr.put('/api/design/roles/hr', { version: 1, document: { ...HR, capabilities: ['members', 'design'], rules: [{ effect: 'allow', actions: ['read', 'update'], entity: 'account' }] } });
      expect(widened.status).toBe(403);
      expect(widened.body.code).toBe('ROLE_WIDENS_RIGHTS');
      expect(widened.body.fields.map(({ params }: { params: { action?: string; capability?: string } }) => params.capability ?? params.action)).toEqual(['design', 'read', 'update']);
      const puppet = await hr.put('/api/design/roles/puppet', { version: 0, document: { key: 'puppet', label: text('P'), rules: [{ effect: 'allow', actions: ['delete'], entity: '*' }] } });
      expect(puppet.body.code).toBe('ROLE_WIDENS_RIGHTS');
      expect((await hr.put('/api/design/roles/hr', { version: 1, document: { ...HR, rules: [{ ...HR.rules[0], fields: ['name'] }] } })).status).toBe(200);
      const current = (await admin.get('/api/design/roles')).body.items.find(({ document }: { document: { key: string } }) => document.key === 'rep');
      expect((await hr.put('/api/design/roles/rep', { version: current.version, document: { ...current.document, label: text('Renamed') } })).status).toBe(200);
    });

    it('is deleted only when nobody holds it, and its key goes on counting versions', async () => {
      expect((await admin.delete('/api/design/roles/rep')).body.code).toBe('ROLE_IN_USE');
      await admin.put('/api/design/roles/free', { version: 0, document: { key: 'free', label: text('Free'), rules: [] } });
      expect((await admin.delete('/api/design/roles/free')).status).toBe(204);
      expect((await admin.delete('/api/design/roles/free')).body.code).toBe('ROLE_MISSING');
      expect((await admin.put('/api/design/roles/free', { version: 0, document: { key: 'free', label: text('Free'), rules: [] } })).body.version).toBe(3);
    });

    it('without the capability opens no designer', async () => {
      for (const path of ['/api/design/entities', '/api/design/forms', '/api/design/views', '/api/design/roles', '/api/templates']) {
        expect((await rep.get(path)).body.code).toBe('ACTION_FORBIDDEN');
      }
    });
  });

  describe('the right to design one entity', () => {
    const BOX = { key: 'box', label: text('Box'), titleField: 'name', fields: [{ key: 'name', type: 'text', label: text('Name') }, { key: 'cost', type: 'number', label: text('Cost') }] };
    const twice = (published: boolean, expression = 'cost * 2') => ({ ...BOX, fields: [...BOX.fields, { key: 'twice', type: 'formula', label: text('Twice'), options: { expression }, ...(published ? { published } : {}) }] });

    it('is for its fields, forms and views, and for nothing else', async () => {
      await admin.put('/api/design/entities/box', { version: 0, document: BOX });
      await admin.put('/api/design/roles/boxer', { version: 0, document: { key: 'boxer', label: text('Boxer'), rules: [{ effect: 'allow', actions: ['design'], entity: 'box' }] } });
      const boxer = await server.join(admin, { name: 'Box', email: 'box@example.com', roles: ['boxer'] });
      expect((await boxer.get('/api/design/entities')).body.items.map(({ document }: { document: { key: string } }) => document.key)).toEqual(['box']);
      for (const path of ['/api/design/forms', '/api/design/views']) expect((await boxer.get(path)).text).not.toContain('account');
      expect((await boxer.put('/api/design/entities/box', { version: 1, document: twice(false) })).status).toBe(200);
      const view = { key: 'box', entity: 'box', label: text('Boxes'), kind: 'grid', columns: [{ field: 'name' }] };
      expect((await boxer.put('/api/design/views/box', { version: 0, document: view })).status).toBe(200);
      const there = await boxer.put('/api/design/entities/account', { version: 0, document: { ...BOX, key: 'account' } });
      const nowhere = await boxer.put('/api/design/entities/nowhere', { version: 0, document: { ...BOX, key: 'nowhere' } });
      expect([there.status, nowhere.status, there.body.code]).toEqual([403, 403, 'ACTION_FORBIDDEN']);
      expect((await boxer.post('/api/design/entities/account/plan', { version: 0, document: { ...BOX, key: 'account' } })).body.code).toBe('ACTION_FORBIDDEN');
      expect((await boxer.put('/api/design/views/account', { version: 0, document: { ...view, key: 'account' } })).body.code).toBe('ACTION_FORBIDDEN');
      expect((await boxer.get('/api/design/roles')).body.code).toBe('ACTION_FORBIDDEN');
    });

    it('publishes no computed value, and computes no published one otherwise; administrators do, and the trail says so', async () => {
      const boxer = await server.browser();
      await boxer.signIn('box@example.com');
      const version = async (): Promise<number> => (await admin.get('/api/design/entities')).body.items.find(({ document }: { document: { key: string } }) => document.key === 'box').version;
      const refused = await boxer.put('/api/design/entities/box', { version: await version(), document: twice(true) });
      expect([refused.status, refused.body.code, refused.body.fields[0].path]).toEqual([403, 'FIELD_PUBLISHED_BY_ADMIN', 'document.fields.twice.published']);
      expect((await admin.put('/api/design/entities/box', { version: await version(), document: twice(true) })).status).toBe(200);
      expect((await boxer.put('/api/design/entities/box', { version: await version(), document: twice(true, 'cost') })).body.code).toBe('FIELD_PUBLISHED_BY_ADMIN');
      expect((await boxer.put('/api/design/entities/box', { version: await version(), document: { ...twice(true), label: text('Boxes') } })).status).toBe(200);
      expect((await boxer.put('/api/design/entities/box', { version: await version(), document: twice(false) })).status).toBe(200);
      const trail = await server.db.query<{ action: string; target: string }>(`SELECT action, target FROM ws_example._audit WHERE action LIKE 'design.%published' ORDER BY at`);
      expect(trail).toEqual([{ action: 'design.published', target: 'box.twice' }, { action: 'design.unpublished', target: 'box.twice' }]);
    });
  });

  it('keeps every version of every document, and says who made it', async () => {
    const versions = await server.db.query<{ versions: number[] }>(
      `SELECT array_agg(version ORDER BY version) AS versions FROM ws_example._document_version WHERE kind = 'entity' AND key = 'account'`,
    );
    expect(versions[0]?.versions).toEqual([1, 2, 3, 4]);
    const trail = await server.db.query<{ action: string }>(`SELECT DISTINCT action FROM ws_example._audit WHERE action LIKE 'role.%' ORDER BY action`);
    expect(trail.map(({ action }) => action)).toEqual(['role.created', 'role.deleted', 'role.updated']);
  });
});
