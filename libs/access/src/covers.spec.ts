import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Filter } from '@tessera/contract';
import type { RowScope } from './access.ts';
import { covers, coversMasks } from './covers.ts';
import { matchesFilter, type MatchEnv } from './matches-filter.ts';
import { ALL, DENY, scopeWhere } from './scope.ts';

const a: Filter = { field: 'level', op: 'eq', value: 'a' };
const mine: Filter = { field: 'owner', op: 'eq', value: { var: 'me' } };
const vip: Filter = { formula: 'vip' };
const within = (given: Filter, held: Filter): boolean => covers(scopeWhere(held), scopeWhere(given));

describe('covers', () => {
  it.each<[Filter, Filter, boolean]>([
    [{ and: [mine, a] }, mine, true], [mine, { and: [mine, a] }, false], [mine, { or: [mine, a] }, true], [{ or: [mine, a] }, mine, false],
    [{ or: [{ and: [mine, a] }, { and: [mine, vip] }] }, mine, true], [{ and: [mine, a, vip] }, { and: [vip, mine] }, true],
    [{ not: { or: [mine, a] } }, { not: mine }, true], [{ not: mine }, { not: { or: [mine, a] } }, false],
    [a, { field: 'level', op: 'in', value: ['a', 'b'] }, true], [{ field: 'level', op: 'in', value: ['a', 'c'] }, { field: 'level', op: 'in', value: ['a', 'b'] }, false],
    [{ field: 'level', op: 'notIn', value: ['a', 'b'] }, { field: 'level', op: 'ne', value: 'a' }, true], [a, { field: 'level', op: 'isNotEmpty' }, true], [a, { field: 'name', op: 'isNotEmpty' }, false],
    [{ field: 'owner', op: 'in', value: { var: 'myTeam' } }, { field: 'owner', op: 'in', value: { var: 'myTeam' } }, true], [mine, { field: 'owner', op: 'in', value: { var: 'myTeam' } }, false],
    [vip, vip, true], [vip, { formula: 'NOT(vip)' }, false],
    [{ related: 'lines', some: { and: [a, mine] } }, { related: 'lines', some: a }, true], [{ related: 'lines', none: a }, { related: 'lines', none: { and: [a, mine] } }, true],
    [{ related: 'lines', some: a }, { related: 'rows', some: a }, false], [{ related: 'lines', count: { op: 'gt', value: 1 } }, { related: 'lines', count: { op: 'gt', value: 0 } }, false],
  ])('of %j within %j says %p', (given, held, expected) => {
    expect(within(given, held)).toBe(expected);
  });

  it('takes nothing for nothing and everything for everything', () => {
    expect([covers(DENY, DENY), covers(ALL, scopeWhere(mine)), covers(scopeWhere(mine), ALL), covers(DENY, scopeWhere(mine))]).toEqual([true, true, false, false]);
  });

  it('never says yes where a row is given and not held', () => {
    const env: MatchEnv = { me: 'm', today: '2024-01-05', now: '', startOfToday: '', kindOf: () => 'text' };
    const leaf = fc.constantFrom<Filter>(
      a, mine, { field: 'level', op: 'in', value: ['a', 'b'] }, { field: 'level', op: 'ne', value: 'b' }, { field: 'level', op: 'notIn', value: ['a', 'b'] }, { field: 'level', op: 'isEmpty' }, { field: 'level', op: 'isNotEmpty' },
      { field: 'owner', op: 'ne', value: 'm' }, { field: 'owner', op: 'isNotEmpty' },
    );
    const tree = fc.letrec<{ node: Filter }>((tie) => ({
      node: fc.oneof({ maxDepth: 2 }, leaf, fc.record({ and: fc.array(tie('node'), { maxLength: 2 }) }), fc.record({ or: fc.array(tie('node'), { maxLength: 2 }) }), fc.record({ not: tie('node') })),
    })).node;
    const holds = (scope: RowScope, row: Readonly<Record<string, unknown>>): boolean => scope.kind === 'all' || (scope.kind === 'where' && matchesFilter(scope.filter, (path) => row[path], env));
    let agreed = 0;
    fc.assert(
      fc.property(tree, tree, (one, other) => {
        const [held, given] = [scopeWhere(one), scopeWhere(other)];
        if (!covers(held, given)) return;
        agreed += 1;
        for (const level of ['a', 'b', 'c', null]) for (const owner of ['m', 'n', null]) if (holds(given, { level, owner })) expect(holds(held, { level, owner })).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(agreed).toBeGreaterThan(100);
  });
});

describe('coversMasks', () => {
  const tail = { start: 0, end: 4 };
  const given = (mask: { start: number; end: number; domain?: boolean }, scope: RowScope = ALL) => [{ mask, scope }];
  it('lets a mask stand for the value and for a mask that shows as much, never for one that shows less', () => {
    expect(coversMasks({ clear: ALL, masks: [] }, given(tail))).toBe(true);
    expect(coversMasks({ clear: DENY, masks: given(tail) }, given({ start: 0, end: 2 }))).toBe(true);
    expect(coversMasks({ clear: DENY, masks: given(tail) }, given({ start: 1, end: 4 }))).toBe(false);
    expect(coversMasks({ clear: DENY, masks: given(tail) }, given({ ...tail, domain: true }))).toBe(false);
    expect(coversMasks({ clear: DENY, masks: [] }, given(tail))).toBe(false);
  });
  it('counts a mask only on the rows on which it is the first', () => {
    const masks = [...given({ start: 0, end: 0 }, scopeWhere(mine)), ...given(tail)];
    expect(coversMasks({ clear: DENY, masks }, given(tail))).toBe(false);
    expect(coversMasks({ clear: DENY, masks }, given(tail, scopeWhere(a)))).toBe(false);
    expect(coversMasks({ clear: DENY, masks }, given(tail, scopeWhere({ not: mine })))).toBe(true);
    expect(coversMasks({ clear: scopeWhere(mine), masks }, given(tail, scopeWhere({ or: [mine, { not: mine }] })))).toBe(true);
  });
});
