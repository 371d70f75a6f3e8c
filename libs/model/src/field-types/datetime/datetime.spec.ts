import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { instantText } from '../../values/time.ts';
import { datetime } from './index.ts';

const at = field('at', 'datetime');

describe('datetime', () => {
  it.each(['2024-01-05T10:00:00Z', '2024-01-05T10:00:00.123456+08:00', '2024-02-29t23:59:59z'])('takes the instant %s', (value) => {
    expect(isValid(at, value)).toBe(true);
  });

  it.each(['2024-01-05T10:00:00', '2024-01-05', '2024-01-05T24:00:00Z', '2024-01-05T10:00:60Z', '2023-02-29T00:00:00Z', '0001-01-01T00:00:00+08:00', ''])('refuses %p', (value) => {
    expect(isValid(at, value)).toBe(false);
  });

  it.each([
    ['1996-07-04 00:00:00.000', 'Asia/Shanghai', '1996-07-03T16:00:00.000Z'],
    ['1996-07-04 00:00:00.000', 'UTC', '1996-07-04T00:00:00.000Z'],
    ['2024-01-05T10:00:00Z', 'Asia/Shanghai', '2024-01-05T10:00:00.000Z'],
    ['2024-01-05 10:00:00+0800', 'UTC', '2024-01-05T02:00:00.000Z'],
    ['2024年1月5日 14:30', 'Asia/Shanghai', '2024-01-05T06:30:00.000Z'],
    ['2024年1月5日14时30分', 'Asia/Shanghai', '2024-01-05T06:30:00.000Z'],
    ['2024/1/5 9:05', 'America/New_York', '2024-01-05T14:05:00.000Z'],
    ['2024-07-05 09:05', 'America/New_York', '2024-07-05T13:05:00.000Z'],
    ['2024-01-05', 'Asia/Shanghai', '2024-01-04T16:00:00.000Z'],
  ])('reads the cell %p in %s as %s', (text, zone, value) => {
    expect(cell(at, text, zone)).toBe(value);
  });

  it('takes the earlier of a time the clock shows twice, and moves one it never shows forward', () => {
    expect(cell(at, '2024-11-03 01:30', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z');
    expect(cell(at, '2024-03-10 02:30', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
  });

  it('refuses what names no instant', () => {
    for (const text of ['2024-01-05 24:01', '14:30', '1/5/2024 10:00', '2024-01-05 10:00 +25:00', '9999-99-99']) expect(cell(at, text)).toEqual(refused('FIELD_NOT_DATETIME'));
  });

  it('has one spelling per instant', () => {
    expect(datetime.canonical('2024-01-05T18:00:00+08:00', at)).toBe('2024-01-05T10:00:00.000Z');
  });

  it('agrees with the calendar of JavaScript for every instant', () => {
    fc.assert(fc.property(fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }), (date) => {
      expect(instantText(date.getTime())).toBe(date.toISOString());
    }));
  });

  it('comes back unchanged from an export', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1992-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }), (date) => {
      expect(roundTrips(at, date.toISOString())).toEqual([date.toISOString(), date.toISOString()]);
    }));
  });
});
