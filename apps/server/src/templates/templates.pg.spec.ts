import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { findDrift } from '../design/drift.ts';

const text = (en: string) => ({ en, 'zh-CN': en });
const PACKAGE: Record<string, unknown> = {
  'manifest.json': {
    format: 1,
    key: 'shop',
    version: '1.0.0',
    label: text('Shop'),
    description: text('A small shop'),
    languages: ['en', 'zh-CN'],
    entities: ['product', 'sale', 'sale_line'],
    forms: ['sale'],
    views: ['sale'],
    roles: ['seller'],
    processes: [],
    samples: ['product', 'sale', 'sale_line'],
  },
  'entities/product.json': { key: 'product', label: text('Product'), titleField: 'name', fields: [{ key: 'name', type: 'text', label: text('Name'), required: true, unique: true }] },
  'entities/sale.json': {
    key: 'sale',
    label: text('Sale'),
    titleField: 'code',
    fields: [
      { key: 'code', type: 'autoNumber', label: text('No'), options: { prefix: 'S', digits: 3 } },
      { key: 'sold_on', type: 'date', label: text('Sold on') },
      { key: 'lines', type: 'subform', label: text('Lines'), options: { entity: 'sale_line' } },
      { key: 'total', type: 'rollup', label: text('Total'), options: { subform: 'lines', aggregate: 'sum', field: 'amount', scale: 2 } },
    ],
  },
  'entities/sale_line.json': {
    key: 'sale_line',
    label: text('Line'),
    titleField: 'product',
    parent: 'sale',
    fields: [
      { key: 'product', type: 'relation', label: text('Product'), required: true, options: { entity: 'product' } },
      { key: 'amount', type: 'money', label: text('Amount') },
    ],
  },
  'forms/sale.json': { key: 'sale', entity: 'sale', label: text('Sale'), sections: [{ key: 'main', columns: 2, items: [{ field: 'sold_on' }, { field: 'lines' }] }] },
  'views/sale.json': { key: 'sale', entity: 'sale', label: text('Sales'), kind: 'grid', columns: [{ field: 'code' }, { field: 'total' }] },
  'roles/seller.json': { key: 'seller', label: text('Seller'), rules: [{ effect: 'allow', actions: ['read', 'create'], entity: '*' }] },
  ...Object.fromEntries(
    ['en', 'zh-CN'].flatMap((locale) => [
      [`samples/${locale}/product.csv`, `_key,name\np1,Apple ${locale}\np2,Pear ${locale}\n`],
      [`samples/${locale}/sale.csv`, '_key,sold_on\ns1,@today-3\n'],
      [`samples/${locale}/sale_line.csv`, '_parent,product,amount\ns1,p1,10.50\ns1,p2,2\n'],
    ]),
  ),
};

