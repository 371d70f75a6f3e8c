import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COMPARISONS, parseSimple, writeSimple } from './simple-condition.ts';

describe('a condition of three boxes', () => {
  it.each([
    ['total > 10000', { field: 'total', comparison: '>', value: '10000' }],
    ['status="a ""b"""', { field: 'status', comparison: '=', value: 'a "b"' }],
    [' vip <> true ', { field: 'vip', comparison: '<>', value: 'TRUE' }],
    ['Task_1_outcome = "reject"', { field: 'Task_1_outcome', comparison: '=', value: 'reject' }],
    ['total > 10000 + 1', null],
    ['AND(a = 1, b = 2)', null],
    ['', null],
  ])('reads %j', (formula, expected) => {
    expect(parseSimple(formula)).toEqual(expected);
  });

  it('reads back what it wrote', () => {
    const field = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/);
    fc.assert(
      fc.property(field, fc.constantFrom(...COMPARISONS), fc.string(), (name, comparison, value) => {
        const condition = { field: name, comparison, value };
        expect(parseSimple(writeSimple(condition, 'text'))).toEqual(condition);
      }),
    );
    expect(parseSimple(writeSimple({ field: 'total', comparison: '>=', value: '-5.50' }, 'number'))).toEqual({ field: 'total', comparison: '>=', value: '-5.50' });
  });
});
