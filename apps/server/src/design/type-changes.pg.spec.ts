import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { findDrift } from './drift.ts';

jest.setTimeout(60_000);

const label = (en: string) => ({ en });
const choices = (...values: string[]) => ({ choices: values.map((value) => ({ value, label: { en: `Level ${value}`, 'zh-CN': `${value}级` } })) });

describe('changing what a field is', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let count = 0;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
  });
  afterAll(() => server.stop());

  /** A new entity with one field and these values of it, one record each, named r1, r2… */
  async function world(field: FieldDocument, values: readonly unknown[]): Promise<{ key: string; document: EntityDocument }> {
    const key = `thing${++count}`;
    const document: EntityDocument = { key, label: label(key), titleField: 'name', fields: [{ key: 'name', type: 'text', label: label('Name') }, field] };
    expect((await admin.put(`/api/design/entities/${key}`, { version: 0, document })).status).toBe(200);
    for (const [index, value] of values.entries()) {
      const saved = await admin.post(`/api/records/${key}`, { values: { name: `r${index + 1}`, [field.key]: value } });
      expect([saved.status, saved.text]).toEqual([200, saved.text]);
    }
    return { key, document };
  }
  const withField = (document: EntityDocument, field: FieldDocument): EntityDocument => ({ ...document, fields: document.fields.map((one) => (one.key === field.key ? field : one)) });
  const plan = (document: EntityDocument, version = 1) => admin.post(`/api/design/entities/${document.key}/plan`, { version, document });
  const save = (document: EntityDocument, unconvertible = {}, version = 1) => admin.put(`/api/design/entities/${document.key}`, { version, document, unconvertible });
  const values = async (key: string, field = 'x'): Promise<unknown[]> => {
    const page = await admin.post(`/api/records/${key}/query`, { fields: ['name', field], sort: [{ field: 'name' }], limit: 50 });
    return page.body.rows.map((row: { values: Record<string, unknown> }) => row.values[field]);
  };
  const noDrift = async (): Promise<void> => {
    const models = server.app.get(WorkspaceModels);
    expect(await server.database.transaction('ws_example', async (db) => findDrift(db, (await models.loadIn(db)).design))).toEqual([]);
  };
  const x = (type: FieldDocument['type'], more: Partial<FieldDocument> = {}): FieldDocument => ({ key: 'x', type, label: label('X'), ...more });

  it.each<[string, FieldDocument, unknown[], FieldDocument, unknown[]]>([
    ['texts to numbers as people write them', x('text'), ['1,234.50', '¥ 7', null], x('number'), ['1234.5', '7', null]],
    ['numbers to texts', x('number'), ['1234.50', '-3'], x('text'), ['1234.5', '-3']],
    ['texts to days', x('text'), ['2026-03-01', '2026年3月2日'], x('date'), ['2026-03-01', '2026-03-02']],
    ['days to instants in the zone of the workspace', x('date'), ['2026-03-01'], x('datetime'), ['2026-02-28T16:00:00.000Z']],
    ['instants to days in the zone of the workspace', x('datetime'), ['2026-02-28T16:30:00.000Z'], x('date'), ['2026-03-01']],
    ['texts to choices by label or value', x('text'), ['Level a', 'b', 'a级'], x('select', { options: choices('a', 'b') }), ['a', 'b', 'a']],
    ['choices to texts by label', x('select', { options: choices('a', 'b') }), ['a'], x('text'), ['Level a']],
    ['one choice to several', x('select', { options: choices('a', 'b') }), ['a'], x('multiSelect', { options: choices('a', 'b') }), [['a']]],
    ['yes and no to texts', x('checkbox'), [true, false], x('text'), ['yes', 'no']],
    ['texts to yes and no', x('text'), ['是', 'no'], x('checkbox'), [true, false]],
  ])('turns %s', async (_what, before, given, after, expected) => {
    const { key, document } = await world(before, given);
    const planned = await plan(withField(document, after));
    expect(planned.body.previews).toMatchObject([{ kind: 'convert', records: 0, samples: [] }]);
    expect((await save(withField(document, after))).status).toBe(200);
    expect(await values(key)).toEqual(expected);
    await noDrift();
  });

  it('shows what would not convert, refuses it unless asked to clear, and keeps the old values', async () => {
    const { key, document } = await world(x('text'), ['12', 'many', '3.14159', null]);
    const after = withField(document, x('money'));
    const planned = await plan(after);
    expect(planned.body.previews).toMatchObject([{ entity: key, field: 'x', kind: 'convert', records: 2, total: 3 }]);
    expect(planned.body.previews[0].samples.map(({ label: name, from, to }: { label: string; from: string; to: string | null }) => [name, from, to]).sort()).toEqual([['r2', 'many', null], ['r3', '3.14159', '3.14']]);
    const refused = await save(after);
    expect([refused.status, refused.body.code, refused.body.fields]).toMatchObject([409, 'ENTITY_VALUES_UNCONVERTIBLE', [{ path: 'document.fields.x.type', params: { records: 2 } }]]);
    expect(await values(key)).toEqual(['12', 'many', '3.14159', null]);
    expect((await save(after, { x: 'clear' })).status).toBe(200);
    expect(await values(key)).toEqual(['12.00', null, '3.14', null]);
    const kept = await server.db.query(`SELECT name, _trash_x_2 AS x FROM ws_example."${key}" ORDER BY name`);
    expect(kept.map(({ x: old }) => old)).toEqual(['12', 'many', '3.14159', null]);
    const trash = (await admin.get('/api/design/trash')).body.items.find((item: { entity: string }) => item.entity === key);
    expect(trash).toMatchObject({ kind: 'field', key: 'x', type: 'text', records: 3 });
    expect((await admin.post(`/api/design/trash/${trash.id}/restore`)).body.code).toBe('DESIGN_KEY_TAKEN');
    expect((await admin.delete(`/api/design/trash/${trash.id}`)).status).toBe(204);
    await noDrift();
  });

  it('shows no values of records and fields that the designer may not read', async () => {
    const { key, document } = await world(x('text'), ['secret one', 'secret two']);
    const role = { key: `designer${count}`, label: label('D'), capabilities: ['design'], rules: [{ effect: 'allow', actions: ['read'], entity: key, where: { field: 'name', op: 'eq', value: 'r1' } }] };
    await admin.put(`/api/design/roles/${role.key}`, { version: 0, document: role });
    const designer = await server.join(admin, { name: 'D', email: `d${count}@example.com`, roles: [role.key] });
    const planned = await designer.post(`/api/design/entities/${key}/plan`, { version: 1, document: withField(document, x('number')) });
    expect(planned.body.previews).toMatchObject([{ records: 2, samples: [{ label: 'r1', from: 'secret one' }] }]);
    expect(planned.text).not.toContain('secret two');
  });

  it('encrypts values that are there, and decrypts them', async () => {
    const { key, document } = await world(x('text', { unique: true }), ['310101199001010000', 'other', null]);
    const sealed = withField(document, x('text', { unique: true, encrypted: true }));
    expect((await save(sealed)).status).toBe(200);
    expect(await values(key)).toEqual(['310101199001010000', 'other', null]);
    const raw = await server.db.query(`SELECT x, _hash_x AS hash FROM ws_example."${key}" ORDER BY name`);
    expect(raw[0]?.['x']).toMatch(/^v1:/);
    for (const table of [`"${key}"`, '_history', '_trash']) {
      expect([table, JSON.stringify(await server.db.query(`SELECT to_jsonb(t) FROM ws_example.${table} t`)).includes('310101')]).toEqual([table, false]);
    }
    const twice = await admin.post(`/api/records/${key}`, { values: { name: 'r9', x: 'other' } });
    expect(twice.status).toBe(409);
    await noDrift();
    expect((await save(document, {}, 2)).status).toBe(200);
    expect(await values(key)).toEqual(['310101199001010000', 'other', null]);
    await noDrift();
  });

  it('counts records without a value before a field is required, and those that share one before it is unique', async () => {
    const { document } = await world(x('text'), ['a', 'a', null, 'b']);
    const planned = await plan(withField(document, x('text', { required: true, unique: true })));
    expect(planned.body.previews.map(({ kind, records, samples }: { kind: string; records: number; samples: { label: string }[] }) => [kind, records, samples.map((sample) => sample.label).sort()])).toEqual([
      ['required', 1, ['r3']],
      ['unique', 2, ['r1', 'r2']],
    ]);
    const refused = await save(withField(document, x('text', { unique: true })));
    expect(refused.body).toMatchObject({ code: 'ENTITY_VALUES_NOT_UNIQUE', fields: [{ path: 'document.fields.x' }] });
    expect((await save(withField(document, x('text', { required: true })))).status).toBe(200);
  });

  it('compares without case and among some records only, when asked to', async () => {
    const { key, document } = await world(x('text'), ['A', 'b']);
    const ignoring = withField(document, x('text', { unique: true, uniqueWithin: { ignoreCase: true, where: { field: 'name', op: 'startsWith', value: 'r' } } }));
    expect((await save(ignoring)).status).toBe(200);
    expect((await admin.post(`/api/records/${key}`, { values: { name: 'r3', x: 'a' } })).status).toBe(409);
    expect((await admin.post(`/api/records/${key}`, { values: { name: 'other', x: 'a' } })).status).toBe(200);
  });

  it('counts records that hold a choice which goes, and merges choices with a trail', async () => {
    const { key, document } = await world(x('select', { options: choices('a', 'b', 'c'), default: 'b' }), ['a', 'b', 'c']);
    const planned = await plan(withField(document, x('select', { options: choices('a') })));
    expect(planned.body.previews).toMatchObject([{ kind: 'choices', records: 2, samples: [{ label: 'r2' }, { label: 'r3' }] }]);
    const unknown = await admin.post(`/api/design/entities/${key}/choices`, { version: 1, field: 'x', from: ['a', 'z'], into: 'a' });
    expect([unknown.status, unknown.body.fields.map(({ path }: { path: string }) => path)]).toEqual([400, ['from.0', 'from.1']]);
    const merged = await admin.post(`/api/design/entities/${key}/choices`, { version: 1, field: 'x', from: ['b', 'c'], into: 'a' });
    expect([merged.status, merged.body.records]).toEqual([200, 2]);
    expect(merged.body.entity.document.fields[1]).toMatchObject({ default: 'a', options: choices('a') });
    expect(await values(key)).toEqual(['a', 'a', 'a']);
    const [{ id, version }] = await server.db.query<{ id: string; version: number }>(`SELECT id, version FROM ws_example."${key}" WHERE name = 'r2'`) as [{ id: string; version: number }];
    expect(version).toBe(2);
    const history = await admin.get(`/api/records/${key}/${id}/history`);
    expect(history.text).toContain('"field":"x"');
    expect(await server.db.query('SELECT version, action FROM ws_example._outbox WHERE record_id = $1 ORDER BY id', [id])).toEqual([{ version: 1, action: 'create' }, { version: 2, action: 'update' }]);
  });

  it('merges several chosen at once, each kept once and in its place', async () => {
    const { key } = await world(x('multiSelect', { options: choices('a', 'b', 'c') }), [['c', 'a', 'b'], ['b'], ['a']]);
    const merged = await admin.post(`/api/design/entities/${key}/choices`, { version: 1, field: 'x', from: ['b', 'c'], into: 'a' });
    expect(merged.body.records).toBe(2);
    expect(await values(key)).toEqual([['a'], ['a'], ['a']]);
  });
});
