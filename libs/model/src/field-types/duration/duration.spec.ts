import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { duration } from './index.ts';

const effort = field('effort', 'duration');

describe('duration', () => {
  it('is whole seconds, and never less than nothing', () => {
    expect(['0', '5400', '99999999999999'].map((value) => isValid(effort, value))).toEqual([true, true, true]);
    expect(['-1', '1.5', '100000000000000', '1:30'].map((value) => isValid(effort, value))).toEqual([false, false, false, false]);
  });

  it.each([
    ['1:30', '5400'], ['1:30:15', '5415'], ['100:00', '360000'], ['90分钟', '5400'], ['90 min', '5400'], ['1h30m', '5400'], ['1h 30m 15s', '5415'], ['1小时30分', '5400'], ['1小时30', '5400'],
    ['1.5小时', '5400'], ['1.5 hours', '5400'], ['2天', '172800'], ['2d 3h', '183600'], ['半小时', '1800'], ['1个小时半', '5400'], ['45秒', '45'], ['０：３０', '1800'], ['2 days', '172800'],
  ])('reads the cell %s as %s seconds', (text, value) => {
    expect(cell(effort, text)).toBe(value);
  });

  it.each(['90', '1:60', '30分1小时', '1h1h', '1.5', '-1h', '1 fortnight', '0.3秒', 'soon', '1h30x', '1小时60'])('refuses the cell %s rather than guess', (text) => {
    expect(cell(effort, text)).toEqual(refused('FIELD_NOT_DURATION'));
  });

  it('reads anything in a bounded time', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('1', '.', 'h', '半', '小', '时', '分', ' ', ':'), maxLength: 200 }), (text) => expect(() => cell(effort, text)).not.toThrow()));
  });

  it('comes back unchanged from an export', () => {
    for (const value of ['0', '59', '5400', '360061', '99999999999999']) expect(roundTrips(effort, value)).toEqual([value, value]);
    expect(duration.formatText('5400', effort, { locale: 'en', timeZone: 'UTC' })).toBe('1:30:00');
  });
});
