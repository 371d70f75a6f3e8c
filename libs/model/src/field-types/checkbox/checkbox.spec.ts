import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';

const vip = field('vip', 'checkbox');

describe('checkbox', () => {
  it.each(['是', 'TRUE', 'true', '1', 'Yes', 'y', '√', '１'])('reads the cell %p as yes', (text) => {
    expect(cell(vip, text)).toBe(true);
  });

  it.each(['否', 'False', '0', 'no', '×'])('reads the cell %p as no', (text) => {
    expect(cell(vip, text)).toBe(false);
  });

  it('refuses anything else, and reads nothing as null', () => {
    expect(cell(vip, '2')).toEqual(refused('FIELD_NOT_CHECKBOX'));
    expect(cell(vip, '')).toBeNull();
    expect(isValid(vip, 'true')).toBe(false);
    expect(isValid(vip, 1)).toBe(false);
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(vip, true)).toEqual([true, true]);
    expect(roundTrips(vip, false)).toEqual([false, false]);
  });
});
