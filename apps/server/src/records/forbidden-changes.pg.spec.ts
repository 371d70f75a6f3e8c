/** Changes that somebody is not allowed to make: refused for what is wrong with them, leaving no trace, telling nothing. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { anonymous, memberId, ok, problemsOf } from './testing/crm-server.ts';
import { entity, field, NOBODY, relation, startGuardedWorld, type GuardedWorld } from './testing/guarded-world.ts';

let world: GuardedWorld;
let agent: TestBrowser;
let admin: TestBrowser;
let ownSite: RecordView;
let theirSite: RecordView;
let theirs: RecordView;
beforeAll(async () => {
  world = await startGuardedWorld();
  ({ agent, admin } = world);
  ownSite = await world.site({ name: 'Own site', city: 'Ulm', owner: memberId(agent) });
  theirSite = await world.site({ name: 'CANARY-site', city: 'Ulm' });
  theirs = await world.firm({ name: 'CANARY firm', code: 'TAKEN', pin: 'TAKEN-PIN', city: 'CANARY city', memo: 'CANARY memo', tax: 'CANARY-TAX' });
});
afterAll(() => world.stop());

const patch = (record: RecordView, values: Record<string, unknown>, by = agent): Promise<TestAnswer> => by.patch(`/api/records/firm/${record.id}`, { values });
const bulk = (mode: 'all' | 'each', changes: unknown[], by = agent): Promise<TestAnswer> => world.ask(by, 'bulk', { mode, changes });
/** The same refusal for what is out of sight and for what does not exist; neither leaves a trace. */
async function refusedAlike(hidden: () => Promise<TestAnswer>, missing: () => Promise<TestAnswer>): Promise<TestAnswer> {
  const [first, second] = [await world.untouched(hidden), await world.untouched(missing)];
  expect(first.status).toBeGreaterThanOrEqual(400);
  expect(anonymous(first)).toBe(anonymous(second));
  expect(first.text).not.toMatch(/CANARY/);
  return first;
}