describe('a template', () => {
  let folder: string;
  let server: TestServer;
  let admin: TestBrowser;
  const write = async (files: Record<string, unknown>): Promise<void> => {
    await rm(join(folder, 'shop'), { recursive: true, force: true });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, 'shop', path)), { recursive: true });
      await writeFile(join(folder, 'shop', path), typeof content === 'string' ? content : JSON.stringify(content));
    }
  };
  const start = async (files: Record<string, unknown> = PACKAGE): Promise<void> => {
    await write(files);
    server = await startTestServer({ config: { templatesDir: folder } });
    admin = await server.setup();
  };
  const install = (body: Record<string, unknown> = { sampleData: true }) => admin.post('/api/templates/shop/install', body);
  const nothingInstalled = async (): Promise<void> => {
    expect((await admin.get('/api/session')).body.workspace.empty).toBe(true);
    expect(await server.db.query(`SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'ws_example' AND relkind = 'r' AND left(relname, 1) <> '_'`)).toEqual([]);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-templates-'));
  });
  afterEach(() => server.stop());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is listed, and installed with its sample rows as if a person had entered them', async () => {
    await start();
    expect((await admin.get('/api/templates')).body.items).toMatchObject([{ manifest: { key: 'shop' }, installed: null, sampleRows: 5 }]);
    const report = await install({ sampleData: true, version: '1.0.0' });
    expect(report.body).toEqual({ entities: 3, forms: 1, views: 1, roles: 1, processes: 0, records: 5 });
    expect((await admin.get('/api/templates')).body.items[0].installed).toBe('1.0.0');

    const sales = await admin.post('/api/records/sale/query', {});
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
    expect(sales.body.rows).toMatchObject([{ values: { code: 'S001', total: '12.50', sold_on: today.format(Date.now() - 3 * 86_400_000) } }]);
    const history = await admin.get(`/api/records/sale/${sales.body.rows[0].id}/history`);
    expect(history.body.items.at(-1)).toMatchObject({ action: 'create', actor: { label: '陈管理' }, via: { kind: 'template' } });
    const models = server.app.get(WorkspaceModels);
    expect(await server.database.transaction('ws_example', async (db) => findDrift(db, (await models.loadIn(db)).design))).toEqual([]);
  });

  it('is installed without sample rows when nobody wants them, and only once', async () => {
    await start();
    expect((await install({ sampleData: false })).body.records).toBe(0);
    expect((await admin.post('/api/records/product/count', {})).body).toEqual({ count: 0 });
    expect((await install()).body.code).toBe('TEMPLATE_INSTALLED');
  });

  it('is installed by one of two who try at once', async () => {
    await start();
    const answers = await Promise.all([install(), install()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it.each([
    ['a sample row that breaks the schema', { 'samples/en/sale_line.csv': '_parent,product,amount\ns1,p1,many\n' }, 'TEMPLATE_INVALID', 'samples/en/sale_line.csv:2.amount'],
    ['a sample row that names a row which is not there', { 'samples/en/sale_line.csv': '_parent,product,amount\ns1,p9,1\n' }, 'TEMPLATE_INVALID', 'samples/en/sale_line.csv:2.product'],
    ['a line without a parent', { 'samples/en/sale_line.csv': '_parent,product,amount\ns7,p1,1\n' }, 'TEMPLATE_INVALID', 'samples/en/sale_line.csv:2._parent'],
    ['two rows with the same unique value', { 'samples/en/product.csv': '_key,name\np1,Apple\np2,Apple\n' }, 'TEMPLATE_INVALID', 'samples/en/product.csv:3.name'],
    ['a role about a field that does not exist', { 'roles/seller.json': { key: 'seller', label: text('S'), rules: [{ effect: 'deny', actions: ['read'], entity: 'sale', fields: ['gone'] }] } }, 'ROLE_INVALID', 'document.rules.0.fields.0'],
  ])('with %s changes nothing', async (_what, files, code, path) => {
    await start({ ...PACKAGE, ...files });
    const answer = await install();
    expect(answer.body).toMatchObject({ code, fields: [{ path }] });
    await nothingInstalled();
  });

  it('does not touch what people made before', async () => {
    await start();
    await admin.put('/api/design/entities/product', { version: 0, document: { key: 'product', label: text('Ours'), titleField: 'name', fields: [{ key: 'name', type: 'text', label: text('Name') }] } });
    expect((await install()).body).toMatchObject({ code: 'TEMPLATE_CONFLICT', fields: [{ path: 'entities.product' }] });
    expect((await admin.get('/api/design/entities')).body.items).toHaveLength(1);
  });

  it('is not offered when its package is broken or newer than we read, and others are', async () => {
    await start({ ...PACKAGE, 'manifest.json': { ...(PACKAGE['manifest.json'] as object), format: 2 } });
    expect((await admin.get('/api/templates')).body.items).toEqual([]);
    expect((await install()).body.code).toBe('TEMPLATE_TOO_NEW');
    expect((await admin.post('/api/templates/nothing/install', { sampleData: false })).body.code).toBe('TEMPLATE_NOT_FOUND');
  });

  it('has changed since it was looked at', async () => {
    await start();
    expect((await install({ sampleData: false, version: '0.9.0' })).body.code).toBe('TEMPLATE_VERSION_GONE');
  });
});
