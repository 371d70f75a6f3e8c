import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { percent } from './index.ts';

const discount = field('discount', 'percent', { options: { min: '0', max: '1' } });

describe('percent', () => {
  it.each([
    ['15%', '0.15'],
    ['15 ％', '0.15'],
    ['0.15', '0.15'],
    ['12.34%', '0.1234'],
    ['0', '0'],
    ['100%', '1'],
  ])('reads the cell %p as the fraction %p', (text, value) => {
    expect(cell(discount, text)).toBe(value);
  });

  it('holds fractions to limits and to the digits of the percentage', () => {
    expect(cell(discount, '101%')).toEqual(refused('FIELD_TOO_LARGE'));
    expect(cell(discount, '12.345%')).toEqual(refused('FIELD_TOO_PRECISE'));
    expect(isValid(discount, '0.1234')).toBe(true);
    expect(isValid(discount, '0.12345')).toBe(false);
  });

  it('shows percent and keeps the fraction', () => {
    expect(percent.formatText('0.15', discount, { locale: 'en', timeZone: 'UTC' })).toBe('15%');
    expect(roundTrips(discount, '0.0725')).toEqual(['0.0725', '0.0725']);
    expect(percent.canonical('0.1500', discount)).toBe('0.15');
  });
});
