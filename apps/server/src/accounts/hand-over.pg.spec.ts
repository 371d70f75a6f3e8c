/** Handing over: what moves, what ends, and what is left when the process dies in the middle. */

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { HandOverView } from '@tessera/contract';
import type { CrmServer } from '../records/testing/crm-server.ts';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';

/** Called at these places of the runner. */
let at: (place: string) => void = () => {};
jest.unstable_mockModule('../platform/failpoint.ts', () => ({ failpoint: (name: string) => at(name) }));
const { memberId, ok, startCrm } = await import('../records/testing/crm-server.ts');
const { HandOverRunner } = await import('./hand-over-runner.ts');

const label = (en: string) => ({ en, 'zh-CN': en });

describe('handing over', () => {
  let crm: CrmServer;
  let admin: TestBrowser;
  let heir: TestBrowser;
  let count = 0;
  beforeAll(async () => {
    crm = await startCrm();
    admin = crm.admin;
    heir = await crm.join(admin, { name: '王接手', email: 'heir@example.com', roles: ['sales_rep'] });
    const document = {
      key: 'visit', label: label('Visit'), titleField: 'name',
      fields: [
        { key: 'name', type: 'text', label: label('Name'), required: true },
        { key: 'guide', type: 'member', label: label('Guide') },
        { key: 'guests', type: 'members', label: label('Guests') },
        { key: 'seats', type: 'number', label: label('Seats'), options: { scale: 0 } },
      ],
    };
    ok(await admin.put('/api/design/entities/visit', { version: 0, document }));
  });
  afterEach(() => {
    at = () => {};
  });
  afterAll(() => crm.stop());

  const joiner = (roles = ['sales_rep']): Promise<TestBrowser> => crm.join(admin, { name: `Leaver ${(count += 1)}`, email: `leaver${count}@example.com`, roles });
  const start = (from: TestBrowser, over: Partial<{ to: string; leaves: boolean }> = {}, by = admin): Promise<TestAnswer<HandOverView>> =>
    by.post(`/api/members/${memberId(from)}/hand-over`, { to: memberId(heir), leaves: false, ...over });
  const wake = (): void => crm.app.get(HandOverRunner).wake();
  const finished = async ({ id }: HandOverView): Promise<HandOverView> => {
    for (let n = 0; n < 1000; n += 1) {
      const view = ok(await admin.get<HandOverView>(`/api/hand-overs/${id}`));
      if (view.status === 'done' || view.status === 'failed') return view;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it never ends');
  };
  const visit = (values: Record<string, unknown>) => crm.make(admin, 'visit', { name: 'Visit', ...values });
  const read = async (id: string): Promise<Record<string, unknown>> => (await crm.one('SELECT owner, guide, guests, version FROM ws.visit WHERE id = $1', [id])) as Record<string, unknown>;

  it('moves what they own and are named in, with history, and leaves what is others’', async () => {
    const from = await joiner();
    const [a, b, c] = [memberId(from), memberId(heir), memberId(admin)];
    const owned = await visit({ owner: a, guide: c });
    const guided = await visit({ guide: a, guests: [c, a] });
    const both = await visit({ guests: [a, b] });
    const other = await visit({ guide: c, guests: [c] });
    const done = await finished(ok(await start(from)));
    expect(done).toMatchObject({ status: 'done', from: { id: a }, to: { id: b }, report: { records: [{ entity: 'visit', label: 'Visit', moved: 3, refused: 0 }], sessions: 0, keys: 0 } });
    expect(await read(owned.id)).toMatchObject({ owner: b, guide: c, version: 2 });
    expect(await read(guided.id)).toMatchObject({ guide: b, guests: [c, b], version: 2 });
    expect(await read(both.id)).toMatchObject({ guests: [b], version: 2 });
    expect(await read(other.id)).toMatchObject({ guide: c, guests: [c], version: 1 });
    expect(await crm.one(`SELECT actor, via_kind, via_ref FROM ws._history WHERE record_id = $1 AND action = 'update'`, [owned.id])).toEqual({ actor: c, via_kind: 'handOver', via_ref: done.id });
    expect((await from.get('/api/session')).status).toBe(200);
  });

  it('moves rows of subforms and open tasks', async () => {
    const from = await joiner();
    const [a, b] = [memberId(from), memberId(heir)];
    const child = {
      key: 'visit_stop', label: label('Stop'), parent: 'visit', titleField: 'place',
      fields: [{ key: 'place', type: 'text', label: label('Place'), required: true }, { key: 'host', type: 'member', label: label('Host') }],
    };
    ok(await admin.put('/api/design/entities/visit_stop', { version: 0, document: child }));
    const { items } = ok(await admin.get('/api/design/entities'));
    const { version, document } = items.find((one: { document: { key: string } }) => one.document.key === 'visit');
    ok(await admin.put('/api/design/entities/visit', { version, document: { ...document, fields: [...document.fields, { key: 'stops', type: 'subform', label: label('Stops'), options: { entity: 'visit_stop' } }] } }));
    const made = await visit({ stops: [{ place: 'One', host: a }, { place: 'Two', host: memberId(admin) }, { place: 'Three' }] });
    const order = await crm.db.query<{ place: string; host: string | null }>('SELECT place, host FROM ws_example.visit_stop WHERE parent = $1 AND deleted_at IS NULL ORDER BY position', [made.id]);
    expect(order).toHaveLength(3);
    const done = await finished(ok(await start(from)));
    expect(done.report.records).toEqual([{ entity: 'visit', label: 'Visit', moved: 1, refused: 0 }]);
    expect(await crm.db.query('SELECT place, host FROM ws_example.visit_stop WHERE parent = $1 AND deleted_at IS NULL ORDER BY position', [made.id])).toEqual([{ place: 'One', host: b }, { place: 'Two', host: memberId(admin) }, { place: 'Three', host: null }]);
  });

  it('goes on where it was when the process died in the middle, and counts nothing twice', async () => {
    const from = await joiner();
    const [a, b] = [memberId(from), memberId(heir)];
    await crm.db.query(`INSERT INTO ws_example.visit (id, version, created_at, updated_at, owner, name) SELECT gen_random_uuid(), 1, now(), now(), $1, 'Many' FROM generate_series(1, 450)`, [a]);
    let parts = 0;
    at = (place) => {
      if (place === 'handOver.part.before-commit' && (parts += 1) >= 2) throw new Error('crash');
    };
    const begun = ok(await start(from));
    for (let n = 0; n < 500 && parts < 2; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await crm.one('SELECT count(*)::int AS n FROM ws.visit WHERE owner = $1', [a])).toEqual({ n: 250 });
    at = () => {};
    wake();
    expect(await finished(begun)).toMatchObject({ status: 'done', report: { records: [{ moved: 450, refused: 0 }] } });
    expect(await crm.one(`SELECT count(*)::int AS n, count(*) FILTER (WHERE version = 2)::int AS once FROM ws.visit WHERE owner = $1 AND name = 'Many'`, [b])).toEqual({ n: 450, once: 450 });
  });

  it('counts what is refused, and leaves it where it is', async () => {
    const from = await joiner();
    const a = memberId(from);
    const good = await visit({ owner: a });
    const bad = await visit({ owner: a, seats: '5' });
    const { items } = ok(await admin.get('/api/design/entities'));
    const { version, document } = items.find((one: { document: { key: string } }) => one.document.key === 'visit');
    const rule = { formula: 'OR(ISBLANK(seats), seats < 3)', message: label('Too many') };
    const fields = document.fields.map((field: { key: string }) => (field.key === 'seats' ? { ...field, validation: [rule] } : field));
    ok(await admin.put('/api/design/entities/visit', { version, document: { ...document, fields } }));
    const done = await finished(ok(await start(from)));
    expect(done).toMatchObject({ status: 'done', report: { records: [{ entity: 'visit', moved: 1, refused: 1 }] } });
    expect(await read(good.id)).toMatchObject({ owner: memberId(heir) });
    expect(await read(bad.id)).toMatchObject({ owner: a, version: 1 });
  });

  it('shuts out whoever leaves before anything is moved', async () => {
    await crm.changeRole('sales_rep', (role) => ({ ...role, capabilities: ['keys'] }));
    const from = await joiner();
    const a = memberId(from);
    const { secret } = ok(await from.post('/api/keys', { name: 'K', role: 'sales_rep', days: 3 }));
    const group = ok(await admin.post('/api/groups', { name: 'G', members: [a], roles: [] }));
    const place = ok(await admin.post('/api/departments', { name: 'D', parent: null, members: [a], supervisor: a }));
    const led = ok(await admin.post('/api/departments', { name: 'E', parent: null, members: [], supervisor: a }));
    await visit({ guide: a });
    at = (name) => {
      if (name === 'handOver.part.before-commit') throw new Error('not yet');
    };
    const begun = ok(await start(from, { leaves: true }));
    expect(begun).toMatchObject({ report: { sessions: 1, keys: 1, shares: 0, groups: 1, departments: 2, records: [] } });
    expect((await from.get('/api/session')).status).toBe(401);
    expect((await crm.browser().get('/api/records/account/trash', { authorization: `Bearer ${secret}` })).status).toBe(401);
    expect((await crm.browser().signIn(`leaver${count}@example.com`)).status).toBe(401);
    expect(ok(await admin.get('/api/groups')).items.find(({ id }: { id: string }) => id === group.id).members).toEqual([]);
    const departments = ok(await admin.get('/api/departments')).items as { id: string; members: string[]; supervisor: string | null }[];
    for (const { id } of [place, led]) expect(departments.find((one) => one.id === id)).toMatchObject({ members: [], supervisor: null });
    expect(await start(from, { leaves: false })).toMatchObject({ status: 409, body: { code: 'HAND_OVER_UNDER_WAY' } });
    at = () => {};
    wake();
    expect(await finished(begun)).toMatchObject({ status: 'done', report: { sessions: 1, keys: 1, records: [{ entity: 'visit', moved: 1 }] } });
    ok(await admin.patch(`/api/members/${a}`, { disabled: false }));
    expect((await crm.browser().get('/api/records/account/trash', { authorization: `Bearer ${secret}` })).status).toBe(401);
    const trail = await crm.db.query<{ action: string }>(`SELECT action FROM ws_example._audit WHERE target = $1 AND action LIKE 'handOver.%' ORDER BY id`, [a]);
    expect(trail.map(({ action }) => action)).toEqual(['handOver.started', 'handOver.done']);
  });

  it('ends, and says why, when whoever takes over is disabled meanwhile', async () => {
    const [from, taker] = [await joiner(), await joiner()];
    const mine = await visit({ owner: memberId(from) });
    at = (name) => {
      if (name === 'handOver.part.before-commit') throw new Error('not yet');
    };
    const begun = ok(await start(from, { to: memberId(taker) }));
    ok(await admin.patch(`/api/members/${memberId(taker)}`, { disabled: true }));
    at = () => {};
    wake();
    expect(await finished(begun)).toMatchObject({ status: 'failed', problem: expect.stringContaining('disabled') });
    expect(await read(mine.id)).toMatchObject({ owner: memberId(from), version: 1 });
  });

  it('is refused without a trace when it cannot be', async () => {
    const from = await joiner();
    await crm.refused(400, 'REQUEST_INVALID', () => start(from, { to: memberId(from), leaves: true }));
    await crm.refused(400, 'REQUEST_INVALID', () => start(from, { to: '00000000-0000-4000-8000-000000000000', leaves: true }));
    await crm.refused(403, 'ACTION_FORBIDDEN', () => start(from, {}, heir));
    await crm.refused(409, 'MEMBER_LAST_ADMIN', () => start(admin, { leaves: true }));
    const gone = await joiner();
    ok(await admin.patch(`/api/members/${memberId(gone)}`, { disabled: true }));
    await crm.refused(400, 'REQUEST_INVALID', () => start(from, { to: memberId(gone), leaves: true }));
    expect((await from.get('/api/session')).status).toBe(200);
    expect((await admin.get('/api/hand-overs/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});
