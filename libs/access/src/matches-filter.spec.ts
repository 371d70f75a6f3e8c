import { describe, expect, it } from '@jest/globals';
import type { FilterOperand, FilterOperator } from '@tessera/contract';
import type { ValueKind } from '@tessera/model';
import { matchesFilter, type MatchEnv } from './matches-filter.ts';

const kinds: Readonly<Record<string, ValueKind>> = { amount: 'decimal', at: 'datetime', day: 'date', who: 'uuid', tags: 'textList', count: 'integer', yes: 'boolean' };
const env: MatchEnv = { me: 'm1', today: '2024-01-05', now: '2024-01-05T02:00:00.000Z', startOfToday: '2024-01-04T16:00:00.000Z', kindOf: (path) => kinds[path] ?? 'text' };
const matches = (cell: unknown, field: string, op: FilterOperator, value?: FilterOperand, at: MatchEnv = env) => matchesFilter({ field, op, ...(value === undefined ? {} : { value }) }, () => cell, at);

describe('matchesFilter', () => {
  it.each<[FilterOperator, FilterOperand | undefined, boolean]>([
    ['eq', 'x', false], ['ne', 'x', true], ['lt', 'x', false], ['lte', 'x', false], ['gt', 'x', false], ['gte', 'x', false],
    ['in', ['x'], false], ['notIn', ['x'], true], ['contains', 'x', false], ['startsWith', 'x', false],
    ['isEmpty', undefined, true], ['isNotEmpty', undefined, false],
  ])('of an empty cell says %s %j is %p', (op, value, expected) => {
    for (const cell of [null, undefined, '', []]) expect(matches(cell, 'name', op, value)).toBe(expected);
  });

  it.each<[unknown, string, FilterOperator, FilterOperand | undefined, boolean]>([
    ['Max', 'name', 'eq', 'Max', true], ['Max', 'name', 'eq', 'max', false], ['Max', 'name', 'ne', 'Ann', true], ['Max', 'name', 'ne', 'Max', false],
    ['Max', 'name', 'contains', 'AX', true], ['Max', 'name', 'startsWith', 'ma', true], ['Max', 'name', 'startsWith', 'ax', false],
    ['a', 'name', 'in', ['a', 'b'], true], ['c', 'name', 'in', ['a', 'b'], false], ['c', 'name', 'notIn', ['a', 'b'], true], ['a', 'name', 'notIn', ['a'], false],
    ['9.50', 'amount', 'eq', '9.5', true], ['9', 'amount', 'lt', '10', true], ['10', 'amount', 'lte', '10.00', true], ['-1', 'amount', 'gt', '-2', true], ['10', 'amount', 'gt', '9', true], ['10.0', 'amount', 'in', ['10'], true],
    [9, 'count', 'lt', 10, true], [true, 'yes', 'eq', true, true], [false, 'yes', 'eq', true, false], [false, 'yes', 'isEmpty', undefined, false],
    [['x', 'y'], 'tags', 'contains', 'x', true], [['xx'], 'tags', 'contains', 'x', false], [['x', 'y'], 'tags', 'in', ['y', 'z'], true], [['x'], 'tags', 'notIn', ['y'], true], [['x'], 'tags', 'notIn', ['x'], false],
    ['2024-01-05', 'day', 'eq', { var: 'today' }, true], ['2024-01-04T16:00:00.000Z', 'at', 'gte', { var: 'today' }, true], ['2024-01-04T15:59:59.999Z', 'at', 'gte', { var: 'today' }, false], ['2024-01-05T01:00:00.000Z', 'at', 'lt', { var: 'now' }, true],
    ['m1', 'who', 'eq', { var: 'me' }, true], ['m2', 'who', 'eq', { var: 'me' }, false],
  ])('of %j says %s %s %j is %p', (cell, field, op, value, expected) => {
    expect(matches(cell, field, op, value)).toBe(expected);
  });

  it('lets nobody own what has no owner', () => {
    const nobody = { ...env, me: null };
    expect(matches(null, 'who', 'eq', { var: 'me' }, nobody)).toBe(false);
    expect(matches('m1', 'who', 'eq', { var: 'me' }, nobody)).toBe(false);
    expect(matches('m1', 'who', 'ne', { var: 'me' }, nobody)).toBe(true);
  });

  it('joins with and, or, not; of none, and is true and or is false', () => {
    const yes = { field: 'name', op: 'isEmpty' } as const;
    const ask = (filter: Parameters<typeof matchesFilter>[0]) => matchesFilter(filter, () => null, env);
    expect([ask({ and: [] }), ask({ or: [] }), ask({ and: [yes, { not: yes }] }), ask({ or: [{ not: yes }, yes] })]).toEqual([true, false, false, true]);
  });
});
