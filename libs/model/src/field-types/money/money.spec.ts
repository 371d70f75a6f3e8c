import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { money } from './index.ts';

const price = field('price', 'money');

describe('money', () => {
  it('is stored with its scale', () => {
    expect(money.column(price)).toBe('numeric(20,2)');
    expect(money.column(field('p', 'money', { options: { scale: 4 } }))).toBe('numeric(20,4)');
  });

  it('never takes more than its column can hold', () => {
    expect(isValid(price, '999999999999999999.00')).toBe(true);
    expect(isValid(price, '1000000000000000000')).toBe(false);
    expect(isValid(price, '1.005')).toBe(false);
  });

  it.each([
    ['¥1,234.50', '1234.50'],
    ['￥ 8000', '8000.00'],
    ['$12', '12.00'],
    ['-¥5', '-5.00'],
    ['¥-5', '-5.00'],
    ['8000元', '8000.00'],
    ['14.0000', '14.00'],
  ])('reads the cell %p as %p', (text, value) => {
    expect(cell(price, text)).toBe(value);
  });

  it('refuses a cell that is finer than a cent', () => {
    expect(cell(price, '1.005')).toEqual(refused('FIELD_TOO_PRECISE'));
  });

  it('has one spelling per amount', () => {
    expect(money.canonical('8000', price)).toBe('8000.00');
    expect(money.canonical('-0', price)).toBe('0.00');
    expect(roundTrips(price, '8000.00')).toEqual(['8000.00', '8000.00']);
  });
});
