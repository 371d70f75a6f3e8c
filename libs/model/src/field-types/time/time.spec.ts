import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';
import { time } from './index.ts';

const at = field('at', 'time');

describe('time', () => {
  it('is a time of day with seconds', () => {
    expect(['00:00:00', '23:59:59'].map((value) => isValid(at, value))).toEqual([true, true]);
    expect(['24:00:00', '9:00:00', '09:00', '09:60:00', ''].map((value) => isValid(at, value))).toEqual([false, false, false, false, false]);
    expect(time.canonical('09:30', at)).toBe('09:30:00');
  });

  it.each([
    ['15:05', '15:05:00'], ['3:05', '03:05:00'], ['15:05:59', '15:05:59'], ['3:05 PM', '15:05:00'], ['12:00 am', '00:00:00'], ['12:30 p.m.', '12:30:00'], ['3pm', '15:00:00'],
    ['下午3:05', '15:05:00'], ['下午3点05分', '15:05:00'], ['下午三', null], ['晚上8点半', '20:30:00'], ['上午12:00', '00:00:00'], ['中午12点', '12:00:00'], ['中午1点', '13:00:00'], ['凌晨2点', '02:00:00'],
    ['15时', '15:00:00'], ['15点整', '15:00:00'], ['8点5分7秒', '08:05:07'], ['下午 15:05', '15:05:00'], ['１５：０５', '15:05:00'],
  ])('reads the cell %s as %s', (text, value) => {
    expect(cell(at, text)).toEqual(value ?? refused('FIELD_NOT_TIME'));
  });

  it.each(['24:00', '上午15:00', '15', '1505', '3:5', '0.5', 'noon', '下午0:30', '25点', '2024-01-05 15:05'])('refuses the cell %s rather than guess', (text) => {
    expect(cell(at, text)).toEqual(refused('FIELD_NOT_TIME'));
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(at, '09:30:00')).toEqual(['09:30:00', '09:30:00']);
    expect(roundTrips(at, '09:30:01')).toEqual(['09:30:01', '09:30:01']);
  });
});
