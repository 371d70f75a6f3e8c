import { describe, expect, it } from '@jest/globals';
import type { FieldDocument, Filter } from '@tessera/contract';
import { bothFilters } from './both-filters.ts';
import { isComplete, newCondition, operatorsFor, toDraft, toFilter, withOperator } from './filter-draft.ts';

const field = (type: FieldDocument['type'], options?: FieldDocument['options']): FieldDocument => ({ key: 'x', type, label: { en: 'X' }, ...(options ? { options } : {}) });

describe('a filter draft', () => {
  it.each<[Filter | undefined]>([
    [undefined],
    [{ field: 'name', op: 'contains', value: 'a' }],
    [{ and: [{ field: 'name', op: 'contains', value: 'a' }, { field: 'owner', op: 'isEmpty' }] }],
    [{ or: [{ field: 'a', op: 'eq', value: '1' }, { field: 'b', op: 'in', value: ['x', 'y'] }] }],
  ])('of %j gives the same filter back', (filter) => {
    expect(toFilter(toDraft(filter)!)).toEqual(filter);
  });
  it('refuses what is not one flat list', () => {
    expect(toDraft({ not: { field: 'a', op: 'isEmpty' } })).toBeNull();
    expect(toDraft({ and: [{ or: [] }] })).toBeNull();
  });
  it('leaves unfinished conditions out', () => {
    expect(toFilter({ join: 'and', conditions: [{ field: 'a', op: 'eq' }, { field: 'b', op: 'in', value: [] }, { field: 'c', op: 'isEmpty' }] })).toEqual({ field: 'c', op: 'isEmpty' });
    expect(isComplete({ field: 'a', op: 'eq', value: false })).toBe(true);
  });
});

describe('operators', () => {
  it('are those of the result for a formula', () => {
    expect(operatorsFor(field('formula', { expression: 'a', currency: 'CNY' }))).toContain('gte');
    expect(operatorsFor(field('rollup', { subform: 'lines', aggregate: 'count' }))).toContain('lt');
  });
  it('do not exist for a subform', () => {
    expect(operatorsFor(field('subform'))).toEqual([]);
  });
  it('start a checkbox with yes', () => {
    expect(newCondition(field('checkbox'))).toEqual({ field: 'x', op: 'eq', value: true });
  });
  it('keep a value that still fits', () => {
    expect(withOperator({ field: 'x', op: 'in', value: ['a'] }, 'notIn')).toEqual({ field: 'x', op: 'notIn', value: ['a'] });
    expect(withOperator({ field: 'x', op: 'in', value: ['a', 'b'] }, 'eq')).toEqual({ field: 'x', op: 'eq', value: 'a' });
    expect(withOperator({ field: 'x', op: 'eq', value: 'a' }, 'isEmpty')).toEqual({ field: 'x', op: 'isEmpty' });
  });
});

it('joins two filters only when both exist', () => {
  const one: Filter = { field: 'a', op: 'isEmpty' };
  expect(bothFilters(one, undefined)).toBe(one);
  expect(bothFilters(undefined, one)).toBe(one);
  expect(bothFilters(one, one)).toEqual({ and: [one, one] });
});
