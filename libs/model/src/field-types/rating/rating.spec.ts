import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, optionsAreValid, refused, roundTrips } from '../../testing/values.ts';
import { rating } from './index.ts';

const five = field('stars', 'rating');
const ten = field('stars', 'rating', { options: { max: 10 } });

describe('rating', () => {
  it('is a whole number up to its most', () => {
    expect(['1', '5'].map((value) => isValid(five, value))).toEqual([true, true]);
    expect(['0', '6', '2.5', '-1', 'x'].map((value) => isValid(five, value))).toEqual([false, false, false, false, false]);
    expect(isValid(ten, '10')).toBe(true);
  });

  it.each([['★★★', '3'], ['★★★☆☆', '3'], ['⭐⭐', '2'], ['4', '4'], ['4星', '4'], ['三星', '3'], ['3/5', '3'], ['3 stars', '3'], ['４分', '4']])('reads the cell %s', (text, value) => {
    expect(cell(five, text)).toBe(value);
  });

  it('takes no star for no rating', () => {
    expect(cell(five, '☆☆☆☆☆')).toBeNull();
    expect(rating.canonical('0', five)).toBeNull();
    expect(rating.canonical('3.0', five)).toBe('3');
  });

  it('refuses what is no rating of its scale', () => {
    expect(cell(five, '6')).toEqual(refused('FIELD_TOO_LARGE'));
    expect(cell(five, '3/10')).toEqual(refused('FIELD_NOT_NUMBER'));
    expect(cell(five, '2.5')).toEqual(refused('FIELD_TOO_PRECISE'));
    expect(cell(five, 'good')).toEqual(refused('FIELD_NOT_NUMBER'));
    expect(optionsAreValid(field('s', 'rating', { options: { max: 11 } }))).toBe(false);
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(ten, '7')).toEqual(['7', '7']);
  });
});
