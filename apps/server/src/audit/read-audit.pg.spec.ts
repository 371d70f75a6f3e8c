/** Each permitted reading of sensitive fields, each export and each refusal leaves exactly one entry, and nothing else does. */

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { SCHEMA, startWatchedWorld, sure, type Entry, type WatchedWorld } from './testing/watched-world.ts';

jest.setTimeout(60_000);

let world: WatchedWorld;
let [near, far, hidden, visit, paper] = ['', '', '', '', ''];
beforeAll(async () => {
  world = await startWatchedWorld();
  const { doctor } = world;
  const file = sure(await doctor.send('POST', '/api/files?fileName=a.txt&entity=patient&field=papers', Buffer.from('paper'))) as { id: string };
  paper = file.id;
  near = await world.make('patient', { name: 'Near', city: 'Xi’an', id_no: '610000199001010011', secret: 's1', papers: [{ id: paper }] });
  far = await world.make('patient', { name: 'Far', city: 'Wuhan', id_no: '420000199001010022', secret: 's2' });
  hidden = await world.make('patient', { name: 'Hidden', city: 'Wuhan', id_no: '420000199001010033' });
  visit = await world.make('visit', { title: 'First', patient: near, diagnosis: 'cold' });
  await world.news();
});
afterAll(() => world.server.stop());

const memberOf = (browser: TestBrowser): string => browser.session!.member.id;
const query = (by: TestBrowser, entity: string, body: Record<string, unknown>): Promise<TestAnswer> => by.post(`/api/records/${entity}/query`, body);
/** What was asked, and the entries it left. */
async function asked(ask: () => Promise<TestAnswer>): Promise<{ answer: TestAnswer; entries: Entry[] }> {
  await world.news();
  const answer = await ask();
  return { answer, entries: await world.news() };
}
const brief = ({ action, entity, fields, records }: Entry): unknown[] => [action, entity, [...fields].sort(), records];

