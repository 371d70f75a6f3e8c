import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes, type RecordView, type Route } from '@tessera/contract';
import { anonymous, memberId, ok, problemsOf } from '../records/testing/crm-server.ts';
import type { TestBrowser } from '../testing/test-server.ts';
import { SharesService } from './shares.service.ts';
import { REP, startShareWorld, type ShareWorld } from './testing/share-world.ts';

const UNKNOWN = 'u'.repeat(43);
const HOUR = 60 * 60_000;

describe('links', () => {
  let world: ShareWorld;
  let [admin, rep, reader] = [] as unknown as [TestBrowser, TestBrowser, TestBrowser];
  let lead: RecordView;
  beforeAll(async () => {
    world = await startShareWorld();
    ({ admin, rep, reader } = world);
    const paper = ok(await admin.send('POST', '/api/files?entity=lead&field=paper&fileName=offer.txt', Buffer.from('An offer')));
    lead = await world.lead({ paper: [{ id: paper.id }], helpers: [memberId(rep)], lines: [{ title: 'Line', price: '5' }] });
  });
  afterAll(() => world.stop());

  const recordLink = (more: Record<string, unknown> = {}): Promise<string> => world.link({ kind: 'record', entity: 'lead', record: lead.id, ...more });
  const viewLink = (document = 'open', more: Record<string, unknown> = {}): Promise<string> => world.link({ kind: 'view', entity: 'lead', document, ...more });
  const nowhere = async (): Promise<string> => anonymous(await world.open(UNKNOWN));

  describe('to a record', () => {
    it('shows the fields its maker reads, and of others their names without their ids', async () => {
      const shown = ok(await world.open(await recordLink())).content;
      expect(shown.record.values).toMatchObject({ name: lead.values['name'], stage: 'new', city: 'Ulm', firm: 'Alfreds', helpers: ['李销售'], lines: [{ values: { title: 'Line', price: '5.00' } }], twice: '1' });
      expect(shown.record.values.paper).toEqual([{ name: 'offer.txt', size: 8, type: 'text/plain' }]);
      expect(Object.keys(shown.record.values)).not.toEqual(expect.arrayContaining(['phone']));
      expect(Object.keys(shown.record.values)).not.toEqual(expect.arrayContaining(['secret']));
      const text = JSON.stringify(shown);
      for (const hidden of ['CANARY', '13812345678', world.firm.id, memberId(rep), lead.id, 'secret']) expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
      expect(shown.fields.find((one: { field: string }) => one.field === 'stage')).toMatchObject({ type: 'select', label: { en: 'stage' }, options: { choices: [{ value: 'new' }, { value: 'won' }] } });
    });

    it('shows masked what its maker reads masked', async () => {
      const { record } = ok(await world.open(await recordLink({ fields: ['name', 'phone'] }))).content;
      expect(record).toMatchObject({ values: { name: lead.values['name'], phone: '138****5678' }, masked: ['phone'] });
    });

    it('names a field its maker may not read as one that does not exist', async () => {
      const of = (name: string) => rep.post('/api/shares', { kind: 'record', entity: 'lead', record: lead.id, fields: ['name', name] });
      const [hidden, missing] = [await of('secret'), await of('no_such')];
      expect([hidden.status, problemsOf(hidden)]).toEqual([400, ['fields.1 FIELD_NOT_FOUND']]);
      expect(anonymous(hidden)).toBe(anonymous(missing).replaceAll('no_such', 'secret'));
    });

    it('is refused to whoever may not share this very record', async () => {
      const theirs = await world.lead({ owner: memberId(admin) });
      const wish = (record: string) => ({ kind: 'record', entity: 'lead', record });
      await world.refused(404, 'RECORD_NOT_FOUND', () => rep.post('/api/shares', wish(theirs.id)));
      await world.refused(403, 'SHARE_FORBIDDEN', () => reader.post('/api/shares', wish(lead.id)));
      await world.refused(404, 'ENTITY_NOT_FOUND', () => reader.post('/api/shares', { kind: 'record', entity: 'firm', record: world.firm.id }));
      await world.saveRole('rep', REP.filter(({ entity, actions }) => entity !== 'firm' || !actions.includes('share')));
      await world.refused(403, 'SHARE_FORBIDDEN', () => rep.post('/api/shares', { kind: 'record', entity: 'firm', record: world.firm.id }));
      await world.saveRole('rep', REP);
    });

    it('keeps its secret nowhere', async () => {
      const token = await recordLink();
      expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(32);
      const kept = await world.db.query(`SELECT (SELECT string_agg(s::text, '') FROM ws_example._share s) || (SELECT string_agg(s::text, '') FROM tessera.share_secret s) || (SELECT string_agg(a::text, '') FROM ws_example._audit a) AS text`);
      expect(String(kept[0]?.['text']).includes(token)).toBe(false);
    });
  });

  describe('lead nowhere', () => {
    /** Each ends a fresh link in its way; gives what puts things right again. */
    const ends: readonly (readonly [string, (token: string, record: RecordView) => Promise<(() => unknown) | void>])[] = [
      ['it was ended', async () => {
        const [share] = ok(await rep.get('/api/shares')).items;
        expect((await rep.delete(`/api/shares/${share.id}`)).status).toBe(204);
      }],
      ['it has expired', async () => world.clock.pass(2 * HOUR)],
      ['its maker was disabled', async () => {
        ok(await admin.patch(`/api/members/${memberId(rep)}`, { disabled: true }));
        return () => admin.patch(`/api/members/${memberId(rep)}`, { disabled: false });
      }],
      ['its maker may no longer share', async () => {
        await world.saveRole('rep', REP.map((rule) => ({ ...rule, actions: rule.actions.filter((action) => action !== 'share') })).filter(({ actions }) => actions.length > 0));
        return () => world.saveRole('rep', REP);
      }],
      ['the record is no longer one its maker may share', async (_, record) => void ok(await admin.patch(`/api/records/lead/${record.id}`, { values: { owner: memberId(admin) } }))],
      ['the record was deleted', async (_, record) => void (await admin.delete(`/api/records/lead/${record.id}`))],
    ];
    it.each(ends)('once %s, all with the same answer', async (_, end) => {
      const record = await world.lead();
      const expiresAt = new Date(world.clock.now().getTime() + HOUR).toISOString();
      const wish = { kind: 'record' as const, entity: 'lead', record: record.id, expiresAt };
      const locked = await world.link({ ...wish, password: 'open sesame' });
      const token = await world.link(wish);
      ok(await world.open(token));
      const restore = await end(token, record);
      try {
        expect(anonymous(await world.open(token))).toBe(await nowhere());
        if (!_.startsWith('it was ended')) for (const password of [undefined, 'open sesame', 'wrong']) if (password !== 'wrong' || !_.startsWith('the record')) expect(anonymous(await world.open(locked, password))).toBe(await nowhere());
      } finally {
        await restore?.();
        if (rep.session) await rep.signIn('li@example.com');
      }
    });

    it('for everything a link is not for', async () => {
      const [record, view, form] = [await recordLink(), await viewLink(), await world.link({ kind: 'form', entity: 'lead', document: 'contact_us' })];
      for (const answer of [await world.query(record), await world.query(form), await world.send(record, { name: 'x' }), await world.send(view, { name: 'x' }), await world.query(UNKNOWN)]) expect(anonymous(answer)).toBe(await nowhere());
    });

    it('beyond themselves: a secret opens no other route', async () => {
      const token = await recordLink();
      const guest = world.browser();
      for (const route of Object.values(routes) as Route[]) {
        if (['public', 'setup', 'share'].includes(route.permission)) continue;
        const path = route.path.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000');
        for (const [header, value] of [['authorization', `Bearer ${token}`], ['cookie', `tessera_session=${token}`]] as const) {
          const answer = await guest.send(route.method, path, route.method === 'GET' ? undefined : {}, { [header]: value });
          expect([route.method, path, answer.status]).toEqual([route.method, path, 401]);
        }
      }
    });
  });

  it('show at once no more than their maker may see now', async () => {
    const token = await recordLink({ fields: ['name', 'city'] });
    expect(ok(await world.open(token)).content.record.values).toMatchObject({ city: 'Ulm' });
    await world.saveRole('rep', [...REP, { effect: 'deny', actions: ['read'], entity: 'lead', fields: ['city'] }]);
    const { content } = ok(await world.open(token));
    expect([Object.keys(content.record.values), content.fields.length]).toEqual([['name'], 1]);
    // Read and not shared is not shown either, masked or not.
    await world.saveRole('rep', [...REP, { effect: 'deny', actions: ['share'], entity: 'lead', fields: ['city'] }]);
    expect(Object.keys(ok(await world.open(token)).content.record.values)).toEqual(['name']);
    await world.saveRole('rep', REP);
  });

  describe('with a password', () => {
    it('show nothing before it was given, and take few guesses', async () => {
      const token = await recordLink({ password: 'open sesame' });
      expect(ok(await world.open(token))).toEqual({ kind: 'record', workspace: 'Example', label: { en: 'lead', 'zh-CN': 'lead 表' }, content: null, pass: null });
      for (let guess = 0; guess < 8; guess += 1) expect((await world.open(token, `guess ${guess}`)).body.code).toBe('SHARE_PASSWORD_WRONG');
      expect((await world.open(token, 'open sesame')).status).toBe(429);
      world.clock.pass(16 * 60_000);
      expect(ok(await world.open(token, 'open sesame')).content.record.values).toMatchObject({ city: 'Ulm' });
    });

    it('give a pass for this link and this password, for an hour', async () => {
      const [token, other] = [await viewLink('open', { password: 'open sesame' }), await viewLink('open', { password: 'open sesame' })];
      const { pass } = ok(await world.open(token, 'open sesame'));
      expect(ok(await world.query(token, {}, pass)).rows.length).toBeGreaterThan(0);
      for (const answer of [await world.query(token), await world.query(other, {}, pass), await world.query(token, {}, `${pass}x`), await world.query(token, {}, pass.replace(/^[^.]*/, 'zzzzzzzzzz'))]) expect([answer.status, answer.body.code]).toEqual([403, 'SHARE_PASS_NEEDED']);
      world.clock.pass(HOUR + 1);
      expect((await world.query(token, {}, pass)).body.code).toBe('SHARE_PASS_NEEDED');
      const fresh = ok(await world.open(token, 'open sesame')).pass;
      await world.db.query(`UPDATE ws_example._share SET password_hash = (SELECT password_hash FROM ws_example._share WHERE password_hash IS NOT NULL ORDER BY id LIMIT 1) WHERE password_hash IS NOT NULL`);
      expect((await world.query(token, {}, fresh)).body.code).toBe('SHARE_PASS_NEEDED');
    });
  });

  describe('to a view', () => {
    let token: string;
    beforeAll(async () => {
      await world.lead({ name: 'Zoe', stage: 'won', secret: 'CANARY zoe', note: 'needle' });
      await world.lead({ name: 'Out of the filter', city: 'CANARY city' });
      await world.lead({ name: 'CANARY of another', owner: memberId(admin) });
      token = await viewLink();
    });

    it('show its columns of the rows their maker may share', async () => {
      const page = ok(await world.query(token));
      expect(page.rows.map((row: RecordView) => row.values['name'])).toEqual([...page.rows.map((row: RecordView) => row.values['name'])].sort());
      expect(page.rows.at(-1).values).toEqual({ name: 'Zoe', phone: '138****5678', firm: 'Alfreds', 'firm.city': 'Bonn', stage: 'won' });
      const text = JSON.stringify([page, ok(await world.open(token))]);
      for (const hidden of ['CANARY', '13812345678', world.firm.id, memberId(rep), 'Ulm', 'secret']) expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
      expect(ok(await world.open(token)).content.fields.map((one: { field: string }) => one.field)).toEqual(['name', 'phone', 'firm', 'firm.city', 'stage']);
    });

    it('leave out rows their maker may read and not share', async () => {
      await world.saveView('all', { columns: [{ field: 'name' }] });
      await world.saveRole('rep', [...REP, { effect: 'allow', actions: ['read'], entity: 'lead', fields: ['name', 'stage'] }]);
      const all = await viewLink('all');
      const names = ok(await world.query(all, { limit: 200 })).rows.map((row: RecordView) => row.values['name']);
      const read = ok(await rep.post('/api/records/lead/query', { limit: 200 })).rows.map((row: RecordView) => row.values['name']);
      await world.saveRole('rep', REP);
      expect([read.includes('CANARY of another'), names.includes('CANARY of another'), names.includes('Zoe'), names.includes(null)]).toEqual([true, false, true, false]);
    });

    it('are asked for their columns', async () => {
      const names = async (query: Record<string, unknown>): Promise<unknown[]> => ok(await world.query(token, query)).rows.map((row: RecordView) => row.values['name']);
      expect(await names({ filter: { field: 'stage', op: 'eq', value: 'won' } })).toEqual(['Zoe']);
      expect(await names({ filter: { field: 'firm.city', op: 'eq', value: 'Ulm' } })).toEqual([]);
      expect((await names({ sort: [{ field: 'name', desc: true }] }))[0]).toBe('Zoe');
      expect(await names({ search: 'zO' })).toEqual(['Zoe']);
      expect(await names({ search: 'needle' })).toEqual([]);
      expect(await names({ search: 'CANARY' })).toEqual([]);
      expect(await names({ search: '1381' })).toEqual([]);
    });

    it.each([
      ['a field that is no column', (name: string) => ({ filter: { field: name, op: 'isEmpty' } })],
      ['an order by a field that is no column', (name: string) => ({ sort: [{ field: name }] })],
      ['a way to another record', (name: string) => ({ filter: { field: `firm.${name}`, op: 'isEmpty' } })],
      ['a field deep in a tree', (name: string) => ({ filter: { not: { or: [{ and: [{ field: name, op: 'isNotEmpty' }] }] } } })],
    ])('answer %s as one that does not exist', async (_, question) => {
      const missing = await world.query(token, question('no_such'));
      expect(missing.status).toBe(400);
      for (const name of ['secret', 'owner', 'tax', 'note', 'created_at']) expect(anonymous(await world.query(token, question(name)))).toBe(anonymous(missing).replaceAll('no_such', name));
    });

    it.each([
      ['rows elsewhere', { related: 'lines', count: { op: 'gte', value: 0 } }],
      ['whoever asks', { field: 'name', op: 'eq', value: { var: 'me' } }],
      ['a formula', { formula: 'secret = "CANARY secret"' }],
      ['another field of the record', { related: 'firm', some: { field: 'name', op: 'eq', value: { record: 'secret' } } }],
    ])('refuse to be asked about %s', async (_, filter) => {
      expect((await world.query(token, { filter })).body.code).toBe('SHARE_QUERY_INVALID');
    });

    it('give marks of pages that are good for one link', async () => {
      const { next } = ok(await world.query(token, { limit: 1 }));
      expect(ok(await world.query(token, { limit: 1, cursor: next })).rows).toHaveLength(1);
      expect((await world.query(await viewLink(), { limit: 1, cursor: next })).body.code).toBe('RECORD_CURSOR_INVALID');
    });

    it('are not made of a view that asks for what its maker may not see', async () => {
      await world.saveView('sly', { filter: { field: 'secret', op: 'isNotEmpty' } });
      await world.saveView('blind', { columns: [{ field: 'secret' }] });
      for (const document of ['sly', 'blind']) await world.refused(409, 'SHARE_VIEW_NOT_WHOLE', () => rep.post('/api/shares', { kind: 'view', entity: 'lead', document }));
      await world.refused(403, 'SHARE_FORBIDDEN', () => reader.post('/api/shares', { kind: 'view', entity: 'lead', document: 'open' }));
      await world.refused(400, 'REQUEST_INVALID', () => rep.post('/api/shares', { kind: 'view', entity: 'lead', document: 'no_such' }));
    });
  });

  it('are listed with their uses to their makers, and to whoever manages members, who may end them', async () => {
    const token = await recordLink();
    await world.open(token);
    await world.open(token);
    const [share] = ok(await rep.get(`/api/shares?entity=lead&record=${lead.id}`)).items;
    expect(share).toMatchObject({ kind: 'record', uses: 2, record: { id: lead.id }, createdBy: { label: '李销售' }, hasPassword: false, revokedAt: null });
    expect(ok(await reader.get('/api/shares')).items).toEqual([]);
    await world.refused(404, 'SHARE_NOT_FOUND', () => reader.delete(`/api/shares/${share.id}`));
    expect(ok(await admin.get('/api/shares')).items.map((one: { id: string }) => one.id)).toContain(share.id);
    expect((await admin.delete(`/api/shares/${share.id}`)).status).toBe(204);
    expect(anonymous(await world.open(token))).toBe(await nowhere());
    await expect(world.one(`SELECT count(*)::int AS ended FROM ws._audit WHERE action = 'share.ended' AND target = $1`, [share.id])).resolves.toEqual({ ended: 1 });
  });

  it('end all together when their maker leaves', async () => {
    const tokens = [await recordLink(), await viewLink()];
    const { n } = await world.one<{ n: number }>('SELECT count(*)::int AS n FROM ws._share WHERE created_by = $1 AND revoked_at IS NULL', [memberId(rep)]);
    expect(await world.database.transaction('ws_example', (db) => world.app.get(SharesService).endAllOf(db, memberId(rep)))).toBe(n);
    for (const token of tokens) expect(anonymous(await world.open(token))).toBe(await nowhere());
    expect(await world.db.query('SELECT FROM tessera.share_secret')).toEqual([]);
  });

  it('show of other records and of rows what their maker may share, and else what they are called', async () => {
    const shown = async (token: string): Promise<Record<string, unknown>> => ok(await world.open(token)).content.record.values;
    const fields = ['name', 'firm', 'firm.city', 'lines'];
    await world.refused(400, 'REQUEST_INVALID', () => rep.post('/api/shares', { kind: 'record', entity: 'lead', record: lead.id, fields: [...fields, 'firm.tax'] }));
    const token = await recordLink({ fields });
    expect(await shown(token)).toMatchObject({ firm: 'Alfreds', 'firm.city': 'Bonn', lines: [{ values: { title: 'Line', price: '5.00' } }] });
    await world.saveRole('rep', [...REP, { effect: 'deny', actions: ['share'], entity: 'firm' }, { effect: 'deny', actions: ['share'], entity: 'lead_line', fields: ['price'] }]);
    const less = await shown(token);
    expect([less['firm'], less['firm.city'], JSON.stringify(less)]).toEqual(['Alfreds', undefined, expect.not.stringContaining('5.00')]);
    await world.saveView('bonn', { columns: [{ field: 'name' }, { field: 'firm' }, { field: 'firm.city' }], filter: { field: 'firm.city', op: 'eq', value: 'Bonn' } });
    const page = ok(await world.query(await viewLink('bonn')));
    expect([page.rows.length > 0, page.rows[0].values['firm'], page.rows[0].values['firm.city']]).toEqual([true, 'Alfreds', undefined]);
    await world.saveRole('rep', REP);
  });

  it('leave in the trail what of sensitive fields they have shown, and nothing before the password is given', async () => {
    const { version, document } = ok(await admin.get('/api/design/entities')).items.find((one: { document: { key: string } }) => one.document.key === 'lead');
    ok(await admin.put('/api/design/entities/lead', { version, document: { ...document, fields: document.fields.map((field: { key: string }) => (field.key === 'city' ? { ...field, sensitive: true } : field)) } }));
    await world.saveView('cities', { columns: [{ field: 'name' }, { field: 'city' }] });
    const [record, view] = [await recordLink({ fields: ['name', 'city'], password: 'open sesame' }), await viewLink('cities')];
    const entries = () => world.db.query<{ action: string; fields: string[]; actor_kind: string; actor: string; detail: { share?: string } }>(`SELECT action, fields, actor_kind, actor, detail FROM ws_example._audit WHERE actor_kind = 'share' AND action LIKE 'record.%' ORDER BY id`);
    ok(await world.open(record));
    ok(await world.open(view));
    expect(await entries()).toEqual([]);
    ok(await world.open(record, 'open sesame'));
    const page = ok(await world.query(view));
    expect(page.rows.length).toBeGreaterThan(0);
    const shown = await entries();
    expect(shown).toMatchObject([{ action: 'record.read', fields: ['city'], actor: memberId(rep) }, { action: 'record.listed', fields: ['city'], actor: memberId(rep) }]);
    const shares = ok(await rep.get('/api/shares')).items.map(({ id }: { id: string }) => id);
    for (const { detail } of shown) expect(shares).toContain(detail.share);
  });

  it('are not found by guessing: whoever asks for many there are not hears no more for a while, asking for one again is no guess', async () => {
    world.clock.pass(16 * 60_000);
    const token = await recordLink();
    const guess = (count: number): string => `${count}`.padStart(43, 'g');
    for (let again = 0; again < 70; again += 1) expect((await world.open(guess(0))).status).toBe(404);
    for (let count = 1; count < 60; count += 1) expect((await world.open(guess(count))).status).toBe(404);
    for (const answer of [await world.open(guess(60)), await world.open(token), await world.query(token), await world.send(token, {})]) expect([answer.status, answer.body.code]).toEqual([429, 'REQUEST_THROTTLED']);
    expect(JSON.stringify(await world.db.query('SELECT key FROM tessera.share_attempt'))).not.toContain('127.0.0.1');
    world.clock.pass(16 * 60_000);
    ok(await world.open(token));
  });
});
