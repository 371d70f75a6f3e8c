import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EntityDocument, FieldDocument, PhysicalAid } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { AidKeeper } from './aid-keeper.ts';
import { findDrift } from './drift.ts';

/** Another server looks for work every two seconds. */
jest.setTimeout(60_000);

const label = (en: string) => ({ en });
const field = (key: string, type: FieldDocument['type'], options?: object): FieldDocument => ({ key, type, label: label(key), ...(options === undefined ? {} : { options: options as Record<string, unknown> }) });
const CLIENT: EntityDocument = {
  key: 'client', label: label('Client'), titleField: 'name',
  fields: [field('name', 'text'), field('level', 'select', { choices: [{ value: 'a', label: label('A') }] }), field('deals', 'rollup', { subform: 'deal:client', aggregate: 'sum', field: 'worth' }), field('score', 'formula', { expression: 'deals * 2' })],
};
const DEAL: EntityDocument = { key: 'deal', label: label('Deal'), titleField: 'name', fields: [field('name', 'text'), field('client', 'relation', { entity: 'client' }), field('amount', 'number'), field('worth', 'formula', { expression: 'amount * 10' })] };
const VIEW = { key: 'best', entity: 'client', label: label('Best'), kind: 'grid', columns: [{ field: 'name' }], sort: [{ field: 'score', desc: true }], filter: { and: [{ field: 'deals', op: 'gt', value: '0' }, { field: 'level', op: 'eq', value: 'a' }] } };