describe('reading', () => {
  it.each<[string, () => Promise<TestAnswer>, unknown[]]>([
    ['a list', () => query(world.doctor, 'patient', { fields: ['name', 'id_no'] }), ['record.listed', 'patient', ['id_no'], 3]],
    ['a list of everything', () => query(world.doctor, 'patient', {}), ['record.listed', 'patient', ['id_no', 'papers', 'secret', 'tail'], 3]],
    ['a list of what is computed from it', () => query(world.doctor, 'patient', { fields: ['tail'] }), ['record.listed', 'patient', ['tail'], 3]],
    ['a list over a relation', () => query(world.doctor, 'visit', { fields: ['title', 'patient.id_no'] }), ['record.listed', 'visit', ['patient.id_no'], 1]],
    ['an expansion', () => query(world.doctor, 'visit', { fields: ['title'], expand: ['patient'] }), ['record.listed', 'visit', ['patient.id_no', 'patient.papers', 'patient.secret', 'patient.tail'], 1]],
    ['an expansion of what points here', () => query(world.doctor, 'patient', { fields: ['name'], expand: ['visit:patient'] }), ['record.listed', 'patient', ['visit.diagnosis'], 1]],
    ['a filter, though it shows nothing else', () => query(world.doctor, 'patient', { fields: ['name'], filter: { field: 'id_no', op: 'startsWith', value: '42' } }), ['record.searched', 'patient', ['id_no'], 2]],
    ['a filter nothing meets', () => query(world.doctor, 'patient', { fields: ['name'], filter: { field: 'id_no', op: 'eq', value: '9' } }), ['record.searched', 'patient', ['id_no'], 0]],
    ['a filter on what is related', () => query(world.doctor, 'patient', { fields: ['name'], filter: { related: 'visit:patient', some: { field: 'diagnosis', op: 'eq', value: 'cold' } } }), ['record.searched', 'patient', ['visit.diagnosis'], 1]],
    ['an order', () => query(world.doctor, 'patient', { fields: ['name'], sort: [{ field: 'id_no' }] }), ['record.searched', 'patient', ['id_no'], 3]],
    ['a search that hits', () => query(world.doctor, 'patient', { fields: ['name'], search: '0011' }), ['record.searched', 'patient', ['id_no'], 1]],
    ['a count', () => world.doctor.post('/api/records/patient/count', { filter: { field: 'id_no', op: 'isNotEmpty' } }), ['record.searched', 'patient', ['id_no'], 0]],
    ['groups', () => world.doctor.post('/api/records/patient/group', { by: [{ field: 'id_no' }], aggregates: [{ aggregate: 'count' }] }), ['record.grouped', 'patient', ['id_no'], 3]],
    ['values', () => world.doctor.post('/api/records/patient/distinct', { field: 'id_no' }), ['record.grouped', 'patient', ['id_no'], 3]],
    ['a record', () => world.doctor.get(`/api/records/patient/${near}`), ['record.read', 'patient', ['id_no', 'papers', 'secret', 'tail'], 1]],
    ['a record without papers', () => world.doctor.get(`/api/records/patient/${far}`), ['record.read', 'patient', ['id_no', 'secret', 'tail'], 1]],
    ['a history', () => world.doctor.get(`/api/records/patient/${near}/history`), ['record.historyRead', 'patient', ['id_no', 'papers', 'secret'], 1]],
    ['a file', () => world.doctor.get(`/api/files/patient/${near}/papers/${paper}`), ['file.read', 'patient', ['papers'], 1]],
    ['what is masked but for one row', () => query(world.desk, 'patient', { fields: ['name', 'id_no'] }), ['record.listed', 'patient', ['id_no'], 1]],
  ])('%s leaves one entry', async (_, ask, expected) => {
    const { answer, entries } = await asked(ask);
    expect([answer.status, entries.map(brief)]).toEqual([200, [expected]]);
    expect(entries[0]).toMatchObject({ actor_kind: 'member', ip: '127.0.0.1', request: answer.headers['x-request-id'] });
  });

  it.each<[string, () => Promise<TestAnswer>]>([
    ['a list without sensitive fields', () => query(world.doctor, 'patient', { fields: ['name', 'city'] })],
    ['a search that finds nothing', () => query(world.doctor, 'patient', { fields: ['name'], search: 'nowhere' })],
    ['rows on which the field is masked', () => query(world.desk, 'patient', { fields: ['name', 'id_no'], filter: { field: 'city', op: 'eq', value: 'Wuhan' } })],
    ['a record whose field is masked', () => world.desk.get(`/api/records/patient/${far}`)],
    ['a count of all', () => world.doctor.post('/api/records/patient/count', {})],
    ['groups by what is not', () => world.doctor.post('/api/records/patient/group', { by: [{ field: 'city' }], aggregates: [{ aggregate: 'count' }] })],
  ])('%s leaves none', async (_, ask) => {
    const { answer, entries } = await asked(ask);
    expect([answer.status, entries.map(brief)]).toEqual([200, []]);
  });

  it('names the records whose values went out, not those of the page', async () => {
    const { entries } = await asked(() => query(world.desk, 'patient', { fields: ['name', 'id_no'] }));
    expect(entries.map(({ record_ids }) => record_ids)).toEqual([[near]]);
    const page = await asked(() => query(world.doctor, 'patient', { fields: ['id_no'], sort: [{ field: 'created_at' }], limit: 1 }));
    expect(page.entries.map(({ record_ids }) => record_ids)).toEqual([[near]]);
    const back = await asked(() => query(world.doctor, 'patient', { fields: ['id_no'], sort: [{ field: 'created_at' }], limit: 1, cursor: page.answer.body.next }));
    expect(back.entries.map(({ record_ids }) => record_ids)).toEqual([[far]]);
  });

  it('is noted before it is answered: nothing goes out when the entry cannot be written', async () => {
    await world.server.db.query(`ALTER TABLE ${SCHEMA}._audit ADD CONSTRAINT full_up CHECK (action <> 'record.read') NOT VALID`);
    const answer = await world.doctor.get(`/api/records/patient/${near}`);
    await world.server.db.query(`ALTER TABLE ${SCHEMA}._audit DROP CONSTRAINT full_up`);
    expect([answer.status >= 500, answer.text.includes('610000')]).toEqual([true, false]);
  });
});

describe('exporting', () => {
  const file = (format: string, fields: string[]): Promise<TestAnswer> => world.doctor.post('/api/records/patient/export', { format, fields });
  it.each(['csv', 'xlsx', 'json'])('to %s leaves one entry with the count, and one that it began', async (format) => {
    const { entries } = await asked(() => file(format, ['name', 'id_no']));
    expect(entries.map(brief)).toEqual([['export.started', 'patient', ['id_no'], 0], ['record.exported', 'patient', ['id_no'], 3]]);
    expect(entries[1]?.detail).toEqual({ format, columns: ['name', 'id_no'] });
  });

  it('is noted when nothing of it is sensitive as well', async () => {
    const { entries } = await asked(() => file('csv', ['name']));
    expect(entries.map(brief)).toEqual([['export.started', 'patient', [], 0], ['record.exported', 'patient', [], 3]]);
  });
});

