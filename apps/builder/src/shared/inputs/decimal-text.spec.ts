import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editText, parseDecimal } from './decimal-text.ts';

describe('parseDecimal', () => {
  it.each([
    ['1,234.50', 'number', '1234.5'],
    ['￥8,000', 'money', '8000'],
    ['15', 'percent', '0.15'],
    ['15.5%', 'percent', '0.155'],
    ['', 'money', null],
    ['1,5', 'number', undefined],
    ['abc', 'number', undefined],
    ['１２', 'number', '12'],
  ] as const)('reads %j as %s %j', (text, kind, expected) => {
    expect(parseDecimal(text, kind)).toBe(expected);
  });
});

describe('editText', () => {
  it.each([
    ['8000.00', 'money', '8000'],
    ['0.155', 'percent', '15.5'],
    ['0.05', 'percent', '5'],
    ['-0.005', 'percent', '-0.5'],
    [null, 'number', ''],
    ['oops', 'number', 'oops'],
  ] as const)('edits %j of a %s as %j', (value, kind, expected) => {
    expect(editText(value, kind)).toBe(expected);
  });
  it('comes back as the value it showed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom('number', 'money', 'percent' as const), (thousandths, kind) => {
        const value = (thousandths / 1000).toFixed(3);
        const back = parseDecimal(editText(value, kind as 'number'), kind as 'number');
        expect(Number(back)).toBe(Number(value));
      }),
    );
  });
});