describe('a link', () => {
  it.each<[string, (id: string) => Record<string, unknown>, string]>([
    ['of a list', (id) => ({ sites: [ownSite.id, id] }), 'values.sites'],
    ['of a record', (id) => ({ hq: id }), 'values.hq'],
    ['in a row', (id) => ({ lines: [{ title: 'x', at: id }] }), 'values.lines.0.at'],
    ['to what they see nothing of', (id) => ({ boxes: [id] }), 'values.boxes'],
  ])('%s to a record out of sight, in the trash, of another table or of none is refused the same way', async (_, values, path) => {
    const own = await world.mine();
    const gone = await world.site({ owner: memberId(agent) });
    ok(await admin.delete(`/api/records/site/${gone.id}`));
    const unseen = path === 'values.hq' ? theirs.id : path === 'values.boxes' ? (await world.make(admin, 'vault', { name: 'V' })).id : theirSite.id;
    for (const id of [unseen, gone.id, memberId(agent)]) {
      const answer = await refusedAlike(() => patch(own, values(id)), () => patch(own, values(NOBODY)));
      expect(problemsOf(answer)).toEqual([`${path} FIELD_NOT_REFERENCE`]);
    }
  });

  it('to a record out of sight does not tell whether it meets the filter of the relation', async () => {
    const own = await world.mine();
    for (const city of ['Ulm', 'Bonn']) {
      const answer = await refusedAlike(() => patch(own, { city, place: theirSite.id }), () => patch(own, { city, place: NOBODY }));
      expect(problemsOf(answer)).toEqual(['values.place FIELD_NOT_REFERENCE']);
    }
  });

  it('that cannot be seen is not held against a change of what its filter looks at; one that can be seen is', async () => {
    const own = await world.mine({ city: 'Ulm', place: theirSite.id });
    const seen = await world.mine({ city: 'Ulm', place: ownSite.id });
    expect(ok(await patch(own, { city: 'Bonn' })).values['city']).toBe('Bonn');
    expect(problemsOf(await world.untouched(() => patch(seen, { city: 'Bonn' })))).toEqual(['values.place FIELD_NOT_IN_FILTER']);
    expect(problemsOf(await world.untouched(() => patch(own, { city: 'Köln' }, admin)))).toEqual(['values.place FIELD_NOT_IN_FILTER']);
  });

  it('cannot get around the filter of its relation by a list, a part of a list, or what the filter looks at', async () => {
    const byCity = { filter: { field: 'city', op: 'eq', value: { record: 'city' } } };
    const tour = entity('tour', [field('name', 'text'), field('city', 'text'), relation('stops', 'site', { cardinality: 'manyToMany', ...byCity }), relation('first', 'site', { filter: { field: 'id', op: 'in', value: { record: 'stops' } } })]);
    ok(await admin.put('/api/design/entities/tour', { version: 0, document: tour }));
    const [ulm, ulm2, bonn] = [await world.site({ city: 'Ulm' }), await world.site({ city: 'Ulm' }), await world.site({ city: 'Bonn' })];
    const made = await world.make(admin, 'tour', { name: 'T', city: 'Ulm', stops: [ulm.id, ulm2.id], first: ulm.id });
    const change = (values: Record<string, unknown>): Promise<TestAnswer> => admin.patch(`/api/records/tour/${made.id}`, { values });
    for (const [values, fields] of [
      [{ stops: [ulm.id, bonn.id] }, ['stops']],
      [{ city: 'Bonn' }, ['stops']],
      [{ city: 'Bonn', stops: [ulm.id, ulm2.id] }, ['stops']],
      [{ city: 'Bonn', stops: [bonn.id] }, ['first']],
      [{ city: null }, ['stops']],
      [{ first: bonn.id }, ['first']],
      [{ stops: [ulm2.id] }, ['first']],
      [{ stops: null }, ['first']],
    ] as const) {
      const answer = await world.untouched(() => change(values));
      expect([values, answer.status, problemsOf(answer)]).toEqual([values, 400, fields.map((key) => `values.${key} FIELD_NOT_IN_FILTER`)]);
    }
    expect(ok(await change({ stops: [ulm2.id], first: ulm2.id })).version).toBe(2);
    expect(ok(await change({ city: 'Bonn', stops: [bonn.id], first: null })).version).toBe(3);
  });

  it('of a list that cannot be seen stays, whatever they write', async () => {
    const own = await world.mine({ sites: [theirSite.id, ownSite.id] });
    ok(await patch(own, { sites: [] }));
    expect(ok(await admin.get(`/api/records/firm/${own.id}`)).values.sites).toMatchObject([{ id: theirSite.id }]);
    expect(problemsOf(await world.untouched(() => patch(own, { sites: [theirSite.id] })))).toEqual(['values.sites FIELD_NOT_REFERENCE']);
  });
});

