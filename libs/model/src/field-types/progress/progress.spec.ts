import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused, roundTrips } from '../../testing/values.ts';

const done = field('done', 'progress');

describe('progress', () => {
  it('is a fraction from 0 to 1', () => {
    expect(['0', '0.45', '1', '0.1234'].map((value) => isValid(done, value))).toEqual([true, true, true, true]);
    expect(['-0.1', '1.01', '0.12345', '45'].map((value) => isValid(done, value))).toEqual([false, false, false, false]);
  });

  it.each([['45%', '0.45'], ['45 ％', '0.45'], ['0.45', '0.45'], ['100%', '1'], ['12.34%', '0.1234'], ['0', '0']])('reads the cell %s', (text, value) => {
    expect(cell(done, text)).toBe(value);
  });

  it('refuses a bare percentage rather than guess', () => {
    expect(cell(done, '45')).toEqual(refused('FIELD_TOO_LARGE'));
    expect(cell(done, '12.345%')).toEqual(refused('FIELD_TOO_PRECISE'));
    expect(cell(done, 'half')).toEqual(refused('FIELD_NOT_NUMBER'));
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(done, '0.1234')).toEqual(['0.1234', '0.1234']);
  });
});
