import { describe, expect, it } from '@jest/globals';
import { reportOf } from './bulk-change.ts';
import { moved } from './moved.ts';
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
