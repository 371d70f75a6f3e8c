import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { findDrift } from './drift.ts';

jest.setTimeout(60_000);

const label = (en: string) => ({ en });
const text = (key: string, more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type: 'text', label: label(key), ...more });
const entity = (key: string, fields: FieldDocument[], more: Partial<EntityDocument> = {}): EntityDocument => ({ key, label: label(key), titleField: 'name', fields: [text('name'), ...fields], ...more });

describe('the trash of a design', () => {
  let server: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
  });
  afterAll(() => server.stop());

  const current = async (key: string): Promise<{ version: number; document: EntityDocument }> =>
    (await admin.get('/api/design/entities')).body.items.find((item: { document: EntityDocument }) => item.document.key === key);
  const save = async (document: EntityDocument) => admin.put(`/api/design/entities/${document.key}`, { version: (await current(document.key))?.version ?? 0, document });
  const remove = async (key: string) => admin.delete(`/api/design/entities/${key}?version=${(await current(key)).version}`);
  const trash = async (): Promise<{ id: string; kind: string; entity: string; key: string; records: number; deletedBy: { label: string } }[]> => (await admin.get('/api/design/trash')).body.items;
  const noDrift = async (): Promise<void> => {
    const models = server.app.get(WorkspaceModels);
    expect(await server.database.transaction('ws_example', async (db) => findDrift(db, (await models.loadIn(db)).design))).toEqual([]);
  };

  it('gives a field back with its values, and keeps its key from being taken meanwhile', async () => {
    const document = entity('city', [text('code', { unique: true }), { key: 'mayor', type: 'relation', label: label('Mayor'), options: { entity: 'city', cardinality: 'manyToMany' } }]);
    await save(document);
    const made = await admin.post('/api/records/city', { values: { name: 'A', code: 'a1' } });
    await admin.post('/api/records/city', { values: { name: 'B', mayor: [made.body.id] } });
    expect((await save({ ...document, fields: document.fields.slice(0, 1) })).status).toBe(200);
    await noDrift();
    const gone = await trash();
    expect(gone.map(({ key, records, deletedBy }) => [key, records, deletedBy.label]).sort()).toEqual([['code', 1, '陈管理'], ['mayor', 1, '陈管理']]);
    const taken = await save({ ...document, fields: [document.fields[0] as FieldDocument, text('code')] });
    expect(taken.body).toMatchObject({ code: 'ENTITY_INVALID', fields: [{ path: 'document.fields.code.key', code: 'DESIGN_KEY_IN_TRASH' }] });
    for (const { id } of gone) expect((await admin.post(`/api/design/trash/${id}/restore`)).status).toBe(200);
    await noDrift();
    const page = await admin.post('/api/records/city/query', { fields: ['name', 'code', 'mayor'], sort: [{ field: 'name' }], limit: 10 });
    expect(page.body.rows.map((row: { values: unknown }) => row.values)).toEqual([
      { name: 'A', code: 'a1', mayor: [] },
      { name: 'B', code: null, mayor: [{ id: made.body.id, label: 'A' }] },
    ]);
    expect((await admin.post('/api/records/city', { values: { name: 'C', code: 'a1' } })).status).toBe(409);
    expect(await trash()).toEqual([]);
  });

  it('takes an entity with its subform, links, form and view, and gives all of it back', async () => {
    const tag = entity('tag', []);
    const bill = entity('bill', [
      { key: 'rows', type: 'subform', label: label('Rows'), options: { entity: 'bill_row' } },
      { key: 'tags', type: 'relation', label: label('Tags'), options: { entity: 'tag', cardinality: 'manyToMany' } },
      { key: 'first', type: 'relation', label: label('First'), options: { entity: 'tag' } },
      { key: 'count', type: 'rollup', label: label('Count'), options: { subform: 'rows', aggregate: 'count' } },
    ]);
    const row = entity('bill_row', [], { parent: 'bill' });
    await save(tag);
    await save(entity('bill', []));
    await save(row);
    expect((await save(bill)).status).toBe(200);
    await admin.put('/api/design/forms/bill', { version: 0, document: { key: 'bill', entity: 'bill', label: label('Bill'), sections: [{ key: 'main', columns: 1, items: [{ field: 'name' }, { field: 'rows' }] }] } });
    await admin.put('/api/design/views/bill', { version: 0, document: { key: 'bill', entity: 'bill', label: label('Bills'), kind: 'grid', columns: [{ field: 'name' }], sort: [{ field: 'count', desc: true }] } });
    const t = await admin.post('/api/records/tag', { values: { name: 'red' } });
    const b = await admin.post('/api/records/bill', { values: { name: 'B1', rows: [{ name: 'one' }, { name: 'two' }], tags: [t.body.id], first: t.body.id } });
    expect(b.status).toBe(200);

    expect((await remove('tag')).body).toMatchObject({ code: 'DESIGN_IN_USE', details: { uses: [{ kind: 'field', key: 'bill.tags' }, { kind: 'field', key: 'bill.first' }] } });
    expect((await remove('bill_row')).body).toMatchObject({ code: 'DESIGN_IN_USE', details: { uses: expect.arrayContaining([expect.objectContaining({ kind: 'field', key: 'bill.rows' })]) } });
    expect((await remove('bill')).status).toBe(204);
    await noDrift();
    expect((await admin.get('/api/design/entities')).body.items.map((item: { document: EntityDocument }) => item.document.key)).not.toContain('bill');
    expect((await admin.get('/api/design/forms')).body.items).toEqual([]);
    expect((await admin.get(`/api/records/bill/${b.body.id}`)).status).toBe(404);
    expect((await save(row)).body).toMatchObject({ fields: [{ code: expect.anything() }] });

    const [gone] = await trash();
    expect(gone).toMatchObject({ kind: 'entity', key: 'bill', records: 1 });
    expect((await admin.post(`/api/design/trash/${gone?.id}/restore`)).status).toBe(200);
    await noDrift();
    const back = await admin.get(`/api/records/bill/${b.body.id}`);
    expect(back.body.values).toMatchObject({ name: 'B1', count: '2', tags: [{ label: 'red' }], first: { label: 'red' } });
    expect(back.body.values.rows).toHaveLength(2);
    expect((await admin.get('/api/design/forms')).body.items).toHaveLength(1);
    expect((await admin.get('/api/design/views')).body.items).toHaveLength(1);
  });

  it('deletes for ever, with whatever is kept about the records', async () => {
    expect((await remove('bill')).status).toBe(204);
    const [gone] = await trash();
    expect((await admin.delete(`/api/design/trash/${gone?.id}`)).status).toBe(204);
    expect((await admin.post(`/api/design/trash/${gone?.id}/restore`)).body.code).toBe('DESIGN_TRASH_MISSING');
    expect(await server.db.query(`SELECT relname FROM pg_class WHERE relname LIKE '%bill%'`)).toEqual([]);
    expect(await server.db.query(`SELECT FROM ws_example._history WHERE entity LIKE 'bill%'`)).toEqual([]);
    expect((await remove('tag')).status).toBe(204);
    await noDrift();
  });

  it('names every use of a field: formulas, forms, views, roles and published processes', async () => {
    const order = entity('po', [
      { key: 'amount', type: 'number', label: label('Amount') },
      { key: 'double', type: 'formula', label: label('Double'), options: { expression: 'amount * 2' } },
    ]);
    await save(order);
    await admin.put('/api/design/forms/po', { version: 0, document: { key: 'po', entity: 'po', label: label('PO'), sections: [{ key: 'main', columns: 1, items: [{ field: 'amount' }] }] } });
    await admin.put('/api/design/views/po', { version: 0, document: { key: 'po', entity: 'po', label: label('POs'), kind: 'grid', columns: [{ field: 'name' }], sort: [{ field: 'amount' }] } });
    await admin.put('/api/design/roles/buyer', { version: 0, document: { key: 'buyer', label: label('Buyer'), rules: [{ effect: 'allow', actions: ['read'], entity: 'po', where: { field: 'amount', op: 'lt', value: '10' } }] } });
    const uses = await admin.get('/api/design/entities/po/uses?field=amount');
    expect(uses.body.items.map(({ kind, key }: { kind: string; key: string }) => `${kind} ${key}`).sort()).toEqual(['field po.double', 'form po', 'role buyer', 'view po']);
    const refused = await save({ ...order, fields: order.fields.filter(({ key }) => key !== 'amount' && key !== 'double') });
    expect(refused.body).toMatchObject({ code: 'ENTITY_FIELD_IN_USE' });
    expect((await admin.get('/api/design/entities/po/uses?field=nothing')).status).toBe(404);
  });

  it('knows what published processes use, by publishing them once more in mind', async () => {
    await admin.post('/api/templates/customer_management/install', { sampleData: false });
    const uses = await admin.get('/api/design/entities/order/uses?field=status');
    expect(uses.body.items).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'process', key: 'order_approval' })]));
    const whole = await admin.get('/api/design/entities/order/uses');
    expect(whole.body.items).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'process', key: 'order_approval' }), expect.objectContaining({ kind: 'role' })]));
  });
});
