import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordPage } from '@tessera/contract';
import type { TestAnswer } from '../testing/test-server.ts';
import { ok, problemsOf, startCrm, type CrmServer } from './testing/crm-server.ts';

describe('questions about records', () => {
  let crm: CrmServer;
  beforeAll(async () => {
    crm = await startCrm();
    const parent = await crm.make(crm.admin, 'account', { name: '华信集团', level: 'a' });
    for (let n = 0; n < 12; n += 1) await crm.make(crm.admin, 'account', { name: `客户 ${String(n).padStart(2, '0')}`, level: n % 3 === 0 ? 'a' : 'b', parent_account: parent.id });
  });
  afterAll(() => crm.stop());

  const ask = (question: string, body: unknown): Promise<TestAnswer> => crm.admin.post(`/api/records/account/${question}`, body);
  const page = async (body: Record<string, unknown>): Promise<RecordPage> => ok(await ask('query', { fields: ['name'], sort: [{ field: 'name' }], limit: 5, ...body }));
  const names = ({ rows }: RecordPage): unknown[] => rows.map(({ values }) => values['name']);

  it('go forwards and backwards by marks that fit every spelling of the same question', async () => {
    const filter = { field: 'level', op: 'in', value: ['a', 'b'] };
    const first = await page({ filter });
    const second = await page({ filter: { value: ['a', 'b'], op: 'in', field: 'level' }, sort: [{ field: 'name', desc: false }], cursor: first.next });
    const third = await page({ filter, cursor: second.next });
    expect([first.prev, third.next, [first, second, third].map(names).flat().length]).toEqual([null, null, 13]);
    expect(names(await page({ filter, cursor: third.prev }))).toEqual(names(second));
    const back = await page({ filter, cursor: second.prev });
    expect([names(back), back.prev]).toEqual([names(first), null]);
    expect(names(await page({ filter, cursor: back.next }))).toEqual(names(second));
    for (const other of [{}, { filter, search: 'x' }, { filter, sort: [{ field: 'name', desc: true }] }]) expect((await ask('query', { limit: 5, sort: [{ field: 'name' }], ...other, cursor: first.next })).body).toMatchObject({ code: 'RECORD_CURSOR_INVALID' });
  });

  it('bring related records along', async () => {
    const { rows } = await page({ search: '客户 00', expand: ['parent_account', 'account:parent_account'] });
    expect(rows[0]!.values).toMatchObject({ parent_account: { label: '华信集团', values: { level: 'a' } }, 'account:parent_account': [] });
    const [parent] = (await page({ search: '华信', expand: ['account:parent_account'] })).rows;
    expect(parent!.values['account:parent_account']).toHaveLength(12);
    expect(problemsOf(await ask('query', { expand: ['nobody', 'contact:nothing'] }))).toEqual(['expand.0 FIELD_NOT_FOUND', 'expand.1 FIELD_NOT_FOUND']);
  });

  it('are answered by rows elsewhere, groups, distinct values and the trash', async () => {
    expect(ok(await ask('count', { filter: { related: 'account:parent_account', count: { op: 'gte', value: 12 } } }))).toEqual({ count: 1 });
    expect(ok(await ask('count', { filter: { related: 'parent_account', some: { field: 'name', op: 'endsWith', value: '集团' } } }))).toEqual({ count: 12 });
    expect(ok(await ask('group', { by: [{ field: 'level' }], aggregates: [{ aggregate: 'count' }] }))).toEqual({ groups: [{ keys: ['a'], values: [5] }, { keys: ['b'], values: [8] }], more: false });
    expect(ok(await ask('distinct', { field: 'parent_account' })).items).toMatchObject([{ value: { label: '华信集团' }, count: 12 }]);
    const gone = await crm.make(crm.admin, 'account', { name: '旧客户', level: 'b' });
    ok(await crm.admin.delete(`/api/records/account/${gone.id}?version=${gone.version}`));
    expect(ok(await crm.admin.get('/api/records/account/trash')).items).toMatchObject([{ id: gone.id, label: '旧客户', deletedBy: { label: expect.any(String) } }]);
  });

  const deep = (depth: number): unknown => (depth === 0 ? { field: 'name', op: 'isEmpty' } : { not: deep(depth - 1) });
  const wide = { or: Array.from({ length: 101 }, () => ({ field: 'name', op: 'eq', value: 'x' })) };
  it.each<[string, string, unknown, string]>([
    ['a filter of depth 50', 'query', { filter: deep(50) }, 'FILTER_TOO_DEEP'],
    ['related conditions within related conditions', 'count', { filter: [1, 2, 3, 4].reduce<unknown>((some) => ({ related: 'parent_account', some }), { field: 'name', op: 'isEmpty' }) }, 'FILTER_TOO_DEEP'],
    ['a filter of a hundred and one conditions', 'group', { filter: wide, by: [], aggregates: [{ aggregate: 'count' }] }, 'FILTER_TOO_LARGE'],
    ['a sort by an unknown field', 'query', { sort: [{ field: 'no_such' }] }, 'FIELD_NOT_FOUND'],
    ['a sort by a list', 'query', { sort: [{ field: 'tags' }] }, 'FIELD_NOT_SORTABLE'],
    ['groups by an unknown field', 'group', { by: [{ field: 'no_such' }], aggregates: [{ aggregate: 'count' }] }, 'FIELD_NOT_FOUND'],
    ['a period of a million years', 'count', { filter: { field: 'created_at', op: 'within', value: { period: 'year', last: 1_000_000 } } }, 'FILTER_OPERAND'],
    ['distinct values of an unknown field', 'distinct', { field: 'parent_account.no_such' }, 'FIELD_NOT_FOUND'],
  ])('that are %s are refused', async (_, question, body, code) => {
    const answer = await ask(question, body);
    expect([answer.status, problemsOf(answer).map((problem) => problem.split(' ').at(-1))]).toEqual([400, [code]]);
  });

  it.each<[string, unknown]>([
    ['a page of a million', { limit: 1_000_000 }],
    ['six sort keys', { sort: Array.from({ length: 6 }, () => ({ field: 'name' })) }],
    ['a search of more than 200 characters', { search: '%'.repeat(201) }],
    ['eleven expansions', { expand: Array.from({ length: 11 }, (_, n) => `r${n}`) }],
  ])('for %s are refused by their form', async (_, body) => {
    expect((await ask('query', body)).body).toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('for 200 percent signs find nothing', async () => {
    expect(names(await page({ search: '%'.repeat(200) }))).toEqual([]);
    expect(names(await page({ search: `${'%_\\'.repeat(66)}%` }))).toEqual([]);
  });
});
