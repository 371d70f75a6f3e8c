/**
 * What a careless or evil client may send: each refused at once, before anything is written, by a code, the place and the
 * reason in either language. Bounds are of what is sent and what is built, never of time.
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { ok, problemsOf } from './testing/crm-server.ts';
import { NOBODY, startGuardedWorld, type GuardedWorld } from './testing/guarded-world.ts';

let world: GuardedWorld;
let admin: TestBrowser;
let firm: RecordView;
beforeAll(async () => {
  world = await startGuardedWorld();
  ({ admin } = world);
  for (let n = 0; n < 7; n += 1) firm = await world.mine({ name: `Firm ${n}`, grade: n % 2 ? 'a' : 'b', city: 'Ulm', memo: 'm' });
});
afterAll(() => world.stop());

const CHINESE = /\p{Script=Han}/u;

/** A refusal that says where and why, in both languages, and leaves no trace; `problems` as `path code`. */
async function precise(request: () => Promise<TestAnswer>, status: number, code: string, problems?: readonly string[], by = admin): Promise<TestAnswer> {
  const answer = await world.refused(status, code, request);
  if (problems) expect(problemsOf(answer)).toEqual([...problems].sort());
  ok(await by.patch('/api/session', { locale: 'zh-CN' }));
  const chinese = await request();
  ok(await by.patch('/api/session', { locale: 'en' }));
  expect([chinese.status, chinese.body.code]).toEqual([status, code]);
  const words = (body: { message: string; fields?: { message: string }[] }): string[] => [body.message, ...(body.fields ?? []).map(({ message }) => message)];
  for (const message of words(answer.body)) expect(message).toMatch(/^[^\p{Script=Han}]{8,}$/u);
  for (const message of words(chinese.body)) expect(message).toMatch(CHINESE);
  expect(answer.text).not.toMatch(/SELECT|pg_|ws_example|at Object|\.ts:|QueryFailed/);
  return answer;
}

const asking = (question: string, body: unknown, by = admin) => () => by.post(`/api/records/firm/${question}`, body);
const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => (depth === 0 ? { field: 'name', op: 'isEmpty' } : wrap(nested(depth - 1, wrap)));
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);

