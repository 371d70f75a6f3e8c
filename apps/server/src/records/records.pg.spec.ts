import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEntry, RecordView } from '@tessera/contract';
import type { TestBrowser } from '../testing/test-server.ts';
import { anonymous, memberId, ok, problemsOf, startCrm, type CrmServer } from './testing/crm-server.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe('records', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let manager: TestBrowser;
  let rep: TestBrowser;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    manager = await crm.join(admin, { name: '王经理', email: 'wang@example.com', roles: ['sales_manager'] });
    rep = await crm.join(admin, { name: '李销售', email: 'li@example.com', roles: ['sales_rep'] });
    await crm.dragOntoForm('account', { key: 'vat_id', type: 'text', label: { en: 'VAT id', 'zh-CN': '增值税号' }, unique: true });
    await crm.dragOntoForm('account', { key: 'margin', type: 'percent', label: { en: 'Margin', 'zh-CN': '利润率' } });
    await crm.changeRole('sales_rep', (role) => ({ ...role, rules: [...role.rules, { effect: 'deny', actions: ['read', 'create', 'update'], entity: 'account', fields: ['margin'] }] }));
  });
  afterAll(() => crm.stop());

  const account = (values: Record<string, unknown> = {}, by = admin): Promise<RecordView> => crm.make(by, 'account', { name: 'Alfreds Futterkiste', ...values });
  const read = async (entity: string, id: string, by = admin): Promise<RecordView> => ok(await by.get(`/api/records/${entity}/${id}`));
  const history = async (entity: string, id: string, by = admin): Promise<HistoryEntry[]> => ok(await by.get(`/api/records/${entity}/${id}/history`)).items;
  const patch = (record: RecordView, values: Record<string, unknown>, by = admin, entity = 'account') => by.patch(`/api/records/${entity}/${record.id}`, { version: record.version, values });

  describe('creating one', () => {
    it('answers it as it is stored, with defaults, a number and its maker as owner', async () => {
      const made = await account({ phone: '030-0074321', tags: ['vip'], margin: '0.155' });
      expect(made).toMatchObject({
        version: 1,
        values: { name: 'Alfreds Futterkiste', phone: '030-0074321', tags: ['vip'], margin: '0.155', type: 'prospect', lifecycle: 'acquire', owner: { id: memberId(admin), label: '陈管理' } },
        can: { update: true, delete: true },
      });
      expect(made.values['code']).toMatch(/^C\d{6}-\d{4}$/);
      expect(await read('account', made.id)).toEqual(made);
    });

    it('is told in its history: who, when, which field, from what, to what, through what', async () => {
      const before = crm.clock.now().toISOString();
      const made = await account({ city: 'Berlin' }, rep);
      const [entry, ...others] = await history('account', made.id);
      expect(others).toEqual([]);
      expect(entry).toMatchObject({ action: 'create', actor: { id: memberId(rep), label: '李销售' }, via: { kind: 'form' } });
      expect(entry?.changes).toContainEqual({ field: 'city', from: null, to: 'Berlin' });
      expect(entry?.changes).toContainEqual({ field: 'owner', from: null, to: { id: memberId(rep), label: '李销售' } });
      expect((entry?.at ?? '') >= before && (entry?.at ?? '') <= crm.clock.now().toISOString()).toBe(true);
    });

    it('gives automatic numbers without gaps or doubles to twenty that are created at once, one of which is refused', async () => {
      const first = await account();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => admin.post('/api/records/account', { values: { name: `Parallel ${n}`, ...(n === 7 ? { parent_account: NOBODY } : {}) } })));
      const last = await account();
      expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(19);
      const numberOf = ({ values }: RecordView): number => Number(String(values['code']).split('-')[1]);
      const numbers = answers.filter(({ status }) => status === 200).map(({ body }) => numberOf(body)).sort((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 19 }, (_, n) => numberOf(first) + 1 + n));
      expect(numberOf(last)).toBe(numberOf(first) + 20);
    });
  });

  describe('changing one', () => {
    it('writes the fields given and keeps the others, and tells just what has changed', async () => {
      const made = await account({ city: 'Berlin', phone: '030-0074321' });
      const changed = ok(await patch(made, { city: '北京', phone: '030-0074321', name: made.values['name'] }, manager));
      expect(changed).toMatchObject({ version: 2, values: { city: '北京', phone: '030-0074321', updated_by: { label: '王经理' }, created_by: { label: '陈管理' } } });
      const [entry] = await history('account', made.id);
      expect(entry).toMatchObject({ action: 'update', actor: { label: '王经理' }, changes: [{ field: 'city', from: 'Berlin', to: '北京' }] });
    });

    it('is nothing when every value stays the same: no new version, no history', async () => {
      const made = await account({ city: 'Berlin' });
      const before = await crm.picture();
      expect(ok(await patch(made, { city: 'Berlin', remark: '' })).version).toBe(1);
      expect(await crm.picture()).toBe(before);
    });

    it('takes links and members in the form in which they were read', async () => {
      const parent = await account();
      const made = await account();
      const changed = ok(await patch(made, { parent_account: { id: parent.id, label: 'whatever' }, owner: { id: memberId(rep), label: '' } }));
      expect(changed.values).toMatchObject({ parent_account: { id: parent.id, label: 'Alfreds Futterkiste' }, owner: { label: '李销售' } });
      const [entry] = await history('account', made.id);
      expect(entry?.changes).toContainEqual({ field: 'parent_account', from: null, to: { id: parent.id, label: 'Alfreds Futterkiste' } });
    });

    it('lets one of two saves at the same moment through; the other learns what has changed', async () => {
      const made = await account({ city: 'Berlin' });
      const answers = await Promise.all([patch(made, { city: 'Köln' }), patch(made, { city: 'Bonn' }, manager)]);
      const [won, lost] = [...answers].sort((a, b) => a.status - b.status) as [(typeof answers)[0], (typeof answers)[0]];
      expect([won.status, lost.status, lost.body.code]).toEqual([200, 409, 'RECORD_VERSION_CONFLICT']);
      const [mine, theirs] = won === answers[0] ? ['Bonn', 'Köln'] : ['Köln', 'Bonn'];
      expect(lost.body.details).toMatchObject({ version: 2, changedBy: { label: won === answers[0] ? '陈管理' : '王经理' }, fields: [{ field: 'city', current: theirs, yours: mine }] });
      expect(new Date(lost.body.details.changedAt).getTime()).toBeLessThanOrEqual(crm.clock.now().getTime());
      expect((await read('account', made.id)).values['city']).toBe(theirs);
    });

    it('tells the second of two people only of fields that they may read', async () => {
      const made = await account({ owner: memberId(rep) });
      ok(await patch(made, { margin: '0.31', city: 'Bonn', phone: '110' }));
      const late = await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => patch(made, { city: 'Köln', remark: 'mine' }, rep));
      expect(late.body.details.fields).toEqual(expect.arrayContaining([{ field: 'city', current: 'Bonn', yours: 'Köln' }, { field: 'phone', current: '110' }]));
      expect(late.body.details.fields).toHaveLength(2);
      expect(late.text).not.toMatch(/margin|0\.31/);
    });
  });

  describe('deleting one', () => {
    it('takes it out of every list and leaves its history in the database', async () => {
      const made = await account({ name: 'Gone' });
      expect((await admin.delete(`/api/records/account/${made.id}?version=1`)).status).toBe(204);
      expect(anonymous(await admin.get(`/api/records/account/${made.id}`))).toBe(anonymous(await admin.get(`/api/records/account/${NOBODY}`)));
      expect(ok(await admin.post('/api/records/account/query', { search: 'Gone' })).rows).toEqual([]);
      expect(await crm.one('SELECT action, version FROM ws._history WHERE record_id = $1 AND action = $2', [made.id, 'delete'])).toEqual({ action: 'delete', version: 2 });
      expect(ok(await admin.get('/api/records/account/' + (await account()).id)).version).toBe(1);
    });

    it('is refused to whoever has not seen the last change', async () => {
      const made = await account();
      ok(await patch(made, { city: 'Bonn' }));
      const late = await crm.refused(409, 'RECORD_VERSION_CONFLICT', () => admin.delete(`/api/records/account/${made.id}?version=1`));
      expect(late.body.details.fields).toEqual([{ field: 'city', current: 'Bonn' }]);
    });

    it('is refused while other records point to it, without saying which', async () => {
      const made = await account();
      const contact = await crm.make(admin, 'contact', { name: 'Maria Anders', account: made.id });
      const refusal = await crm.refused(409, 'RECORD_IN_USE', () => admin.delete(`/api/records/account/${made.id}?version=1`));
      expect(refusal.text).not.toMatch(/Maria|contact/i);
      expect((await admin.delete(`/api/records/contact/${contact.id}?version=1`)).status).toBe(204);
      expect((await admin.delete(`/api/records/account/${made.id}?version=1`)).status).toBe(204);
    });

    it('is refused to a role without the right, and changes nothing', async () => {
      const own = await account({}, rep);
      await crm.refused(403, 'RECORD_ACTION_FORBIDDEN', () => rep.delete(`/api/records/account/${own.id}?version=1`));
    });

    it('never loses a link: of a deletion and a link made at the same moment one is refused', async () => {
      for (let round = 0; round < 5; round += 1) {
        const made = await account();
        const [deleted, linked] = await Promise.all([admin.delete(`/api/records/account/${made.id}?version=1`), admin.post('/api/records/contact', { values: { name: 'Late', account: made.id } })]);
        expect([`${deleted.status} ${linked.status}`]).toEqual([expect.stringMatching(/^(204 400|409 200)$/)]);
      }
    });
  });

  describe('bad input', () => {
    it('is answered with every field that is wrong, in words, and nothing is saved', async () => {
      const values = { name: ' ', phone: 'call me', website: 'javascript:alert(1)', level: 'z', tags: ['vip', 'nope'], margin: 0.5, last_follow_up_at: '2024-02-30', parent_account: NOBODY, owner: 'Nancy' };
      const answer = await crm.refused(400, 'RECORD_INVALID', () => admin.post('/api/records/account', { values }));
      expect(problemsOf(answer)).toEqual([
        'values.last_follow_up_at FIELD_NOT_DATETIME', 'values.level FIELD_CHOICE_UNKNOWN', 'values.margin FIELD_NUMBER_AS_TEXT', 'values.name FIELD_REQUIRED', 'values.owner FIELD_NOT_REFERENCE',
        'values.phone FIELD_NOT_PHONE', 'values.tags FIELD_CHOICE_UNKNOWN', 'values.website FIELD_NOT_URL',
      ]);
      expect(answer.body.fields[0].message).toMatch(/^"(Customer name|Phone)" /);
    });

    it('is worded in the language of the person', async () => {
      ok(await admin.patch('/api/session', { locale: 'zh-CN' }));
      const answer = await admin.post('/api/records/account', { values: {} });
      ok(await admin.patch('/api/session', { locale: 'en' }));
      expect(answer.body).toMatchObject({ message: '记录有误，未保存任何内容。', fields: [{ path: 'values.name', message: '“客户名称”为必填项。' }] });
    });

    it('of a link to a record that does not exist names the field', async () => {
      const answer = await crm.refused(400, 'RECORD_INVALID', () => admin.post('/api/records/account', { values: { name: 'A', parent_account: NOBODY, owner: NOBODY } }));
      expect(problemsOf(answer)).toEqual(['values.owner FIELD_NOT_REFERENCE', 'values.parent_account FIELD_NOT_REFERENCE']);
    });

    it('of an unknown field names it', async () => {
      const answer = await crm.refused(400, 'RECORD_INVALID', () => admin.post('/api/records/account', { values: { name: 'A', no_such_field: 1 } }));
      expect(problemsOf(answer)).toEqual(['values.no_such_field FIELD_NOT_FOUND']);
    });

    it.each(['create', 'update'])('answers a hidden field exactly like one that does not exist on %s', async (action) => {
      const own = await account({}, rep);
      const write = (field: string, value: unknown) => (action === 'create' ? rep.post('/api/records/account', { values: { name: 'A', [field]: value } }) : patch(own, { [field]: value }, rep));
      for (const value of ['0.5', 5, null, { id: NOBODY }]) {
        const hidden = await crm.refused(400, 'RECORD_INVALID', () => write('margin', value));
        const unknown = await crm.refused(400, 'RECORD_INVALID', () => write('nigram', value));
        expect(anonymous(hidden)).toBe(anonymous(unknown).replaceAll('nigram', 'margin'));
      }
    });

    it('over the limit of a body is refused before it is read', async () => {
      const answer = await crm.refused(413, 'REQUEST_TOO_LARGE', () => admin.post('/api/records/account', { values: { name: 'A', remark: 'x'.repeat(1024 * 1024) } }));
      expect(answer.body.message).toContain('1 MiB');
    });

    it.each([
      ['id', NOBODY],
      ['version', 7],
      ['created_at', '2020-01-01T00:00:00Z'],
      ['created_by', NOBODY],
      ['updated_at', '2020-01-01T00:00:00Z'],
      ['updated_by', NOBODY],
      ['code', 'C202401-0001'],
    ])('that gives %s is refused: nobody writes it', async (field, value) => {
      const own = await account();
      expect(problemsOf(await crm.refused(400, 'RECORD_INVALID', () => admin.post('/api/records/account', { values: { name: 'A', [field]: value } })))).toEqual([`values.${field} FIELD_READ_ONLY`]);
      expect(problemsOf(await crm.refused(400, 'RECORD_INVALID', () => patch(own, { [field]: value })))).toEqual([`values.${field} FIELD_READ_ONLY`]);
    });

    it.each(['deleted_at', 'parent', 'position', 'tenant_id', 'constructor_', 'lines.0', 'account.name', ''])('that gives the column or path "%s" is refused like an unknown field', async (field) => {
      expect(problemsOf(await crm.refused(400, 'RECORD_INVALID', () => admin.post('/api/records/account', { values: { name: 'A', [field]: 'x' } })))).toEqual([`values.${field} FIELD_NOT_FOUND`]);
    });

    it.each([
      ['an id beside the values', { values: { name: 'A' }, id: NOBODY }],
      ['a prototype', '{"values":{"name":"A","__proto__":{"isAdmin":true}}}'],
      ['no values', {}],
      ['a list', []],
    ])('with %s is refused as a request', async (_, body) => {
      await crm.refused(400, 'REQUEST_INVALID', () => admin.post('/api/records/account', body));
      expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    });

    it('of a table that does not exist, or that is the rows of a subform, is answered alike', async () => {
      const unknown = await crm.refused(404, 'ENTITY_NOT_FOUND', () => admin.post('/api/records/no_such_table', { values: {} }));
      const child = await crm.refused(404, 'ENTITY_NOT_FOUND', () => admin.post('/api/records/order_line', { values: {} }));
      expect(anonymous(child)).toBe(anonymous(unknown));
    });

    it('of a number too large for its column is a clear refusal', async () => {
      const answer = await admin.post('/api/records/product', { values: { name: 'A', unit_price: `1${'0'.repeat(400)}` } });
      expect(answer.status).toBe(400);
    });
  });

  describe('a value that must be unique', () => {
    it('is refused the second time, naming the field and not the record that has it', async () => {
      const first = await account({ name: 'Secret Holdings', vat_id: 'DE1' });
      const again = await crm.refused(409, 'RECORD_DUPLICATE', () => rep.post('/api/records/account', { values: { name: 'Mine', vat_id: 'DE1' } }));
      expect(problemsOf(again)).toEqual(['values.vat_id FIELD_DUPLICATE']);
      expect(again.text).not.toMatch(new RegExp(`Secret|${first.id}|constraint|duplicate key`));
      const other = await account({ vat_id: 'DE2' });
      await crm.refused(409, 'RECORD_DUPLICATE', () => patch(other, { vat_id: 'DE1' }));
    });

    it('can be given to one of two records created at the same moment', async () => {
      const answers = await Promise.all(['A', 'B'].map((name) => admin.post('/api/records/account', { values: { name, vat_id: 'DE3' } })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('is free again after its record was deleted', async () => {
      const made = await account({ vat_id: 'DE4' });
      expect((await admin.delete(`/api/records/account/${made.id}?version=1`)).status).toBe(204);
      expect((await account({ vat_id: 'DE4' })).values['vat_id']).toBe('DE4');
    });
  });

  describe('a page mark', () => {
    const query = (body: Record<string, unknown>, by = admin) => by.post('/api/records/account/query', { sort: [{ field: 'name' }], limit: 3, ...body });

    it('goes on where the page ended, until every record was shown once', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = ok(await query(cursor === undefined ? {} : { cursor }));
        seen.push(...page.rows.map(({ id }: RecordView) => id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(ok(await admin.post('/api/records/account/count', {})).count);
    });

    it.each([
      ['of another person', async (cursor: string) => query({ cursor }, manager)],
      ['of another filter', async (cursor: string) => query({ cursor, filter: { field: 'city', op: 'isEmpty' } })],
      ['of another order', async (cursor: string) => query({ cursor, sort: [{ field: 'name', desc: true }] })],
      ['of another search', async (cursor: string) => query({ cursor, search: 'A' })],
      ['of another table', async (cursor: string) => admin.post('/api/records/product/query', { sort: [{ field: 'name' }], cursor })],
      ['that was tampered with', async (cursor: string) => query({ cursor: `${cursor.slice(0, 30)}${cursor[30] === 'A' ? 'B' : 'A'}${cursor.slice(31)}` })],
      ['that is rubbish', async () => query({ cursor: 'AAAA' })],
    ])('%s is refused', async (_, ask) => {
      const { next } = ok(await query({}));
      const answer = await ask(next);
      expect([answer.status, answer.body.code]).toEqual([400, 'RECORD_CURSOR_INVALID']);
    });
  });
});