describe('an upsert', () => {
  const upsert = (by: string[], values: Record<string, unknown>, mode: 'all' | 'each' = 'all', who = agent): Promise<TestAnswer> => bulk(mode, [{ op: 'upsert', by, values: { name: 'x', ...values } }], who);

  it('of a record out of sight is a value that is taken, whatever else of the record was guessed', async () => {
    const answers = [];
    for (const [by, more] of [[['code'], {}], [['code', 'city'], { city: 'CANARY city' }], [['code', 'city'], { city: 'x' }], [['code', 'memo'], { memo: 'CANARY memo' }], [['code', 'memo'], { memo: 'y' }], [['memo', 'code'], { memo: 'CANARY memo' }]] as const) {
      answers.push(anonymous(await world.refused(409, 'RECORD_DUPLICATE', () => upsert([...by], { code: 'TAKEN', ...more }))));
    }
    expect(new Set(answers).size).toBe(1);
    expect(problemsOf(await world.refused(409, 'RECORD_DUPLICATE', () => upsert(['pin'], { pin: 'TAKEN-PIN' })))).toEqual(['values.pin FIELD_DUPLICATE']);
  });

  it('finds no record by a value that is hidden on it', async () => {
    await world.saveRole('halfblind', [
      { effect: 'allow', actions: ['read', 'update', 'create'], entity: 'firm' },
      { effect: 'deny', actions: ['read'], entity: 'firm', fields: ['memo', 'code'], where: { field: 'city', op: 'eq', value: 'CANARY city' } },
    ]);
    const blind = await world.join(admin, { name: 'Blind', email: 'blind@example.com', roles: ['halfblind'] });
    expect(ok(await blind.get(`/api/records/firm/${theirs.id}`)).values).toMatchObject({ memo: null, code: null });
    for (const memo of ['CANARY memo', 'z']) await world.refused(409, 'RECORD_DUPLICATE', () => upsert(['code', 'memo'], { code: 'TAKEN', memo }, 'all', blind));
    expect(ok(await upsert(['code'], { code: 'OPEN-1', memo: 'seen' }, 'all', blind)).results[0].status).toBe('created');
    expect(ok(await upsert(['code', 'memo'], { code: 'OPEN-1', memo: 'seen', city: 'Ulm' }, 'all', blind)).results[0].status).toBe('updated');
    expect(ok(await upsert(['memo', 'code'], { code: 'OPEN-1', memo: 'seen', city: 'Bonn' }, 'all', blind)).results[0].status).toBe('updated');
  });

  it.each(['id', 'version', 'created_at', 'created_by', 'deal_sum', 'place_name', 'place_says', 'sites', 'lines', 'notes', 'paper', 'map'])('by %s, which names no record, is refused', async (key) => {
    for (const value of ['x', NOBODY, 5, ['x'], { id: NOBODY }, 'y'.repeat(9999)]) {
      for (const by of [[key], ['code', key]]) expect(problemsOf(await world.refused(400, 'RECORD_INVALID', () => upsert(by, { code: 'new', [key]: value })))).toContain('by FIELD_NOT_UNIQUE');
    }
  });

  it.each<[string, unknown]>([['hq', 'no id'], ['owner', 'no id'], ['grade', 'z'], ['pin', 5], ['code', 'x'.repeat(500)], ['city', ['x']]])('by a %s that is no value is refused for that, and does not stop the others', async (key, value) => {
    const answer = await bulk('each', [{ op: 'upsert', by: ['code', key], values: { name: 'x', code: `${key} 1`, [key]: value } }, { op: 'create', values: { name: `Beside ${key}` } }]);
    const [refused, created] = ok(answer).results;
    expect([refused.status, refused.error.code, refused.error.fields.map(({ path }: { path: string }) => path), created.status]).toEqual(['refused', 'RECORD_INVALID', [`values.${key}`], 'created']);
  });
});

describe('many changes', () => {
  it('of which one is not allowed leave nothing behind when all or none were asked for', async () => {
    const own = await world.mine();
    for (const [last, status, code] of [
      [{ op: 'update', id: theirs.id, values: { name: 'x' } }, 404, 'RECORD_NOT_FOUND'],
      [{ op: 'delete', id: theirs.id }, 404, 'RECORD_NOT_FOUND'],
      [{ op: 'update', id: own.id, values: { tax: 'x' } }, 400, 'RECORD_INVALID'],
      [{ op: 'update', id: own.id, values: { owner: null } }, 403, 'RECORD_LEAVES_SCOPE'],
      [{ op: 'update', id: own.id, version: 77, values: { memo: 'x' } }, 409, 'RECORD_VERSION_CONFLICT'],
      [{ op: 'create', values: { name: 'x', code: 'TAKEN' } }, 409, 'RECORD_DUPLICATE'],
    ] as const) {
      const answer = await world.refused(status, code, () => bulk('all', [{ op: 'create', values: { name: 'half' } }, { op: 'update', id: own.id, values: { memo: 'half' } }, last]));
      expect([code, answer.body.fields.map(({ path }: { path: string }) => path.slice(0, 9))]).toEqual([code, ['changes.2']]);
    }
  });

  it('of which the database refuses one name it', async () => {
    const codes = ['N1', 'N2', 'N3', 'TAKEN', 'N5', 'N1'];
    const answer = await world.refused(409, 'RECORD_DUPLICATE', () => bulk('all', codes.map((code) => ({ op: 'create', values: { name: 'x', code } }))));
    expect(problemsOf(answer)).toEqual(['changes.3.values.code FIELD_DUPLICATE']);
  });

  it('one by one tell of records out of sight as of none', async () => {
    const results = async (id: string) => ok(await bulk('each', [{ op: 'update', id, values: { name: 'x' } }, { op: 'update', id, version: 1, values: { nope: 1 } }, { op: 'delete', id, version: 9 }])).results.map(({ status, error }: { status: string; error: { code: string } }) => `${status} ${error.code}`);
    expect(await results(theirs.id)).toEqual(['refused RECORD_NOT_FOUND', 'refused RECORD_NOT_FOUND', 'refused RECORD_NOT_FOUND']);
    expect(await results(NOBODY)).toEqual(await results(theirs.id));
  });

  it('more than a thousand, none, or of a kind that does not exist are no request', async () => {
    for (const changes of [Array.from({ length: 1001 }, () => ({ op: 'create', values: { name: 'x' } })), [], [{ op: 'purge', id: theirs.id }], [{ op: 'create', id: NOBODY, values: {} }], 'all']) {
      expect((await world.refused(400, 'REQUEST_INVALID', () => world.ask(agent, 'bulk', { mode: 'all', changes }))).body.fields.length).toBeGreaterThan(0);
    }
  });
});