describe('a question', () => {
  it.each<[string, string, unknown, string, string[]]>([
    ['a filter of depth 50', 'query', { filter: nested(50, (not) => ({ not })) }, 'RECORD_QUERY_INVALID', [`filter${'.not'.repeat(12)} FILTER_TOO_DEEP`]],
    ['alternatives of alternatives', 'group', { filter: nested(7, (part) => ({ or: [part, part] })), by: [], aggregates: [{ aggregate: 'count' }] }, 'RECORD_QUERY_INVALID', ['filter.or.1.or.1.or.0.or.0.or.1.or.0.or.0 FILTER_TOO_LARGE']],
    ['related conditions in related conditions', 'count', { filter: nested(4, (some) => ({ related: 'firm:hq', some })) }, 'RECORD_QUERY_INVALID', ['filter.some.some.some.some FILTER_TOO_DEEP']],
    ['more than a hundred conditions', 'export', { filter: { and: Array.from({ length: 101 }, () => ({ field: 'name', op: 'isEmpty' })) } }, 'RECORD_QUERY_INVALID', ['filter.and FILTER_TOO_LARGE']],
    ['a hundred times a hundred conditions', 'count', { filter: { and: Array.from({ length: 100 }, () => ({ or: Array.from({ length: 100 }, () => ({ field: 'name', op: 'isEmpty' })) })) } }, 'RECORD_QUERY_INVALID', ['filter.and.1.or.0 FILTER_TOO_LARGE']],
    ['a list of 1001 operands', 'count', { filter: { field: 'id', op: 'in', value: ids(1001) } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND_LONG']],
    ['a text of 1001 characters', 'count', { filter: { field: 'name', op: 'contains', value: 'x'.repeat(1001) } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND_LONG']],
    ['an empty list of operands', 'count', { filter: { field: 'id', op: 'notIn', value: [] } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['an object for an operand', 'count', { filter: { field: 'name', op: 'eq', value: { $ne: null } } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['no operand', 'count', { filter: { field: 'name', op: 'contains' } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['no condition at all', 'count', { filter: {} }, 'RECORD_QUERY_INVALID', ['filter FILTER_MALFORMED']],
    ['two conditions in one', 'count', { filter: { and: [], or: [] } }, 'RECORD_QUERY_INVALID', ['filter FILTER_MALFORMED']],
    ['a field that every object has', 'count', { filter: { field: '__proto__', op: 'isEmpty' } }, 'RECORD_QUERY_INVALID', ['filter.field FIELD_NOT_FOUND']],
    ['an operator that every object has', 'count', { filter: { field: 'name', op: 'constructor' } }, 'RECORD_QUERY_INVALID', ['filter.op FILTER_OPERATOR']],
    ['a path of six', 'query', { fields: ['hq.hq.hq.hq.hq.name'] }, 'RECORD_QUERY_INVALID', ['fields.0 FIELD_NOT_FOUND']],
    ['a number with an exponent', 'count', { filter: { field: 'credit', op: 'gt', value: '1e5' } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['a number of two hundred digits', 'count', { filter: { field: 'credit', op: 'gt', value: '9'.repeat(200) } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['the thirtieth of February', 'count', { filter: { field: 'created_at', op: 'lt', value: '2024-02-30T00:00:00Z' } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['a period of a million years', 'count', { filter: { field: 'created_at', op: 'within', value: { period: 'year', offset: -1_000_000 } } }, 'RECORD_QUERY_INVALID', ['filter.value FILTER_OPERAND']],
    ['a part of an encrypted value', 'count', { filter: { field: 'pin', op: 'startsWith', value: '1' } }, 'RECORD_QUERY_INVALID', ['filter.op FILTER_OPERATOR']],
    ['an order by an unknown field', 'query', { sort: [{ field: 'name' }, { field: 'no_such' }] }, 'RECORD_QUERY_INVALID', ['sort.1.field FIELD_NOT_FOUND']],
    ['an order by an encrypted field, a file, a list and rows', 'query', { sort: ['pin', 'paper', 'sites', 'lines'].map((one) => ({ field: one })) }, 'RECORD_QUERY_INVALID', [0, 1, 2, 3].map((at) => `sort.${at}.field FIELD_NOT_SORTABLE`)],
    ['six orders', 'query', { sort: Array(6).fill({ field: 'name' }) }, 'REQUEST_INVALID', ['sort LIST_TOO_LONG']],
    ['a page of a million', 'query', { limit: 1_000_000 }, 'REQUEST_INVALID', ['limit NUMBER_TOO_LARGE']],
    ['a page of none', 'query', { limit: 0 }, 'REQUEST_INVALID', ['limit NUMBER_TOO_SMALL']],
    ['a page of "all"', 'query', { limit: 'all' }, 'REQUEST_INVALID', ['limit VALUE_TYPE']],
    ['a place to start from', 'query', { offset: 1_000_000 }, 'REQUEST_INVALID', ['offset FIELD_UNKNOWN']],
    ['201 fields', 'query', { fields: ids(201) }, 'REQUEST_INVALID', ['fields LIST_TOO_LONG']],
    ['eleven expansions', 'query', { expand: ids(11) }, 'REQUEST_INVALID', ['expand LIST_TOO_LONG']],
    ['a search of 201 characters', 'query', { search: '%'.repeat(201) }, 'REQUEST_INVALID', ['search TEXT_TOO_LONG']],
    ['a search with NUL', 'query', { search: 'a\u0000' }, 'REQUEST_INVALID', ['search TEXT_UNSTORABLE']],
    ['five keys to group by', 'group', { by: Array(5).fill({ field: 'grade' }), aggregates: [{ aggregate: 'count' }] }, 'REQUEST_INVALID', ['by LIST_TOO_LONG']],
    ['a hundred and two aggregates', 'group', { by: [], aggregates: Array(102).fill({ aggregate: 'count' }) }, 'REQUEST_INVALID', ['aggregates LIST_TOO_LONG']],
    ['an aggregate of our own making', 'group', { by: [], aggregates: [{ aggregate: 'pg_sleep', field: 'name' }] }, 'REQUEST_INVALID', ['aggregates.0.aggregate VALUE_NOT_ALLOWED']],
    ['a sum of texts', 'group', { by: [], aggregates: [{ aggregate: 'sum', field: 'name' }] }, 'RECORD_QUERY_INVALID', ['aggregates.0.field FIELD_NOT_AGGREGABLE']],
    ['groups of files and of HTML', 'group', { by: [{ field: 'paper' }, { field: 'notes' }], aggregates: [{ aggregate: 'count' }] }, 'RECORD_QUERY_INVALID', ['by.0.field FIELD_NOT_GROUPABLE', 'by.1.field FIELD_NOT_GROUPABLE']],
    ['days of a text', 'group', { by: [{ field: 'name', bucket: 'day' }], aggregates: [{ aggregate: 'count' }] }, 'RECORD_QUERY_INVALID', ['by.0.bucket FIELD_NOT_IN_TIME']],
    ['a period of our own making', 'group', { by: [{ field: 'created_at', bucket: "day')--" }], aggregates: [{ aggregate: 'count' }] }, 'REQUEST_INVALID', ['by.0.bucket VALUE_NOT_ALLOWED']],
    ['values of an encrypted field', 'distinct', { field: 'pin' }, 'RECORD_QUERY_INVALID', ['field FIELD_NOT_GROUPABLE']],
    ['501 values', 'distinct', { field: 'city', limit: 501 }, 'REQUEST_INVALID', ['limit NUMBER_TOO_LARGE']],
    ['a file of a kind nobody knows', 'export', { format: 'pdf' }, 'REQUEST_INVALID', ['format VALUE_NOT_ALLOWED']],
    ['ten thousand columns', 'export', { fields: Array.from({ length: 10_000 }, (_, n) => `f${n}`) }, 'REQUEST_INVALID', ['fields LIST_TOO_LONG']],
    ['no columns', 'export', { fields: [] }, 'REQUEST_INVALID', ['fields LIST_TOO_SHORT']],
  ])('for %s is refused with the place and the reason', async (_, question, body, code, problems) => {
    await precise(asking(question, body), 400, code, problems);
  });

  it.each(['FIRM', '_member', 'firm.sites.link', 'firm"', '__proto__', `f${'x'.repeat(60)}`])('of the table %s is not one', async (table) => {
    await precise(() => admin.post(`/api/records/${encodeURIComponent(table)}/query`, {}), 400, 'REQUEST_INVALID', ['entity TEXT_PATTERN']);
  });

  it('of a table that is not there is answered like that of one that is hidden', async () => {
    for (const table of ['nope', 'constructor', 'vault']) await precise(() => world.agent.post(`/api/records/${table}/query`, {}), 404, 'ENTITY_NOT_FOUND', undefined, world.agent);
  });

  it('may hold what looks like a pattern, and means it', async () => {
    const odd = await world.firm({ name: '100%_\\ "q" \'x\' ; --' });
    const count = async (op: string, value: string): Promise<number> => ok(await asking('count', { filter: { field: 'name', op, value } })()).count;
    for (const [op, value] of [['contains', '%_\\'], ['contains', `' ; --`], ['startsWith', '100%'], ['endsWith', '--'], ['eq', odd.values['name'] as string]] as const) expect([op, value, await count(op, value)]).toEqual([op, value, 1]);
    expect(await count('contains', '%%')).toBe(0);
    expect(ok(await asking('query', { search: '%_\\', fields: ['name'] })()).rows).toHaveLength(1);
  });
});

describe('a page mark', () => {
  const query = { fields: ['name'], sort: [{ field: 'name' }], filter: { field: 'city', op: 'eq', value: 'Ulm' }, limit: 2 };
  const next = async (by: TestBrowser, body: Record<string, unknown> = query): Promise<string> => ok(await by.post('/api/records/firm/query', body)).next;

  it('that is made up, tampered with, cut or mixed is none', async () => {
    const mark = await next(admin);
    const other = await next(admin, { ...query, limit: 4 });
    const bytes = Buffer.from(mark, 'base64url');
    const bent = (at: number): string => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))).toString('base64url');
    const forged = Buffer.concat([bytes.subarray(0, 16), Buffer.from('[1,"Firm 4","x"]')]).toString('base64url');
    const mixed = Buffer.concat([bytes.subarray(0, 16), Buffer.from(other, 'base64url').subarray(16)]).toString('base64url');
    for (const cursor of ['', 'x', 'null', mark.slice(0, -2), `${mark}AAAA`, bent(0), bent(bytes.length - 3), forged, mixed, Buffer.alloc(40).toString('base64url')]) {
      await precise(asking('query', { ...query, cursor }), 400, 'RECORD_CURSOR_INVALID');
    }
    await precise(asking('query', { ...query, cursor: 'x'.repeat(4001) }), 400, 'REQUEST_INVALID', ['cursor TEXT_TOO_LONG']);
    expect(ok(await asking('query', { ...query, cursor: mark })()).rows).toHaveLength(2);
  });

  it('is good for nobody else, no other table and no other question', async () => {
    const mark = await next(world.agent);
    for (const by of [admin, world.rival]) await precise(asking('query', { ...query, cursor: mark }, by), 400, 'RECORD_CURSOR_INVALID', undefined, by);
    for (const over of [{ filter: { field: 'city', op: 'ne', value: 'x' } }, { filter: undefined }, { sort: [{ field: 'name', desc: true }] }, { sort: [{ field: 'code' }] }, { search: 'Firm' }]) {
      await precise(asking('query', { ...query, ...over, cursor: mark }, world.agent), 400, 'RECORD_CURSOR_INVALID', undefined, world.agent);
    }
    expect((await world.agent.post('/api/records/deal/query', { sort: [{ field: 'name' }], cursor: mark })).body.code).toBe('RECORD_CURSOR_INVALID');
    expect(ok(await asking('query', { ...query, cursor: mark }, world.agent)()).rows).toHaveLength(2);
  });
});

describe('a value', () => {
  const writing = (values: unknown) => () => admin.patch(`/api/records/firm/${firm.id}`, { values });

  it.each<[string, unknown, string[]]>([
    ['a text of 300,000 characters', { memo: 'x'.repeat(300_000) }, ['values.memo FIELD_TOO_LONG']],
    ['a number for a text', { name: 5 }, ['values.name FIELD_NOT_TEXT']],
    ['a blank where one is needed', { name: ' \t\n' }, ['values.name FIELD_REQUIRED']],
    ['a number as a number', { credit: 12.5 }, ['values.credit FIELD_NUMBER_AS_TEXT']],
    ['a number beyond all bounds', { credit: '9'.repeat(25) }, ['values.credit FIELD_TOO_LARGE']],
    ['digits beyond the point', { credit: '0.001' }, ['values.credit FIELD_TOO_PRECISE']],
    ['a choice that is none', { grade: 'z' }, ['values.grade FIELD_CHOICE_UNKNOWN']],
    ['twenty thousand links', { sites: ids(20_000) }, ['values.sites FIELD_TOO_MANY']],
    ['five thousand rows', { lines: Array(5000).fill({ title: 'x' }) }, ['values.lines FIELD_TOO_MANY']],
    ['rows that are none', { lines: [[], 'x', { nope: 1 }] }, ['values.lines.0 FIELD_KIND', 'values.lines.1 FIELD_KIND', 'values.lines.2.nope FIELD_NOT_FOUND']],
    ['a row of another record', { lines: [{ id: NOBODY, title: 'x' }] }, ['values.lines.0.id FIELD_NOT_REFERENCE']],
    ['a file of nobody', { paper: [{ id: NOBODY }] }, ['values.paper FIELD_NOT_REFERENCE']],
    ['what is computed', { deal_sum: '1', place_says: 'x', place_name: 'x', map: 'x' }, ['deal_sum', 'place_says', 'place_name', 'map'].map((key) => `values.${key} FIELD_READ_ONLY`)],
    ['what the system keeps', { id: NOBODY, version: 9, created_by: NOBODY, deleted_at: null }, [...['id', 'version', 'created_by'].map((key) => `values.${key} FIELD_READ_ONLY`), 'values.deleted_at FIELD_NOT_FOUND']],
    ['columns that are no fields', { _hash_pin: 'x', _dup_same_name: 'x', tenant: 'x', parent: NOBODY }, ['_hash_pin', '_dup_same_name', 'tenant', 'parent'].map((key) => `values.${key} FIELD_NOT_FOUND`)],
  ])('that is %s is refused with its place', async (_, values, problems) => {
    await precise(writing(values), 400, 'RECORD_INVALID', problems);
  });

  it.each<[string, string, string[]]>([
    ['NUL', '{"values":{"memo":"a\\u0000b"}}', ['values.memo TEXT_UNSTORABLE']],
    ['half a character', '{"values":{"memo":"\\ud800"}}', ['values.memo TEXT_UNSTORABLE']],
    ['a prototype', '{"values":{"__proto__":{"name":"x"}}}', ['values.__proto__ FIELD_NAME_FORBIDDEN']],
    ['half a request', '{"values":{', [' JSON_MALFORMED']],
  ])('that holds %s is no request', async (_, body, problems) => {
    await precise(() => admin.send('PATCH', `/api/records/firm/${firm.id}`, body, { 'content-type': 'application/json' }), 400, 'REQUEST_INVALID', problems);
  });

  it('of HTML with tags without end is cleaned, not kept', async () => {
    const notes = `${'<p><b>'.repeat(3000)}x<script>${'<'.repeat(500)}`;
    expect(String(ok(await writing({ notes })()).values.notes)).not.toMatch(/script/);
  });

  it('in a request of two megabytes is refused by its size', async () => {
    await precise(writing({ memo: 'x'.repeat(2 * 1024 * 1024) }), 413, 'REQUEST_TOO_LARGE');
  });
});
