import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

jest.setTimeout(60_000);

const label = (en: string) => ({ en });

describe('a formula that is being written', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let record: string;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    const fields = [{ key: 'name', type: 'text', label: label('Name') }, { key: 'price', type: 'money', label: label('Price') }, { key: 'cost', type: 'money', label: label('Cost') }];
    await admin.put('/api/design/entities/item', { version: 0, document: { key: 'item', label: label('Item'), titleField: 'name', fields } });
    record = (await admin.post('/api/records/item', { values: { name: 'A', price: '10', cost: '4' } })).body.id;
  });
  afterAll(() => server.stop());
  const preview = (browser: TestBrowser, expression: string, on?: string) => browser.post('/api/design/entities/item/formula', { expression, ...(on === undefined ? {} : { record: on }) });

  it('has a type, and a value on a record', async () => {
    expect((await preview(admin, 'price - cost', record)).body).toEqual({ type: 'number', value: '6', problems: [] });
    expect((await preview(admin, 'name & "!"')).body).toEqual({ type: 'text', value: null, problems: [] });
    expect((await preview(admin, 'price / 0', record)).body).toMatchObject({ value: null, problems: [] });
  });

  it('says where it is wrong', async () => {
    const { status, body } = await preview(admin, 'price + nme', record);
    expect(status).toBe(200);
    expect(body).toMatchObject({ type: null, value: null, problems: [{ from: 8, to: 11 }] });
    expect(body.problems[0].message).toContain('nme');
  });

  it('of a hundred kilobytes is refused by name', async () => {
    const { status, body } = await preview(admin, `${'1+'.repeat(50_000)}1`);
    expect([status, body.code]).toEqual([400, 'FORMULA_TOO_LONG']);
  });

  it('tells nobody what a field or record holds that is hidden from them', async () => {
    const rules = [{ effect: 'allow', actions: ['read'], entity: 'item', where: { field: 'name', op: 'eq', value: 'A' } }, { effect: 'deny', actions: ['read'], entity: 'item', fields: ['cost'] }];
    await admin.put('/api/design/roles/modeller', { version: 0, document: { key: 'modeller', label: label('M'), capabilities: ['design'], rules } });
    const modeller = await server.join(admin, { name: 'M', email: 'm@example.com', roles: ['modeller'] });
    const other = (await admin.post('/api/records/item', { values: { name: 'B', price: '20', cost: '7' } })).body.id;
    expect((await preview(modeller, 'price', record)).body.value).toBe('10');
    expect((await preview(modeller, 'price - cost', record)).body.value).toBeNull();
    expect((await preview(modeller, 'price', other)).body.value).toBeNull();
  });
});
