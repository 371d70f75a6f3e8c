import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestBrowser } from '../testing/test-server.ts';
import { OutboxPruner } from './outbox-pruner.ts';
import { memberId, ok, type CrmServer } from './testing/crm-server.ts';
import { NOBODY, startDeviceWorld, type DeviceWorld } from './testing/device-world.ts';

describe('changes of records', () => {
  let world: DeviceWorld;
  let crm: CrmServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  beforeAll(async () => {
    world = await startDeviceWorld();
    ({ crm, admin, rep } = world);
  });
  afterAll(() => crm.stop());

  const device: DeviceWorld['device'] = (...given) => world.device(...given);
  const site: DeviceWorld['site'] = (...given) => world.site(...given);
  const read: DeviceWorld['read'] = (...given) => world.read(...given);
  const history: DeviceWorld['history'] = (...given) => world.history(...given);
  const bulk: DeviceWorld['bulk'] = (...given) => world.bulk(...given);
  const patch: DeviceWorld['patch'] = (...given) => world.patch(...given);
  const problems: DeviceWorld['problems'] = (...given) => world.problems(...given);

  describe('many at once', () => {
    it('are all made, changed and deleted, each with its history and its place in the outbox', async () => {
      const made = ok(await bulk('all', Array.from({ length: 300 }, (_, n) => ({ op: 'create', values: { name: `Bulk ${n}`, price: String(n), parts: [{ name: `P${n}` }] } })))).results;
      expect(new Set(made.map(({ status, version }: any) => `${status} ${version}`))).toEqual(new Set(['created 1']));
      const ids = made.map(({ id }: any) => id as string);
      const changes = [...ids.slice(0, 200).map((id: string) => ({ op: 'update', id, version: 1, values: { city: 'Ulm' } })), ...ids.slice(200).map((id: string) => ({ op: 'delete', id }))];
      const changed = ok(await bulk('all', changes)).results;
      expect(changed.map(({ status }: any) => status)).toEqual(changes.map(({ op }) => (op === 'update' ? 'updated' : 'deleted')));
      const counts = await crm.one(
        `SELECT (SELECT count(*)::int FROM ws.device WHERE id = ANY ($1) AND city = 'Ulm' AND version = 2 AND deleted_at IS NULL) AS ulm, (SELECT count(*)::int FROM ws.device WHERE id = ANY ($1) AND deleted_at IS NOT NULL) AS gone,
          (SELECT count(*)::int FROM ws._history WHERE record_id = ANY ($1)) AS told, (SELECT count(*)::int FROM ws._outbox WHERE record_id = ANY ($1)) AS sent`,
        [ids],
      );
      expect(counts).toEqual({ ulm: 200, gone: 100, told: 900, sent: 600 });
    });

    it('take as many statements as one', async () => {
      const count = async (rows: number): Promise<number> => {
        // Others work in the background meanwhile: what counts is the transaction of the request.
        const transactions: string[][] = [];
        const transaction = crm.database.transaction.bind(crm.database);
        const spy = (schema: string | null, work: any, options: any) =>
          transaction(schema, (db) => {
            const seen: string[] = [];
            transactions.push(seen);
            return work({ ...db, query: (sql: any, values: any) => { seen.push(String(sql.text ?? sql)); return db.query(sql, values); } });
          }, options);
        crm.database.transaction = spy as never;
        try {
          ok(await bulk('each', Array.from({ length: rows }, () => world.next()).map((n) => ({ op: 'create', values: { name: `N ${n}`, tag: `N-${n}`, city: `c${n}`, parts: [{ name: 'x', serial: `s${n}` }], sites: [] } }))));
        } finally {
          crm.database.transaction = transaction;
        }
        return transactions.find((seen) => seen.includes('SAVEPOINT door'))?.length ?? 0;
      };
      expect(await count(2)).toBeGreaterThan(3);
      expect(await count(100)).toBe(await count(2));
    });

    it('are refused together in mode all, naming the first that is wrong by its place and field', async () => {
      const first = await device();
      const changes = [{ op: 'create', values: { name: 'A' } }, { op: 'update', id: first.id, values: { city: 'X' } }, { op: 'create', values: { price: 'x', nope: 1 } }];
      expect(await problems(() => bulk('all', changes))).toEqual(['changes.2.values.name FIELD_REQUIRED', 'changes.2.values.nope FIELD_NOT_FOUND', 'changes.2.values.price FIELD_NOT_NUMBER']);
      expect(await problems(() => bulk('all', [changes[0], { op: 'delete', id: NOBODY }]), 404, 'RECORD_NOT_FOUND')).toEqual(['changes.1 RECORD_NOT_FOUND']);
      expect(await problems(() => bulk('all', [{ op: 'create', values: { name: 'A', tag: 'dup' } }, { op: 'create', values: { name: 'B', tag: 'DUP' } }]), 409, 'RECORD_DUPLICATE')).toEqual([expect.stringMatching(/tag FIELD_DUPLICATE$/)]);
    });

    it('are made row by row in mode each, and say of each what became of it', async () => {
      const [kept, taken] = [await device(), await device()];
      const { results } = ok(
        await bulk('each', [
          { op: 'create', values: { name: 'Good', tag: 'each-1' } },
          { op: 'create', values: { name: '' } },
          { op: 'create', values: { name: 'Twice', tag: 'EACH-1' } },
          { op: 'create', values: { name: 'Taken', tag: taken.values['tag'] } },
          { op: 'create', values: { name: 'Also good', tag: 'each-2' } },
          { op: 'update', id: kept.id, values: { city: 'Köln' } },
          { op: 'update', id: kept.id, values: { city: 'Köln' } },
          { op: 'update', id: kept.id, version: 1, values: { city: 'Bonn' } },
          { op: 'update', id: NOBODY, values: {} },
          { op: 'delete', id: kept.id },
          { op: 'update', id: kept.id, values: { city: 'Ulm' } },
        ]),
      );
      const said = results.map(({ status, error }: any) => [status, ...(error ? [error.code, ...(error.fields ?? []).map(({ path }: any) => path)] : [])].join(' '));
      expect(said).toEqual([
        'created', 'refused RECORD_INVALID values.name', 'refused RECORD_DUPLICATE values.tag', 'refused RECORD_DUPLICATE values.tag', 'created', 'updated', 'unchanged', 'refused RECORD_VERSION_CONFLICT', 'refused RECORD_NOT_FOUND', 'deleted', 'refused RECORD_NOT_FOUND',
      ]);
    });

    it('leave nothing of a refused row behind, not a number, a row or a line', async () => {
      const before = await crm.picture();
      const { results } = ok(await bulk('each', [{ op: 'create', values: { name: 'A', tag: 'p1', parts: [{ name: 'x', serial: 'twice' }, { name: 'y', serial: 'twice' }] } }, { op: 'create', values: { name: 'B', home: NOBODY } }]));
      expect(results.map(({ status }: any) => status)).toEqual(['refused', 'refused']);
      expect(await crm.picture()).toBe(before);
    });

    it('do not lock each other out when two batches change the same records in opposite order', async () => {
      const ids = ok(await bulk('all', Array.from({ length: 60 }, () => ({ op: 'create', values: { name: `L ${world.next()}` } })))).results.map(({ id }: any) => id as string);
      const changes = (list: string[], city: string) => list.map((id) => ({ op: 'update', id, values: { city } }));
      const answers = await Promise.all([bulk('all', changes(ids, 'A')), bulk('all', changes([...ids].reverse(), 'B')), bulk('all', [...changes(ids.slice(30), 'C'), ...ids.slice(0, 5).map((id: string) => ({ op: 'create', values: { name: id } })), ...changes(ids.slice(0, 30), 'C')])]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await crm.one('SELECT count(DISTINCT city)::int AS cities, min(version) AS version FROM ws.device WHERE id = ANY ($1)', [ids])).toEqual({ cities: 1, version: 4 });
    });

    it.each([
      ['more than a thousand', Array.from({ length: 1001 }, () => ({ op: 'create', values: { name: 'x' } }))],
      ['none', []],
      ['an unknown kind', [{ op: 'drop', id: NOBODY }]],
      ['an id that is none', [{ op: 'delete', id: 'x' }]],
      ['values of an update that are a list', [{ op: 'update', id: NOBODY, values: [] }]],
    ])('of %s are refused as a request', async (_, changes) => {
      await crm.refused(400, 'REQUEST_INVALID', () => bulk('each', changes));
    });

    it('refuse a cell of ten megabytes and a record of another entity in words', async () => {
      const other = await site();
      const { results } = ok(await bulk('each', [{ op: 'create', values: { name: 'x'.repeat(10 * 1024 * 1024) } }, { op: 'update', id: other.id, values: { name: 'x' } }]));
      expect(results.map(({ error }: any) => [error.code, error.fields?.[0]?.code])).toEqual([['RECORD_INVALID', 'FIELD_TOO_LONG'], ['RECORD_NOT_FOUND', undefined]]);
      await crm.refused(400, 'REQUEST_INVALID', () => admin.post('/api/records/device/bulk', '{"mode":"each","changes":[{"op":"create","values":{"name":"A","__proto__":{"x":1}}}]}'));
    });

    it('hold every change against the rights of the person', async () => {
      const [mine, theirs] = [await device({ owner: memberId(rep) }), await device()];
      const { results } = ok(await bulk('each', [{ op: 'update', id: mine.id, values: { city: 'A' } }, { op: 'update', id: theirs.id, values: { city: 'A' } }, { op: 'update', id: mine.id, values: { owner: memberId(admin) } }, { op: 'create', values: { name: 'Mine', pin: '1' } }, { op: 'delete', id: theirs.id }], rep));
      expect(results.map(({ status, error }: any) => error?.code ?? status)).toEqual(['updated', 'RECORD_NOT_FOUND', 'RECORD_LEAVES_SCOPE', 'RECORD_INVALID', 'RECORD_NOT_FOUND']);
    });
  });

  describe('upsert', () => {
    const upsert = (values: Record<string, unknown>, by = admin, keys = ['tag']) => bulk('each', [{ op: 'upsert', by: keys, values }], by).then(({ body }) => body.results[0]);

    it('changes the record that has the value, whatever its case, or makes one', async () => {
      const made = await upsert({ name: 'U', tag: 'up-1', city: 'A' });
      expect(made.status).toBe('created');
      expect(await upsert({ name: 'U', tag: 'UP-1', city: 'B' })).toEqual({ status: 'updated', id: made.id, version: 2 });
      expect(await upsert({ name: 'U', tag: 'up-1', city: 'B' })).toEqual({ status: 'unchanged', id: made.id, version: 2 });
      expect(await upsert({ name: 'E', pin: 'UP-PIN' }, admin, ['pin'])).toMatchObject({ status: 'created' });
      expect(await upsert({ name: 'E2', pin: 'UP-PIN' }, admin, ['pin'])).toMatchObject({ status: 'updated' });
    });

    it('makes one record of many that come at the same moment', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => upsert({ name: 'Race', tag: 'race-1', city: `c${n}` })));
      expect(answers.map(({ status }) => status).sort()).toEqual(['created', ...Array.from({ length: 7 }, () => 'updated')]);
      expect(await crm.one(`SELECT count(*)::int AS n FROM ws.device WHERE tag = 'race-1'`)).toEqual({ n: 1 });
    });

    it('takes rows of one batch with the same value one after the other', async () => {
      const { results } = ok(await bulk('all', ['a', 'b', 'b'].map((city) => ({ op: 'upsert', by: ['tag'], values: { name: 'Same', tag: 'batch-1', city } }))));
      expect(results.map(({ status, version }: any) => `${status} ${version}`)).toEqual(['created 1', 'updated 2', 'unchanged 2']);
    });

    it('needs a field that is unique, known and filled', async () => {
      expect((await upsert({ name: 'x' }, admin, ['city'])).error.fields).toMatchObject([{ path: 'by', code: 'FIELD_NOT_UNIQUE' }]);
      expect((await upsert({ name: 'x' }, admin, ['nope'])).error.fields).toMatchObject([{ path: 'by', code: 'FIELD_NOT_FOUND' }]);
      expect((await upsert({ name: 'x' }, rep, ['pin'])).error.fields).toMatchObject([{ path: 'by', code: 'FIELD_NOT_FOUND' }]);
      expect((await upsert({ name: 'x' })).error.fields).toMatchObject([{ path: 'values.tag', code: 'FIELD_REQUIRED' }]);
    });

    it('says of a record out of sight only that the value is taken', async () => {
      await device({ tag: 'secret-tag' });
      const answer = await upsert({ name: 'x', tag: 'secret-tag' }, rep);
      expect([answer.status, answer.error.code]).toEqual(['refused', 'RECORD_DUPLICATE']);
    });
  });

  describe('Idempotency-Key', () => {
    const key = () => ({ 'idempotency-key': `key-${world.next()}-xxxxx` });

    it('makes a change once, and gives its answer again', async () => {
      const headers = key();
      const [first, second] = [await admin.post('/api/records/device', { values: { name: 'Once' } }, headers), await admin.post('/api/records/device', { values: { name: 'Once' } }, headers)];
      expect(second.body).toEqual(first.body);
      expect(await crm.one(`SELECT count(*)::int AS n FROM ws.device WHERE name = 'Once'`)).toEqual({ n: 1 });
    });

    it('makes it once also when the same request arrives ten times at the same moment', async () => {
      const headers = key();
      const answers = await Promise.all(Array.from({ length: 5 }, () => bulk('all', [{ op: 'create', values: { name: 'Storm' } }], admin, 'device', headers)));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(await crm.one(`SELECT count(*)::int AS n FROM ws.device WHERE name = 'Storm'`)).toEqual({ n: 1 });
    });

    it('is refused for another request, and is free again after one that was refused', async () => {
      const headers = key();
      expect((await admin.post('/api/records/device', { values: {} }, headers)).status).toBe(400);
      ok(await admin.post('/api/records/device', { values: { name: 'Now' } }, headers));
      await crm.refused(422, 'IDEMPOTENCY_KEY_REUSED', () => admin.post('/api/records/device', { values: { name: 'Other' } }, headers));
      await crm.refused(400, 'REQUEST_INVALID', () => admin.post('/api/records/device', { values: { name: 'x' } }, { 'idempotency-key': 'short' }));
    });

    it('is somebody’s own, and is forgotten after a day', async () => {
      const headers = key();
      const mine = ok(await admin.post('/api/records/device', { values: { name: 'Own' } }, headers));
      expect(ok(await rep.post('/api/records/device', { values: { name: 'Own' } }, headers)).id).not.toBe(mine.id);
      crm.clock.pass(25 * 60 * 60_000);
      expect(ok(await admin.post('/api/records/device', { values: { name: 'Own' } }, headers)).id).not.toBe(mine.id);
      await crm.app.get(OutboxPruner).prune();
      expect(await crm.one(`SELECT count(*)::int AS n FROM ws._idempotency WHERE at < now()`)).toEqual({ n: 0 });
    });
  });

  describe('If-Match', () => {
    it('is the version a change is based on', async () => {
      const made = await device();
      ok(await patch({ id: made.id }, { city: 'A' }, admin, { 'if-match': '"1"' }));
      await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => patch({ id: made.id }, { city: 'B' }, admin, { 'if-match': '"1"' }));
      await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => admin.delete(`/api/records/device/${made.id}`, undefined, { 'if-match': '"1"' }));
      for (const header of ['1', 'W/"2"', '"x"', '"0"']) await crm.refused(400, 'REQUEST_INVALID', () => patch({ id: made.id }, { city: 'B' }, admin, { 'if-match': header }));
      await crm.refused(400, 'REQUEST_INVALID', () => patch({ id: made.id, version: 1 }, { city: 'B' }, admin, { 'if-match': '"2"' }));
      expect((await admin.delete(`/api/records/device/${made.id}`, undefined, { 'if-match': '"2"' })).status).toBe(204);
    });
  });

  describe('the trash', () => {
    const restore = (id: string, by = admin) => by.post(`/api/records/device/${id}/restore`);
    const remove = async (id: string): Promise<void> => void expect((await admin.delete(`/api/records/device/${id}`)).status).toBe(204);

    it('gives a record back with its rows and links, and tells of it', async () => {
      const place = await site();
      const made = await device({ parts: [{ name: 'P' }], sites: [place.id] });
      await remove(made.id);
      const back = ok(await restore(made.id));
      expect(back).toMatchObject({ id: made.id, version: 3, values: { parts: [{ values: { name: 'P' } }], sites: [{ id: place.id }] } });
      expect((await history('device', made.id))[0]).toMatchObject({ action: 'restore', changes: expect.arrayContaining([{ field: 'name', from: null, to: made.values['name'] }]) });
      await crm.refused(404, 'RECORD_NOT_FOUND', () => restore(made.id));
    });

    it('keeps a record whose value is taken by now, and clears a link to what has gone', async () => {
      const place = await site({ city: 'Q' });
      const made = await device({ tag: 'trash-1', city: 'Q', site: place.id });
      await remove(made.id);
      const other = await device({ tag: 'Trash-1' });
      expect(await problems(() => restore(made.id), 409, 'RECORD_DUPLICATE')).toEqual(['values.tag FIELD_DUPLICATE']);
      ok(await patch(other, { tag: null }));
      expect((await admin.delete(`/api/records/site/${place.id}`)).status).toBe(204);
      expect(ok(await restore(made.id)).values).toMatchObject({ site: null, tag: 'trash-1' });
    });

    it('opens only to whoever may delete the record', async () => {
      const [mine, theirs] = [await device({ owner: memberId(rep) }), await device()];
      for (const { id } of [mine, theirs]) await remove(id);
      await crm.refused(404, 'RECORD_NOT_FOUND', () => restore(theirs.id, rep));
      expect(ok(await restore(mine.id, rep)).version).toBe(3);
    });
  });

  describe('merging', () => {
    const merge = (kept: RecordView, others: RecordView[], values = {}, by = admin) => by.post(`/api/records/device/${kept.id}/merge`, { version: kept.version, others: others.map(({ id, version }) => ({ id, version })), values });

    it('makes one of many: links, rows and lists come along, the others go to the trash, and all of it is told', async () => {
      const [a, b] = [await site(), await site()];
      const kept = await device({ sites: [a.id], parts: [{ name: 'K' }] });
      const other = await device({ tag: 'moves', sites: [b.id, a.id], parts: [{ name: 'O' }], spare: kept.id });
      const follower = await device({ spare: other.id });
      const merged = ok(await merge(kept, [other], { tag: 'moves', city: 'New' }));
      expect(merged.values).toMatchObject({ tag: 'moves', city: 'New', sites: [{ id: a.id }, { id: b.id }], parts: [{ values: { name: 'K' } }, { values: { name: 'O' } }] });
      expect((await read('device', follower.id)).values['spare']).toMatchObject({ id: kept.id });
      expect((await admin.get(`/api/records/device/${other.id}`)).status).toBe(404);
      expect((await history('device', follower.id))[0]).toMatchObject({ action: 'update', changes: [{ field: 'spare', to: { id: kept.id } }] });
      const told = await history('device', kept.id);
      expect(told).toContainEqual(expect.objectContaining({ action: 'merge', changes: expect.arrayContaining([expect.objectContaining({ field: 'city', to: 'New' })]) }));
      expect(told).toContainEqual(expect.objectContaining({ row: expect.objectContaining({ subform: 'parts' }), action: 'create' }));
      expect(await problems(() => admin.post(`/api/records/device/${other.id}/restore`), 409, 'RECORD_DUPLICATE')).toEqual(['values.tag FIELD_DUPLICATE']);
      ok(await patch(merged, { tag: null }));
      expect(ok(await admin.post(`/api/records/device/${other.id}/restore`)).values['name']).toBe(other.values['name']);
    });

    it('is refused as a whole for a record out of sight, an old version, or one named twice', async () => {
      const [mine, theirs] = [await device({ owner: memberId(rep) }), await device()];
      await crm.refused(404, 'RECORD_NOT_FOUND', () => merge(mine, [theirs], {}, rep));
      const late = await device();
      ok(await patch(late, { city: 'X' }));
      await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => merge(mine, [late]));
      expect(await problems(() => merge(mine, [mine]))).toEqual(['others.0.id FIELD_CHOICE_REPEATED']);
    });
  });

  describe('duplicates', () => {
    const alike = async (values: Record<string, unknown>, by = admin, id?: string) => ok(await by.post('/api/records/device/duplicates', { values, ...(id ? { id } : {}) })).items;

    it('are found by what a rule compares, among the records the person may read', async () => {
      const made = await device({ name: '上海  Müller 有限公司' });
      const [match, ...others] = await alike({ name: '上海müller' });
      expect(others).toEqual([]);
      expect(match).toEqual({ rule: 'same_name', label: { en: 'Same name' }, onMatch: 'warn', record: { id: made.id, label: made.values['name'] } });
      expect(await alike({ name: '上海müller' }, rep)).toEqual([]);
      expect(await alike({ name: '上海müller' }, admin, made.id)).toEqual([]);
      ok(await patch(made, { name: 'Something else' }));
      expect(await alike({ name: '上海müller' })).toEqual([]);
    });

    it('are refused by a rule that refuses, naming the record to those who may see it', async () => {
      const made = await device({ city: 'Dup City', tag: 'dup-a', status: 'scrapped' });
      const values = { name: 'Z', city: 'Dup City', tag: 'dup-a', status: 'scrapped' };
      const seen = await crm.refused(409, 'RECORD_ALIKE', () => admin.post('/api/records/device', { values }));
      expect(seen.body.details).toMatchObject({ rule: 'same_pin', record: { id: made.id } });
      const unseen = await crm.refused(409, 'RECORD_ALIKE', () => rep.post('/api/records/device', { values }));
      expect(unseen.text).not.toContain(made.id);
      ok(await patch(made, { price: '1' }));
      const { results } = ok(await bulk('each', [1, 2].map((n) => ({ op: 'create', values: { name: `B${n}`, city: 'In one batch', tag: 'dup-b', status: 'scrapped' } }))));
      expect(results.map(({ status, error }: any) => error?.code ?? status)).toEqual(['created', 'RECORD_ALIKE']);
    });
  });

  describe('a button', () => {
    const press = (id: string, button: string, by = admin) => by.post(`/api/records/device/${id}/buttons/${button}`);

    it('sets fields with the rights of whoever presses it', async () => {
      const made = await device({ price: '10', owner: memberId(rep) });
      expect(ok(await press(made.id, 'scrap', rep)).record.values).toMatchObject({ status: 'scrapped', price: '3.33' });
      const theirs = await device({ price: '10' });
      await crm.refused(404, 'RECORD_NOT_FOUND', () => press(theirs.id, 'scrap', rep));
    });

    it('gives an address that a browser may open, and no other', async () => {
      const made = await device({ city: 'Ulm' });
      expect(ok(await press(made.id, 'map'))).toEqual({ record: null, url: 'https://maps.example.com/?q=Ulm' });
      for (const city of ['javascript:alert(1)', ' https://x', 'data:text/html,x', 'Ulm']) {
        await crm.refused(422, 'RECORD_BUTTON_ADDRESS', async () => press((await crm.one<{ id: string }>('SELECT id FROM ws.device WHERE id = $1', [made.id])).id, 'trap'));
        ok(await patch({ id: made.id }, { city }));
      }
    });

    it('is not there for a field that is none', async () => {
      const made = await device();
      await crm.refused(404, 'RECORD_FIELD_NOT_FOUND', () => press(made.id, 'city'));
      await crm.refused(404, 'RECORD_FIELD_NOT_FOUND', () => press(made.id, 'nope'));
    });
  });
});
