import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { findDrift } from './drift.ts';
import { DriftWatch } from './drift-watch.ts';

jest.setTimeout(60_000);

const label = (en: string) => ({ en });
const field = (key: string, type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key, type, label: label(key), ...more });

describe('a table that people use while it changes', () => {
  let server: TestServer;
  let admin: TestBrowser;
  const thing: EntityDocument = { key: 'thing', label: label('Thing'), titleField: 'name', fields: [field('name', 'text'), field('size', 'number')] };
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    await admin.put('/api/design/entities/thing', { version: 0, document: thing });
    // Large enough not to be indexed while it is held.
    await server.db.query(`INSERT INTO ws_example.thing (id, version, created_at, updated_at, name, size) SELECT gen_random_uuid(), 1, now(), now(), repeat('x', 400) || n, n FROM generate_series(1, 12000) n`);
  });
  afterAll(() => server.stop());
  const current = async (): Promise<{ version: number; document: EntityDocument }> => (await admin.get('/api/design/entities')).body.items[0];
  const save = async (change: (fields: FieldDocument[]) => FieldDocument[], more: Partial<EntityDocument> = {}) => {
    const { version, document } = await current();
    return admin.put('/api/design/entities/thing', { version, document: { ...document, ...more, fields: change(document.fields) } });
  };
  const drift = () => server.database.transaction('ws_example', async (db) => findDrift(db, (await server.app.get(WorkspaceModels).loadIn(db)).design));
  const settled = async (): Promise<void> => {
    while ((await server.db.query(`SELECT FROM ws_example._computed_column WHERE status IN ('waiting', 'building', 'unwanted')`)).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  };

  it('keeps nobody waiting behind a change that has to wait itself', async () => {
    const reader = await server.db.pool.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM ws_example.thing');
    let over = false;
    const saving = save((fields) => [...fields, field('note', 'text')]).finally(() => (over = true));
    let longest = 0;
    for (let n = 0; n < 25; n += 1) {
      const started = Date.now();
      await server.db.query(`UPDATE ws_example.thing SET size = size WHERE size = 1`);
      longest = Math.max(longest, Date.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(over).toBe(false);
    await reader.query('COMMIT');
    reader.release();
    expect((await saving).status).toBe(200);
    // 80 ms of waiting, and the time of the statement itself on a busy machine.
    expect(longest).toBeLessThan(1000);
  });

  it('gets indexes that only make it faster afterwards, and they are no drift meanwhile', async () => {
    expect((await save((fields) => [...fields, field('follows', 'relation', { options: { entity: 'thing' } })])).status).toBe(200);
    expect(await drift()).toEqual([]);
    await settled();
    expect(await server.db.query(`SELECT indexname FROM pg_indexes WHERE indexname = 'thing.follows.list'`)).toHaveLength(1);
    expect((await save((fields) => fields.map((one) => (one.key === 'name' ? field('name', 'longText') : one)))).status).toBe(200);
    expect((await save((fields) => fields.map((one) => (one.key === 'name' ? field('name', 'text', { options: { maxLength: 500 } }) : one)))).status).toBe(200);
    await settled();
    expect(await server.db.query(`SELECT indexname FROM pg_indexes WHERE indexname = 'thing.name.sort' AND indexdef LIKE '%(name, id)%'`)).toHaveLength(1);
    expect(await drift()).toEqual([]);
  });

  it('is made unique without being held, and stays as it was when records share a value', async () => {
    expect((await save((fields) => fields.map((one) => (one.key === 'size' ? { ...one, unique: true } : one)))).status).toBe(200);
    expect(await drift()).toEqual([]);
    expect((await save((fields) => fields.map((one) => (one.key === 'size' ? { ...one, unique: false } : one)))).status).toBe(200);
    await server.db.query('UPDATE ws_example.thing SET size = 2 WHERE size = 1');
    const refused = await save((fields) => fields.map((one) => (one.key === 'size' ? { ...one, unique: true } : one)));
    expect([refused.status, refused.body.code, refused.body.fields[0].path]).toEqual([409, 'ENTITY_VALUES_NOT_UNIQUE', 'document.fields.size']);
    expect(await server.db.query(`SELECT indexname FROM pg_indexes WHERE indexname = 'thing.size.unique'`)).toEqual([]);
    expect(await drift()).toEqual([]);
  });

  it('loses a unique index that no document asks for when a server starts, and no other', async () => {
    await settled();
    const unique = async (): Promise<unknown[]> => (await server.db.query<{ name: string }>(`SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'ws_example' AND tablename = 'thing' AND indexdef LIKE 'CREATE UNIQUE%' ORDER BY 1`)).map(({ name }) => name);
    const before = await unique();
    await server.db.query('CREATE UNIQUE INDEX "thing.version.unique" ON ws_example.thing (version, id)');
    await server.db.query('CREATE UNIQUE INDEX "by hand" ON ws_example.thing (id, version)');
    await server.app.get(DriftWatch).look();
    expect(await unique()).toEqual([...before, 'by hand'].sort());
    await server.db.query('DROP INDEX ws_example."by hand"');
  });
});