describe('the aids of a design', () => {
  let server: TestServer;
  let admin: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    for (const document of [{ ...CLIENT, fields: CLIENT.fields.slice(0, 2) }, DEAL]) await admin.put(`/api/design/entities/${document.key}`, { version: 0, document });
    await admin.put('/api/design/entities/client', { version: 1, document: CLIENT });
    await server.db.query(`INSERT INTO ws_example.client (id, version, created_at, updated_at, name, level) SELECT gen_random_uuid(), 1, now(), now(), 'c' || n, 'a' FROM generate_series(1, 700) n`);
    await server.db.query(`INSERT INTO ws_example.deal (id, version, created_at, updated_at, client, amount) SELECT gen_random_uuid(), 1, now(), now(), c.id, n FROM ws_example.client c, generate_series(1, 3) n`);
  });
  afterAll(() => server.stop());

  /** Without the index of the search box, which every entity has. */
  const aids = async (): Promise<PhysicalAid[]> => (await admin.get('/api/design/aids')).body.items.filter(({ kind, fields }: PhysicalAid) => kind !== 'search' || fields.length > 0);
  const whenReady = async (): Promise<PhysicalAid[]> => {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
      const found = await aids();
      const open = await server.db.query(`SELECT FROM ws_example._computed_column WHERE status <> 'ready'`);
      if (open.length === 0) return found;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error(`not built in time: ${JSON.stringify(await aids())}`);
  };
  const drift = () => server.database.transaction('ws_example', async (db) => findDrift(db, (await server.app.get(WorkspaceModels).loadIn(db)).design));
  const best = async () => (await admin.post('/api/records/client/query', { fields: ['name', 'score', 'deals'], sort: VIEW.sort, filter: VIEW.filter, limit: 3 })).body.rows.map((row: { values: unknown }) => row.values);
  const stored = async () => [...(await server.database.transaction('ws_example', (db) => server.app.get(WorkspaceModels).loadIn(db))).stored].filter((id) => !id.includes('~')).sort();

  it('are what a saved view sorts and filters by, built in the background', async () => {
    expect(await whenReady()).toEqual([]);
    const before = await best();
    expect((await admin.put('/api/design/views/best', { version: 0, document: VIEW })).status).toBe(200);
    const built = await whenReady();
    expect(built.map(({ kind, fields, status }) => `${kind} ${fields.join('+')} ${status}`).sort()).toEqual(['computed deals ready', 'computed score ready', 'sort deals ready', 'sort level ready', 'sort score ready']);
    expect(built.find(({ kind }) => kind === 'computed')).toMatchObject({ done: 700, total: 700 });
    expect(await stored()).toEqual(['client.deals', 'client.score']);
    expect(await server.db.query(`SELECT count(*)::int AS wrong FROM ws_example.client WHERE _m_deals IS DISTINCT FROM 60 OR _m_score IS DISTINCT FROM 120`)).toEqual([{ wrong: 0 }]);
    expect(await best()).toEqual(before);
    expect(await drift()).toEqual([]);
  });

  it('keep up with every write', async () => {
    const [client] = (await admin.post('/api/records/client/query', { fields: ['name'], limit: 1 })).body.rows;
    await admin.post('/api/records/deal', { values: { name: 'big', client: client.id, amount: '1000' } });
    expect((await best())[0]).toEqual({ name: client.values.name, deals: '10060', score: '20120' });
  });

  it('are not trusted from the moment a formula changes until they are built anew', async () => {
    const { version } = (await admin.get('/api/design/entities')).body.items.find((item: { document: EntityDocument }) => item.document.key === 'deal');
    const changed = { ...DEAL, fields: DEAL.fields.map((one) => (one.key === 'worth' ? field('worth', 'formula', { expression: 'amount * 100' }) : one)) };
    await server.app.get(AidKeeper).onApplicationShutdown();
    expect((await admin.put('/api/design/entities/deal', { version, document: changed })).status).toBe(200);
    expect(await stored()).toEqual([]);
    expect((await best())[0]).toMatchObject({ deals: '100600', score: '201200' });
    expect((await aids()).filter(({ kind }) => kind === 'computed').map(({ status }) => status)).toEqual(['waiting', 'waiting']);
    expect(await drift()).toEqual([]);
  });

  it('are built by another server, once, when the first is gone, and went on from where it stopped', async () => {
    const others = [await startTestServer({ beside: server }), await startTestServer({ beside: server })];
    await whenReady();
    expect(await stored()).toEqual(['client.deals', 'client.score']);
    expect((await best())[0]).toMatchObject({ deals: '100600', score: '201200' });
    expect(await server.db.query(`SELECT count(*)::int AS wrong FROM ws_example.client WHERE _m_score IS DISTINCT FROM 2 * _m_deals OR _m_deals IS NULL`)).toEqual([{ wrong: 0 }]);
    await Promise.all(others.map((other) => other.stop()));
  });

  it('make way for a change of the fields they stand on', async () => {
    const other = await startTestServer({ beside: server });
    const { version, document } = (await admin.get('/api/design/entities')).body.items.find((item: { document: EntityDocument }) => item.document.key === 'deal');
    const text = { ...document, fields: document.fields.map((one: FieldDocument) => (one.key === 'amount' ? field('amount', 'money') : one)) };
    expect((await admin.put('/api/design/entities/deal', { version, document: text })).status).toBe(200);
    await admin.post('/api/records/deal', { values: { name: 'after', amount: '5' } });
    await whenReady();
    expect(await drift()).toEqual([]);
    expect(await server.db.query(`SELECT count(*)::int AS wrong FROM ws_example.client WHERE _m_score IS DISTINCT FROM 2 * _m_deals OR _m_deals IS NULL`)).toEqual([{ wrong: 0 }]);
    await other.stop();
  });

  it('catch up with records that were there before a duplicate rule', async () => {
    const other = await startTestServer({ beside: server });
    const { version, document } = (await admin.get('/api/design/entities')).body.items.find((item: { document: EntityDocument }) => item.document.key === 'client');
    const rule = { key: 'same_name', label: label('Same name'), fields: [{ field: 'name', as: 'name' }], onMatch: 'warn' };
    expect((await admin.put('/api/design/entities/client', { version, document: { ...document, duplicateRules: [rule] } })).status).toBe(200);
    await whenReady();
    expect(await server.db.query('SELECT count(*)::int AS n, count(DISTINCT _dup_same_name)::int AS different FROM ws_example.client')).toEqual([{ n: 700, different: 700 }]);
    expect(await drift()).toEqual([]);
    expect((await admin.put('/api/design/entities/client', { version: version + 1, document })).status).toBe(200);
    await whenReady();
    await other.stop();
  });

  it('go when no view asks for them any more', async () => {
    const other = await startTestServer({ beside: server });
    expect((await admin.put('/api/design/views/best', { version: 1, document: { ...VIEW, sort: [], filter: undefined } })).status).toBe(200);
    expect((await whenReady()).filter(({ kind }) => kind !== 'search')).toEqual([]);
    expect(await server.db.query(`SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = 'client' AND attname LIKE '\\_m\\_%'`)).toEqual([]);
    expect(await server.db.query(`SELECT tgname FROM pg_trigger WHERE tgname LIKE '%.kept'`)).toEqual([]);
    expect(await drift()).toEqual([]);
    await other.stop();
  });
});
