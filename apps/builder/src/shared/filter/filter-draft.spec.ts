import { describe, expect, it } from '@jest/globals';
import type { Filter } from '@tessera/contract';
import fc from 'fast-check';
import { bothFilters } from './both-filters.ts';
import { EMPTY_DRAFT, countConditions, hasGaps, isComplete, isFilter, newRelated, spelled, toDraft, toFilter, withOperator, type ConditionDraft } from './filter-draft.ts';
import { NAMED_PERIODS, choiceOf, periodOf, withCount } from './periods.ts';

const condition = (field: string, op: ConditionDraft['op'], value?: ConditionDraft['value']): ConditionDraft => ({ kind: 'condition', field, op, ...(value === undefined ? {} : { value }) });

/** Filters as drafts write them: no group of one, nothing negated twice in a row. */
const written: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter; group: Filter; leaf: Filter }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ field: fc.constantFrom('name', 'account.owner'), op: fc.constantFrom('eq' as const, 'ne' as const), value: fc.string({ minLength: 1 }) }),
    fc.record({ field: fc.constant('at'), op: fc.constant('within' as const), value: fc.constant({ period: 'week' as const, offset: -1 }) }),
    fc.constant<Filter>({ field: 'name', op: 'isEmpty' }),
    fc.record({ field: fc.constantFrom('owner', 'account.owner'), op: fc.constantFrom('in' as const, 'notIn' as const), value: fc.constantFrom({ var: 'myTeam' as const }, { var: 'myReports' as const }) }),
    fc.record({ formula: fc.constantFrom('amount > 10', 'NOT(ISBLANK(name))') }),
    fc.record({ field: fc.constant('n'), op: fc.constant('between' as const), value: fc.tuple(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })) }),
  ),
  group: fc.oneof(fc.record({ and: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }), fc.record({ or: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) })) as fc.Arbitrary<Filter>,
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('group'),
    fc.record({ not: tie('filter') }),
    fc.record({ related: fc.constant('lines'), some: tie('filter') }),
    fc.record({ related: fc.constant('lines'), none: tie('filter') }),
    fc.record({ related: fc.constant('order:account'), every: tie('filter') }),
    fc.record({ related: fc.constant('lines'), count: fc.constant({ op: 'gt' as const, value: 2 }), where: tie('filter') }),
  ) as fc.Arbitrary<Filter>,
})).filter;

describe('a filter draft', () => {
  it('gives back the filter it was made of, however it is nested', () => {
    fc.assert(fc.property(written, (filter) => expect(toFilter(toDraft(filter))).toEqual(filter)));
  });
  it.each<[Filter]>([[{ or: [] }], [{ not: { and: [] } }]])('keeps %j, which no control can say', (filter) => {
    expect(toFilter(toDraft(filter))).toEqual(filter);
  });
  it('leaves unfinished conditions out, and knows that it does', () => {
    const draft = { ...EMPTY_DRAFT, parts: [condition('a', 'eq'), condition('b', 'in', []), condition('c', 'isEmpty'), { ...EMPTY_DRAFT, negated: true, parts: [condition('d', 'between', ['1', null])] }] };
    expect(toFilter(draft)).toEqual({ field: 'c', op: 'isEmpty' });
    expect(hasGaps(draft)).toBe(true);
    expect(hasGaps(toDraft({ field: 'c', op: 'isEmpty' }))).toBe(false);
    expect(isComplete(condition('a', 'eq', false))).toBe(true);
    expect(isComplete(condition('a', 'in', { var: 'myReports' }))).toBe(true);
    expect(isComplete(condition('a', 'in', { var: 'me' }))).toBe(false);
    expect(hasGaps({ ...EMPTY_DRAFT, parts: [{ kind: 'formula', formula: ' ' }] })).toBe(true);
  });
  it('says that there are rows, or none, without conditions on them; of all of them nothing', () => {
    expect(toFilter(newRelated('lines'))).toEqual({ related: 'lines', some: { and: [] } });
    expect(toFilter({ ...newRelated('lines'), test: 'every' })).toBeUndefined();
    expect(toFilter({ ...newRelated('lines'), test: 'count' })).toEqual({ related: 'lines', count: { op: 'gte', value: 1 } });
  });
  it('counts what a person reads', () => {
    expect(countConditions(toDraft({ and: [{ field: 'a', op: 'isEmpty' }, { not: { related: 'lines', some: { field: 'b', op: 'isEmpty' } } }] }))).toBe(3);
  });
});

describe('another operator', () => {
  it.each<[ConditionDraft, ConditionDraft['op'], ConditionDraft['value']]>([
    [condition('x', 'in', ['a']), 'notIn', ['a']],
    [condition('x', 'in', ['a', 'b']), 'eq', 'a'],
    [condition('x', 'eq', 'a'), 'in', ['a']],
    [condition('x', 'eq', '1'), 'between', ['1', null]],
    [condition('x', 'eq', 'a'), 'isEmpty', undefined],
    [condition('x', 'eq', { var: 'today' }), 'within', undefined],
    [condition('x', 'within', { period: 'day', offset: 0 }), 'notWithin', { period: 'day', offset: 0 }],
    [condition('x', 'eq', { var: 'me' }), 'in', undefined],
    [condition('x', 'in', { var: 'myTeam' }), 'notIn', { var: 'myTeam' }],
    [condition('x', 'in', { var: 'myTeam' }), 'eq', undefined],
  ])('than that of %j, %s, has the value %j', (before, op, value) => {
    expect(withOperator(before, op)).toEqual(condition('x', op, value));
  });
});

describe('periods', () => {
  it('are told apart by their choice', () => {
    for (const name of NAMED_PERIODS) expect(choiceOf(periodOf(name))).toBe(name);
    expect(choiceOf({ last: 30, period: 'day' })).toBe('last');
    expect(choiceOf({ period: 'month', offset: -7 })).toBe('offset');
    expect(withCount({ next: 7, period: 'day' }, 14)).toEqual({ next: 14, period: 'day' });
  });
});

describe('a filter of an address', () => {
  it('is one when its outline is', () => {
    fc.assert(fc.property(written, (filter) => expect(isFilter(JSON.parse(JSON.stringify(filter)))).toBe(true)));
    expect(isFilter({ related: 'lines' })).toBe(false);
    expect(isFilter({ and: [{ field: 1 }] })).toBe(false);
    expect(isFilter(Array.from({ length: 40 }).reduce<unknown>((inner) => ({ not: inner }), { field: 'a', op: 'eq' }))).toBe(false);
  });
  it('has one spelling', () => {
    expect(JSON.stringify(spelled({ value: 'a', op: 'eq', field: 'x' }))).toBe('{"field":"x","op":"eq","value":"a"}');
    fc.assert(fc.property(written, (filter) => expect(spelled(filter)).toEqual(filter)));
  });
});

it('joins two filters only when both exist', () => {
  const one: Filter = { field: 'a', op: 'isEmpty' };
  expect(bothFilters(one, undefined)).toBe(one);
  expect(bothFilters(undefined, one)).toBe(one);
  expect(bothFilters(one, one)).toEqual({ and: [one, one] });
});
