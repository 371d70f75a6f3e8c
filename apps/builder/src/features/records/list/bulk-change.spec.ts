import { describe, expect, it } from '@jest/globals';
import type { BulkAnswer, RecordPage } from '@tessera/contract';
import { inPortions, reportOf } from './bulk-change.ts';
import { walkPages } from './matching-rows.ts';
import { moved } from './moved.ts';
import type { SelectedRow } from './use-selection.ts';
import { viewKeyFor, viewOf } from './view-draft.ts';

const row = (id: string) => ({ id, version: 1, title: id.toUpperCase() });

describe('the report of many changes', () => {
  it('names each row that was refused with its reason, that of the field before that of the whole', () => {
    const report = reportOf([row('a'), row('b'), row('c')], [{ status: 'updated', id: 'a' }, { status: 'refused', error: { message: 'Refused.', fields: [{ message: 'Too long.' }] } }, { status: 'refused', error: { message: 'Changed meanwhile.' } }]);
    expect(report).toEqual({ changed: 1, refused: [{ row: row('b'), message: 'Too long.' }, { row: row('c'), message: 'Changed meanwhile.' }] });
  });
  it('counts what needed no change as done', () => {
    expect(reportOf([row('a')], [{ status: 'unchanged' }])).toEqual({ changed: 1, refused: [] });
  });
});

describe('many more', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map(row);
  const done = (some: readonly SelectedRow[]): BulkAnswer['results'] => some.map(({ id }) => (id === 'b' ? { status: 'refused', error: { message: 'No.' } } : { status: 'updated', id }));
  it('go in portions, and the report is one', async () => {
    const sizes: number[] = [];
    const seen: number[] = [];
    const report = await inPortions(rows, async (some) => (sizes.push(some.length), done(some)), { onProgress: (count) => seen.push(count) }, 2);
    expect([sizes, seen]).toEqual([[2, 2, 1], [2, 4, 5]]);
    expect(report).toEqual({ changed: 4, refused: [{ row: row('b'), message: 'No.' }], left: [] });
  });
  it('can be stopped between two portions', async () => {
    const stop = new AbortController();
    const report = await inPortions(rows, async (some) => (stop.abort(), done(some)), { signal: stop.signal }, 2);
    expect(report).toMatchObject({ changed: 1, left: [row('c'), row('d'), row('e')] });
  });
  it('say what was done before the server was gone, and fail when that is nothing', async () => {
    const gone = new Error('gone');
    const report = await inPortions(rows, async (some) => { if (some[0]?.id === 'c') throw gone; return done(some); }, {}, 2);
    expect(report).toMatchObject({ changed: 1, left: [row('c'), row('d'), row('e')], failure: gone });
    await expect(inPortions(rows, async () => { throw gone; })).rejects.toBe(gone);
  });
});

describe('all rows of a list', () => {
  const pages: RecordPage[] = [['a', 'b'], ['c', 'd'], ['e']].map((ids, index, all) => ({ rows: ids.map((id) => ({ id, version: 1, values: {} })), next: index < all.length - 1 ? String(index + 1) : null, prev: null }));
  const ask = async (cursor: string | null): Promise<RecordPage> => pages[Number(cursor ?? 0)]!;
  it('are found page by page, as many as may be, until it is stopped', async () => {
    const ids = ({ id }: { id: string }): string => id;
    expect(await walkPages(ask, ids, {})).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await walkPages(ask, ids, {}, 3)).toEqual(['a', 'b', 'c']);
    const stop = new AbortController();
    expect(await walkPages(ask, ids, { signal: stop.signal, onProgress: (found) => found >= 2 && stop.abort() })).toEqual(['a', 'b']);
  });
});

describe('a view made of a list', () => {
  const entity = { key: 'account', label: { en: 'Customer' }, titleField: 'name', fields: [] };
  it('keeps neither the search nor a width no view may have', () => {
    const columns = [{ field: { key: 'name', type: 'text' as const, label: { en: 'Name' } }, width: 2000.4 }];
    const query = { fields: ['name'], search: 'x', sort: [{ field: 'name', desc: true }], filter: { field: 'name', op: 'isNotEmpty' } as const };
    const view = viewOf(entity, 'account_big', { en: 'Big' }, { columns, query, groups: [], aggregates: {} });
    expect(view).toEqual({ key: 'account_big', entity: 'account', label: { en: 'Big' }, kind: 'grid', columns: [{ field: 'name', width: 1200 }], filter: { field: 'name', op: 'isNotEmpty' }, sort: [{ field: 'name', desc: true }] });
  });
  it('has a key that no other view has', () => {
    expect(viewKeyFor(entity, { en: 'Big' }, [])).toBe('account_big');
    expect(viewKeyFor(entity, { en: 'Big' }, ['account_big'])).not.toBe('account_big');
    expect(viewKeyFor(entity, undefined, [])).toBe('');
  });
});

it('moves an item without losing one', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});
