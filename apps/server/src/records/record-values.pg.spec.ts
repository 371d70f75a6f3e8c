import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestBrowser } from '../testing/test-server.ts';
import { memberId, ok, type CrmServer } from './testing/crm-server.ts';
import { NOBODY, startDeviceWorld, type DeviceWorld } from './testing/device-world.ts';

describe('values of records', () => {
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
  const patch: DeviceWorld['patch'] = (...given) => world.patch(...given);
  const problems: DeviceWorld['problems'] = (...given) => world.problems(...given);

  describe('values of every kind', () => {
    it('fill in formula defaults, stamps and who changed what is watched', async () => {
      const made = await device({ price: '2.5' });
      expect(made.values).toMatchObject({ double: '5.00', price_by: { id: memberId(admin) } });
      const same = ok(await patch(made, { city: 'Berlin' }));
      expect(same.values['price_at']).toBe(made.values['price_at']);
      crm.clock.pass(5_000);
      const dearer = ok(await patch(same, { price: '3' }));
      expect(String(dearer.values['price_at']) > String(made.values['price_at'])).toBe(true);
    });

    it('are held against formulas of their own and over related records, before and after', async () => {
      expect(await problems(() => admin.post('/api/records/device', { values: { name: 'A', start: '2024-02-01', finish: '2024-01-01' } }))).toEqual(['values.finish FIELD_VALIDATION']);
      const made = await device({ start: '2024-01-01', finish: '2024-02-01' });
      expect(await problems(() => patch(made, { start: '2024-03-01' }))).toEqual(['values.finish FIELD_VALIDATION']);
      const place = await site({ limit: '10', city: 'X' });
      expect(await problems(() => patch(made, { city: 'X', site: place.id, quota: '11' }))).toEqual(['values.quota FIELD_VALIDATION']);
      expect(ok(await patch(made, { city: 'X', site: place.id, quota: '10' })).version).toBe(2);
    });

    it('of a relation must meet its filter, which looks at the record', async () => {
      const [berlin, bonn] = [await site({ city: 'Berlin' }), await site({ city: 'Bonn' })];
      expect(await problems(() => admin.post('/api/records/device', { values: { name: 'A', city: 'Berlin', site: bonn.id } }))).toEqual(['values.site FIELD_NOT_IN_FILTER']);
      const made = await device({ city: 'Berlin', site: berlin.id });
      expect(await problems(() => patch(made, { city: 'Bonn' }))).toEqual(['values.site FIELD_NOT_IN_FILTER']);
      expect(ok(await patch(made, { city: 'Bonn', site: bonn.id })).version).toBe(2);
    });

    it('of HTML keep what people write and lose what runs, loads or styles', async () => {
      const notes = '<p style="color:red" onclick="x()">Hi <a href="javascript:alert(1)">a</a><a href="https://example.com">b</a></p><script>alert(1)</script><img src="data:image/png;base64,AA"><iframe src="//x"></iframe>';
      const made = await device({ notes });
      expect(made.values['notes']).toBe('<p>Hi <a>a</a><a href="https://example.com" rel="noopener noreferrer nofollow" target="_blank">b</a></p>');
      expect(ok(await patch(made, { notes: made.values['notes'] })).version).toBe(1);
      expect((await device({ notes: '<script>x</script>' })).values['notes']).toBeNull();
    });

    it('name members that exist, in their order', async () => {
      const made = await device({ staff: [memberId(rep), memberId(admin)] });
      expect((made.values['staff'] as { id: string }[]).map(({ id }) => id)).toEqual([memberId(rep), memberId(admin)]);
      expect(await problems(() => patch(made, { staff: [memberId(rep), NOBODY] }))).toEqual(['values.staff FIELD_NOT_REFERENCE']);
    });

    it('that must be unique are so without case, and only among the records that are meant', async () => {
      const made = await device({ tag: 'Alpha' });
      expect(await problems(() => admin.post('/api/records/device', { values: { name: 'B', tag: 'ALPHA' } }), 409, 'RECORD_DUPLICATE')).toEqual(['values.tag FIELD_DUPLICATE']);
      ok(await patch(made, { status: 'scrapped' }));
      expect((await device({ tag: 'alpha' })).version).toBe(1);
      const place = await site();
      await device({ home: place.id });
      expect(await problems(() => admin.post('/api/records/device', { values: { name: 'C', home: place.id } }), 409, 'RECORD_DUPLICATE')).toEqual(['values.home FIELD_DUPLICATE']);
    });
  });

  describe('encrypted values', () => {
    const stored = (id: string) => crm.one<{ pin: string; hash: string }>('SELECT pin, _hash_pin AS hash FROM ws.device WHERE id = $1', [id]);

    it('lie in the table and the history as envelopes, and come out for those who may read them', async () => {
      const made = await device({ pin: 'ZX-4711' });
      expect(made.values['pin']).toBe('ZX-4711');
      const { pin, hash } = await stored(made.id);
      expect(pin).toMatch(/^v1:[\w-]{8}:[\w-]+$/);
      expect(hash).toMatch(/^[\w-]{43}$/);
      expect(JSON.stringify(await crm.db.query('SELECT * FROM "ws_example"._history WHERE record_id = $1', [made.id]))).not.toContain('4711');
      ok(await patch(made, { pin: 'ZX-4712' }));
      expect((await history('device', made.id))[0]?.changes).toEqual([{ field: 'pin', from: 'ZX-4711', to: 'ZX-4712' }]);
      expect(await crm.db.query(`SELECT 1 FROM "ws_example"._history WHERE changes::text LIKE '%4712%'`)).toEqual([]);
    });

    it('do not change when the same is written again, and are unique by their hash', async () => {
      const made = await device({ pin: 'SAME-1' });
      const before = await stored(made.id);
      expect(ok(await patch(made, { pin: 'SAME-1' })).version).toBe(1);
      expect(await stored(made.id)).toEqual(before);
      expect(await problems(() => admin.post('/api/records/device', { values: { name: 'B', pin: 'SAME-1' } }), 409, 'RECORD_DUPLICATE')).toEqual(['values.pin FIELD_DUPLICATE']);
    });

    it('are not in the history of somebody who may not read the field', async () => {
      const made = await device({ pin: 'HIDDEN-1', owner: memberId(rep) });
      expect(JSON.stringify(await history('device', made.id, rep))).not.toMatch(/pin|HIDDEN|v1:/);
    });

    it('of subform rows are closed as well', async () => {
      const made = await device({ parts: [{ name: 'P', secret: 'ROW-99' }] });
      expect(made.values['parts']).toMatchObject([{ values: { secret: 'ROW-99' } }]);
      expect(await crm.db.query(`SELECT 1 FROM "ws_example".part WHERE secret LIKE '%ROW-99%'`)).toEqual([]);
      expect(await crm.db.query(`SELECT 1 FROM "ws_example"._history WHERE changes::text LIKE '%ROW-99%'`)).toEqual([]);
    });
  });

  describe('links to many records', () => {
    const linked = (record: RecordView) => (record.values['sites'] as { id: string }[] | null)?.map(({ id }) => id) ?? [];

    it('are written with the record, keep their order, and are told as lists', async () => {
      const [a, b, c] = [await site(), await site(), await site()];
      const made = await device({ sites: [b.id, a.id] });
      expect(linked(made)).toEqual([b.id, a.id]);
      const changed = ok(await patch(made, { sites: [c.id, { id: b.id, label: 'as read' }] }));
      expect([changed.version, linked(changed)]).toEqual([2, [c.id, b.id]]);
      const [entry] = await history('device', made.id);
      expect(entry?.changes).toMatchObject([{ field: 'sites', from: [{ id: b.id }, { id: a.id }], to: [{ id: c.id }, { id: b.id }] }]);
      expect(ok(await patch(changed, { sites: [c.id, b.id] })).version).toBe(2);
      expect(linked(ok(await patch(changed, { sites: null })))).toEqual([]);
    });

    it('must lead somewhere; those that the writer cannot see stay', async () => {
      const [mine, theirs] = [await site({ owner: memberId(rep) }), await site()];
      expect(await problems(() => rep.post('/api/records/device', { values: { name: 'A', sites: [mine.id, theirs.id] } }))).toEqual(['values.sites FIELD_NOT_REFERENCE']);
      const made = await device({ owner: memberId(rep), sites: [theirs.id, mine.id] });
      expect(linked(await read('device', made.id, rep))).toEqual([mine.id]);
      ok(await patch(made, { sites: [] }, rep));
      expect(linked(await read('device', made.id))).toEqual([theirs.id]);
    });
  });
});