describe('merging', () => {
  const merge = (kept: Pick<RecordView, 'id' | 'version'>, others: readonly Pick<RecordView, 'id' | 'version'>[], values = {}, by = agent): Promise<TestAnswer> =>
    by.post(`/api/records/firm/${kept.id}/merge`, { version: kept.version, others: others.map(({ id, version }) => ({ id, version })), values });

  it('with records out of sight, or into one, is merging with none', async () => {
    const own = await world.mine();
    const nobody = { id: NOBODY, version: 1 };
    await refusedAlike(() => merge(own, [theirs]), () => merge(own, [nobody]));
    await refusedAlike(() => merge(theirs, [own]), () => merge(nobody, [own]));
    await refusedAlike(() => merge(own, [{ ...theirs, version: 99 }]), () => merge(own, [nobody]));
  });

  it('writes no hidden field and shows none, and takes hidden links along', async () => {
    const [kept, other] = [await world.mine({ tax: 'CANARY-A', sites: [ownSite.id] }), await world.mine({ tax: 'CANARY-B', sites: [theirSite.id], secret_sites: [theirSite.id], card: 'CANARY card' })];
    expect(problemsOf(await world.refused(400, 'RECORD_INVALID', () => merge(kept, [other], { tax: 'x' })))).toEqual(['values.tax FIELD_NOT_FOUND']);
    await world.refused(403, 'RECORD_LEAVES_SCOPE', () => merge(kept, [other], { owner: null }));
    const merged = await merge(kept, [other], { memo: 'one' });
    expect([ok(merged).values['memo'], merged.text.includes('CANARY')]).toEqual(['one', false]);
    expect(ok(await admin.get(`/api/records/firm/${kept.id}`)).values).toMatchObject({ tax: 'CANARY-A', sites: [{ id: ownSite.id }, { id: theirSite.id }], secret_sites: [{ id: theirSite.id }] });
    expect((await agent.get(`/api/records/firm/${kept.id}/history`)).text).not.toMatch(/CANARY|secret|"tax"/);
  });

  it('may choose a file of another one that they can read, and no other', async () => {
    const upload = async (key: string): Promise<{ id: string }> => ({ id: ok(await admin.send('POST', `/api/files?fileName=${key}.txt&entity=firm&field=${key}`, Buffer.from('CANARY'))).id });
    const [paper, scan, stray] = [await upload('paper'), await upload('scan'), await upload('paper')];
    const [kept, other] = [await world.mine(), await world.mine({ paper: [paper], scan: [scan] })];
    const elsewhere = await world.firm({ paper: [stray] });
    for (const one of [scan, stray, { id: NOBODY }]) expect(problemsOf(await world.untouched(() => merge(kept, [other], { paper: [paper, one] })))).toEqual(['values.paper FIELD_NOT_REFERENCE']);
    expect(ok(await merge(kept, [other], { paper: [paper] })).values['paper']).toMatchObject([{ id: paper.id, name: 'paper.txt' }]);
    expect((await agent.get(`/api/files/firm/${kept.id}/paper/${paper.id}`)).text).toBe('CANARY');
    expect(ok(await admin.get(`/api/records/firm/${elsewhere.id}`)).values.paper).toMatchObject([{ id: stray.id }]);
  });

  it('takes the right to delete what goes', async () => {
    await world.saveRole('keeper', [{ effect: 'allow', actions: ['read', 'update'], entity: 'firm' }]);
    const keeper = await world.join(admin, { name: 'Keeper', email: 'keeper@example.com', roles: ['keeper'] });
    const [kept, other] = [await world.firm(), await world.firm()];
    await world.refused(403, 'RECORD_ACTION_FORBIDDEN', () => merge(kept, [other], {}, keeper));
  });
});

