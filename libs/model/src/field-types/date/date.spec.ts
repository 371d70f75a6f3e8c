import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';

const day = field('d', 'date');

describe('date', () => {
  it.each(['2024-02-29', '0001-01-01', '9999-12-31'])('takes %s', (value) => {
    expect(isValid(day, value)).toBe(true);
  });

  it.each(['2023-02-29', '2024-13-01', '2024-1-5', '0000-01-01', '2024-01-05T00:00:00Z', '', '10000-01-01'])('refuses %p', (value) => {
    expect(isValid(day, value)).toBe(false);
  });

  it.each([
    ['1996-07-04 00:00:00.000', '1996-07-04'],
    ['1996-07-04', '1996-07-04'],
    ['2024年1月5日', '2024-01-05'],
    ['２０２４年１月５日', '2024-01-05'],
    ['2024 年 1 月 5 号', '2024-01-05'],
    ['2024/1/5', '2024-01-05'],
    ['2024.1.5', '2024-01-05'],
    ['20240105', '2024-01-05'],
    ['2024-01-05T23:30:00Z', '2024-01-06'],
    ['2024-01-05T23:30:00+08:00', '2024-01-05'],
    ['2024/1/5 14:30', '2024-01-05'],
  ])('reads the cell %p as %p in Shanghai', (text, value) => {
    expect(cell(day, text)).toBe(value);
  });

  it.each(['1/5/2024', '05-01-2024', '2024-02-30', '2024年13月1日', 'tomorrow', '2024-01-05 25:00', '2024-01-05x'])('refuses the cell %p rather than guess', (text) => {
    expect(cell(day, text)).toEqual(refused('FIELD_NOT_DATE'));
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(day, '2024-01-05')).toEqual(['2024-01-05', '2024-01-05']);
  });
});
