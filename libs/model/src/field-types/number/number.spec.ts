import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { field } from '../../testing/documents.ts';
import { cell, isValid, optionsAreValid, refused, roundTrips } from '../../testing/values.ts';

const plain = field('n', 'number');
const whole = field('n', 'number', { options: { scale: 0, min: '0', max: '100' } });

describe('number', () => {
  it.each(['0', '-1', '12345678901234567890.123', '1.50'])('takes the decimal %s', (value) => {
    expect(isValid(plain, value)).toBe(true);
  });

  it.each([12, '1e5', '+1', '1,000', '.5', '1.', '', 'NaN', 'Infinity', '１', '9'.repeat(29), '0.12345678901'])('refuses %p', (value) => {
    expect(isValid(plain, value)).toBe(false);
  });

  it('compares limits by value, however many digits', () => {
    const big = field('n', 'number', { options: { max: '12345678901234567890.1' } });
    expect(isValid(big, '12345678901234567890.1')).toBe(true);
    expect(isValid(big, '12345678901234567890.2')).toBe(false);
    expect(isValid(whole, '100.00')).toBe(true);
    expect(isValid(whole, '-1')).toBe(false);
  });

  it('counts only the digits after the point that carry value', () => {
    expect(isValid(whole, '7.000')).toBe(true);
    expect(isValid(whole, '7.5')).toBe(false);
  });

  it.each([
    ['1,234.50', '1234.5'],
    ['１２３４．５', '1234.5'],
    [' 1 234 567 ', '1234567'],
    ['(12.5)', '-12.5'],
    ['（12.5）', '-12.5'],
    ['+3', '3'],
    ['-0', '0'],
    ['.5', '0.5'],
    ['1.5E3', '1500'],
    ['007', '7'],
  ])('reads the cell %p as %p', (text, value) => {
    expect(cell(plain, text)).toBe(value);
  });

  it.each(['1,5', '12,34', '1.234,5', 'abc', '1 2', '--1', '-+1', '1e99', '1-'])('refuses the cell %p rather than guess', (text) => {
    expect(cell(plain, text)).toEqual(refused('FIELD_NOT_NUMBER'));
  });

  it('names the limit a cell breaks', () => {
    expect(cell(whole, '101')).toEqual(refused('FIELD_TOO_LARGE'));
    expect(cell(whole, '-1')).toEqual(refused('FIELD_TOO_SMALL'));
    expect(cell(whole, '1.5')).toEqual(refused('FIELD_TOO_PRECISE'));
  });

  it('refuses limits that cross or are finer than the scale', () => {
    expect(optionsAreValid(field('n', 'number', { options: { min: '2', max: '1' } }))).toBe(false);
    expect(optionsAreValid(field('n', 'number', { options: { scale: 0, min: '0.5' } }))).toBe(false);
    expect(optionsAreValid(field('n', 'number', { options: { min: 1 } }))).toBe(false);
  });

  it('comes back unchanged from an export', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat({ max: 9999999 }), (whole, fraction) => {
        const value = fraction % 10 === 0 ? String(whole) : `${whole}.${String(fraction).padStart(7, '0')}`;
        expect(roundTrips(plain, value)).toEqual([value, value]);
      }),
    );
  });
});
