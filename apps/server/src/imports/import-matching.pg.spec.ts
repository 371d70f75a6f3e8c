/** How the rows of a file find the records they mean, and what likeness to others does to them. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openJson } from '../platform/sealed.ts';
import { ok } from '../records/testing/crm-server.ts';
import { startDeviceWorld, type DeviceWorld } from '../records/testing/device-world.ts';
import { imported, mapped, preview, problemsIn, upload } from './testing/import-desk.ts';

describe('rows of a file', () => {
  let world: DeviceWorld;
  beforeAll(async () => {
    world = await startDeviceWorld();
  });
  afterAll(() => world.crm.stop());

  const find = async (names: readonly string[]) => ok(await world.admin.post('/api/records/device/query', { filter: { field: 'name', op: 'in', value: names }, sort: [{ field: 'name' }], limit: 50 })).rows as { id: string; values: Record<string, unknown> }[];

  it('find their records whatever the letter case, where the field says so', async () => {
    const there = await world.device({ name: 'Cased', tag: 'Case-1' });
    const file = 'tag,name,city\nCASE-1,Cased,Bonn\ncase-2,Cased new,Ulm\nCase-2,Cased new,Kiel\n';
    const done = await imported(world.admin, 'entity=device', file, (view) => mapped(view, {}, { mode: 'upsert', matchBy: ['tag'] }));
    expect([done.imported, done.updated, await problemsIn(world.admin, done)]).toEqual([3, 2, []]);
    expect(await world.read('device', there.id)).toMatchObject({ values: { city: 'Bonn' } });
    expect((await find(['Cased new'])).map(({ values }) => values['city'])).toEqual(['Kiel']);
  });

  it('are told in the preview that two values differ in letter case only, even in different parts', async () => {
    await world.crm.dragOntoForm('account', { key: 'mail_code', type: 'text', label: { en: 'Code' }, unique: true, uniqueWithin: { ignoreCase: true }, options: { maxLength: 40 } });
    const rows = Array.from({ length: 1100 }, (_, n) => `Preview ${n},${n === 1050 ? 'PRE-3' : `pre-${n}`}\n`);
    const seen = await preview(world.admin, ok(await upload(world.admin, 'entity=account', `name,Code\n${rows.join('')}`)));
    expect(seen.problems.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual(['1052 Code FIELD_DUPLICATE']);
  });

  it('find records of which only some share the value by the one that counts', async () => {
    await world.device({ name: 'Old', tag: 'Where-1', status: 'scrapped' });
    const counts = await world.device({ name: 'In use', tag: 'Where-1' });
    const done = await imported(world.admin, 'entity=device', 'tag,city\nWHERE-1,Jena\n', (view) => mapped(view, {}, { mode: 'update', matchBy: ['tag'] }));
    expect([done.updated, await problemsIn(world.admin, done)]).toEqual([1, []]);
    expect(await world.read('device', counts.id)).toMatchObject({ values: { city: 'Jena' } });
  });

  it('find records by an encrypted value, and link to records in the same two ways', async () => {
    const there = await world.device({ name: 'Sealed', tag: 'Seal-1', pin: '4711' });
    const done = await imported(world.admin, 'entity=device', 'pin,city\n4711,Trier\n', (view) => mapped(view, {}, { mode: 'update', matchBy: ['pin'] }));
    expect([done.updated, await problemsIn(world.admin, done)]).toEqual([1, []]);
    expect(await world.read('device', there.id)).toMatchObject({ values: { city: 'Trier' } });
    const links = await imported(world.admin, 'entity=device', 'name,by tag,by pin\nLinked a,SEAL-1,\nLinked c,seal-9,\n', (view) => mapped(view, { 'by tag': { field: 'spare', match: 'field', matchField: 'tag' } }));
    expect([links.imported, await problemsIn(world.admin, links)]).toEqual([1, ['3 by tag IMPORT_LINK_NOT_FOUND']]);
    const sealed = await imported(world.admin, 'entity=device', 'name,by pin\nLinked b,4711\nLinked d,4712\n', (view) => mapped(view, { 'by pin': { field: 'spare', match: 'field', matchField: 'pin' } }));
    expect([sealed.imported, await problemsIn(world.admin, sealed)]).toEqual([1, ['3 by pin IMPORT_LINK_NOT_FOUND']]);
    expect((await find(['Linked a', 'Linked b'])).map(({ values }) => (values['spare'] as { id: string }).id)).toEqual([there.id, there.id]);
  });

  describe('that are like records or each other', () => {
    const file = 'name,city,tag\n华信科技有限公司,Alike A,al-1\nOther,Alike A,al-1\n上海华信科技,Alike B,al-2\n';

    it('are refused by the rule that warns, unless they are to be let in', async () => {
      await world.device({ name: '华信科技有限公司', tag: 'al-0' });
      const rows = 'name,city\n华信科技,Warned\nUnlike,Warned\nunlike,Warned\n';
      const refused = await imported(world.admin, 'entity=device', rows);
      expect([refused.imported, await problemsIn(world.admin, refused)]).toEqual([1, ['2 - RECORD_ALIKE', '4 - RECORD_ALIKE']]);
      const [first, second] = ok(await world.admin.get(`/api/imports/${refused.id}/problems`)).items as { message: string }[];
      expect(first?.message).toBe('By the rule "Same name" this one is like the record "华信科技有限公司".');
      expect(second?.message).toBe('By the rule "Same name" another record or an earlier row is like this one.');
      const let_in = await imported(world.admin, 'entity=device', rows, (view) => mapped(view, {}, { duplicates: 'import' }));
      expect([let_in.imported, await problemsIn(world.admin, let_in)]).toEqual([3, []]);
    });

    it('are refused by the rule that refuses, whatever the mapping says, in both languages', async () => {
      const done = await imported(world.admin, 'entity=device', file.replaceAll('al-', 'am-').replaceAll('\n', ',scrapped\n').replace('tag,scrapped', 'tag,status'), (view) => mapped(view, {}, { duplicates: 'import' }));
      expect([done.imported, await problemsIn(world.admin, done)]).toEqual([2, ['3 - RECORD_ALIKE']]);
      const { problems } = await world.crm.one('SELECT problems FROM ws._import_row WHERE import_id = $1', [done.id]);
      expect(openJson<{ message: Record<string, string> }[]>('_import_row', 'problems', problems).map(({ message }) => message)).toEqual([{ en: 'By the rule "Same city and tag" another record or an earlier row is like this one.', 'zh-CN': '按规则“Same city and tag”，该行与其他记录或前面的行重复。' }]);
    });

    it('are seen in the preview, even in different parts', async () => {
      const rows = Array.from({ length: 1100 }, (_, n) => `${n === 1050 || n === 20 ? 'Previewed Ltd.' : n === 1060 ? 'PREVIEWED' : `Name ${n}`}\n`);
      const view = ok(await upload(world.admin, 'entity=device', `name\n${rows.join('')}`));
      expect((await preview(world.admin, view)).problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['1052 RECORD_ALIKE', '1062 RECORD_ALIKE']);
      expect((await preview(world.admin, mapped(view, {}, { duplicates: 'import' }))).problems).toEqual([]);
    });
  });

  it('do not find records out of sight: what is unique refuses them', async () => {
    await world.device({ name: 'Hidden', tag: 'Hid-1' });
    await world.crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'allow', actions: ['import'], entity: 'device' }] }));
    const done = await imported(world.rep, 'entity=device', 'tag,name\nhid-1,Mine\n', (view) => mapped(view, {}, { mode: 'upsert', matchBy: ['tag'] }));
    expect([done.imported, await problemsIn(world.rep, done)]).toEqual([0, ['2 tag FIELD_DUPLICATE']]);
  });
});