describe('changing', () => {
  it('leaves one entry for each request, beside the reading of its answer', async () => {
    const made = await asked(() => world.doctor.post('/api/records/visit', { values: { title: 'Second', patient: far } }));
    const id = made.answer.body.id as string;
    const changed = await asked(() => world.doctor.patch(`/api/records/visit/${id}`, { version: 1, values: { title: 'Other' } }));
    const many = await asked(() => world.doctor.post('/api/records/visit/bulk', { mode: 'each', changes: [{ op: 'update', id, version: 2, values: { title: 'Third' } }, { op: 'create', values: { title: 'Fourth' } }] }));
    const gone = await asked(() => world.doctor.delete(`/api/records/visit/${id}`));
    const back = await asked(() => world.doctor.post(`/api/records/visit/${id}/restore`, {}));
    expect([made, changed, many, gone, back].map(({ entries }) => entries.map(({ action, records }) => [action, records]))).toEqual([
      [['record.created', 1]], [['record.updated', 1]], [['record.bulkChanged', 2]], [['record.deleted', 1]], [['record.restored', 1]],
    ]);
    expect(many.entries[0]?.detail).toEqual({ updated: 1, created: 1 });
    const shown = await asked(() => world.doctor.patch(`/api/records/visit/${visit}`, { values: { title: 'Shows' } }));
    expect(shown.entries.map(brief)).toEqual([['record.updated', 'visit', [], 1], ['record.read', 'visit', ['diagnosis'], 1]]);
  });
});

describe('what is refused', () => {
  it.each<[string, () => Promise<TestAnswer>, Record<string, unknown>]>([
    ['a record out of scope', () => world.desk.get(`/api/records/patient/${hidden}`), { code: 'RECORD_NOT_FOUND' }],
    ['a table that is hidden', () => query(world.desk, 'visit', {}), { code: 'ENTITY_NOT_FOUND' }],
    ['a hidden field', () => query(world.desk, 'patient', { fields: ['name', 'secret'] }), { code: 'RECORD_QUERY_INVALID', fields: ['secret'] }],
    ['a filter on a hidden field', () => query(world.desk, 'patient', { filter: { field: 'tail', op: 'eq', value: '0011' } }), { code: 'RECORD_QUERY_INVALID', fields: ['tail'] }],
    ['a change without the right', () => world.desk.patch(`/api/records/patient/${far}`, { version: 1, values: { city: 'X' } }), { code: 'RECORD_ACTION_FORBIDDEN' }],
    ['an export without the right', () => world.desk.post('/api/records/patient/export', { fields: ['name'] }), { code: 'RECORD_ACTION_FORBIDDEN' }],
    ['a route without the capability', () => world.doctor.get('/api/audit'), { code: 'ACTION_FORBIDDEN' }],
  ])('%s leaves one entry', async (_, ask, detail) => {
    const { answer, entries } = await asked(ask);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(entries.map(({ action }) => action)).toEqual(['request.refused']);
    expect(entries[0]?.detail).toMatchObject(detail);
    expect(entries[0]?.detail['route']).toMatch(/^(GET|POST|PATCH) \/api\//);
  });

  it.each<[string, () => Promise<TestAnswer>]>([
    ['a record that never was', () => world.desk.get('/api/records/patient/00000000-0000-7000-8000-000000000000')],
    ['a field that never was', () => query(world.desk, 'patient', { fields: ['no_such'] })],
    ['a table that never was', () => query(world.desk, 'no_such', {})],
    ['a value that is wrong', () => world.doctor.post('/api/records/patient', { values: { name: 5 } })],
    ['a question that is wrong', () => query(world.doctor, 'patient', { limit: 0 })],
  ])('%s is a mistake, and leaves none', async (_, ask) => {
    const { answer, entries } = await asked(ask);
    expect([answer.status >= 400, entries]).toEqual([true, []]);
  });
});

it('counts the same over mixed traffic: what was let out, exported and refused is in the trail, each once', async () => {
  await world.news();
  const kinds: [() => Promise<TestAnswer>, string[]][] = [
    [() => query(world.doctor, 'patient', { fields: ['id_no'] }), ['record.listed']],
    [() => query(world.doctor, 'patient', { fields: ['name'] }), []],
    [() => world.doctor.get(`/api/records/patient/${near}`), ['record.read']],
    [() => world.doctor.post('/api/records/patient/distinct', { field: 'secret' }), []],
    [() => world.doctor.post('/api/records/patient/export', { fields: ['id_no'] }), ['export.started', 'record.exported']],
    [() => query(world.desk, 'patient', { fields: ['id_no'] }), ['record.listed']],
  ];
  const wanted = new Map<string, number>();
  const requests: Promise<TestAnswer>[] = [];
  for (let index = 0; index < 60; index += 1) {
    const [ask, actions] = kinds[index % kinds.length]!;
    for (const action of actions) wanted.set(action, (wanted.get(action) ?? 0) + 1);
    requests.push(ask());
  }
  await Promise.all(requests);
  const got = new Map<string, number>();
  for (const { action } of await world.news()) got.set(action, (got.get(action) ?? 0) + 1);
  got.delete('request.refused');
  expect(Object.fromEntries(got)).toEqual(Object.fromEntries(wanted));
  expect(memberOf(world.doctor)).not.toBe('');
});