describe('duplicates', () => {
  it('out of sight are named nowhere: not while typing, not on saving, not by an import that refuses what is alike', async () => {
    expect(ok(await world.ask(agent, 'duplicates', { values: { name: 'canary FIRM', tax: 'CANARY-TAX' } })).items).toEqual([]);
    expect(ok(await world.ask(admin, 'duplicates', { values: { name: 'canary FIRM' } })).items).toHaveLength(1);
    const upload = ok(await agent.send('POST', '/api/imports?fileName=a.csv&entity=firm', Buffer.from('name\nCANARY firm\nFresh firm\nFresh firm\n')));
    const preview = (body: Record<string, unknown>): Promise<TestAnswer> => agent.post(`/api/imports/${upload.id}/preview`, { columns: [{ column: 0, field: 'name' }], nullWords: [], ...body });
    const strict = ok(await preview({ duplicates: 'refuse' }));
    expect(strict.problems.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`)).toEqual(['4 RECORD_ALIKE']);
    expect(ok(await preview({ duplicates: 'import' })).problems).toEqual([]);
    const own = await world.mine({ name: 'Seen firm' });
    expect(ok(await world.ask(agent, 'duplicates', { values: { name: 'seen firm' } })).items).toMatchObject([{ rule: 'same_name', record: { id: own.id } }]);
  });
});

describe('a key that makes a change happen once', () => {
  const KEY = { 'idempotency-key': 'attack-key-1' };

  it('is bound to the request and to whoever sent it', async () => {
    const first = ok(await agent.post('/api/records/firm', { values: { name: 'Once' } }, KEY));
    expect(ok(await agent.post('/api/records/firm', { values: { name: 'Once' } }, KEY)).id).toBe(first.id);
    for (const request of [
      () => agent.post('/api/records/firm', { values: { name: 'Twice' } }, KEY),
      () => agent.post('/api/records/deal', { values: { name: 'Once' } }, KEY),
      () => agent.patch(`/api/records/firm/${first.id}`, { values: { name: 'Once' } }, KEY),
      () => agent.post(`/api/records/firm/${first.id}/restore`, undefined, KEY),
      () => world.ask(agent, 'bulk', { mode: 'all', changes: [{ op: 'create', values: { name: 'Once' } }] }).then(() => agent.post('/api/records/firm/bulk', { mode: 'all', changes: [{ op: 'create', values: { name: 'Once' } }] }, KEY)),
    ]) expect((await request()).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const other = ok(await world.rival.post('/api/records/firm', { values: { name: 'Once' } }, KEY));
    expect(other.id).not.toBe(first.id);
    expect((await world.rival.get(`/api/records/firm/${first.id}`)).status).toBe(404);
  });

  it('of a refused change may be used again', async () => {
    const key = { 'idempotency-key': 'attack-key-2' };
    await world.refused(409, 'RECORD_DUPLICATE', () => agent.post('/api/records/firm', { values: { name: 'x', code: 'TAKEN' } }, key));
    expect(ok(await agent.post('/api/records/firm', { values: { name: 'x', code: 'FREE' } }, key)).version).toBe(1);
  });

  it.each(['short', 'with space inside', 'x'.repeat(201), 'umlaut-ä-key'])('is no key: %s', async (key) => {
    expect(problemsOf(await world.refused(400, 'REQUEST_INVALID', () => agent.post('/api/records/firm', { values: { name: 'x' } }, { 'idempotency-key': key })))).toEqual(['headers.idempotency-key HEADER_INVALID']);
  });

  it.each(['1', '"0"', '"-1"', '"1", "2"', 'W/"1"', '"x"', '""'])('and If-Match %s is no version', async (match) => {
    const own = await world.mine();
    expect(problemsOf(await world.refused(400, 'REQUEST_INVALID', () => agent.patch(`/api/records/firm/${own.id}`, { values: { memo: 'x' } }, { 'if-match': match })))).toEqual(['headers.if-match HEADER_INVALID']);
  });
});
