import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, optionsAreValid, refused } from '../../testing/values.ts';
import { autoNumber, autoNumberSeries, autoNumberText } from './index.ts';

const dated = field('no', 'autoNumber', { options: { prefix: 'SO-', date: 'YYYYMM', digits: 4 } });

describe('autoNumber', () => {
  it('is prefix, series and running digits', () => {
    expect(autoNumberText(dated, '2024-01-31', 42)).toBe('SO-202401-0042');
    expect(autoNumberText(dated, '2024-01-31', 123456)).toBe('SO-202401-123456');
    expect(autoNumberText(field('no', 'autoNumber'), '2024-01-31', 7)).toBe('00007');
  });

  it('starts anew with each series', () => {
    expect(autoNumberSeries(dated, '2024-01-31')).toBe('202401');
    expect(autoNumberSeries(dated, '2024-02-01')).toBe('202402');
    expect(autoNumberSeries(field('no', 'autoNumber'), '2024-02-01')).toBe('');
  });

  it('is never written by people', () => {
    expect(autoNumber.readOnly).toBe(true);
    expect(cell(dated, 'SO-1')).toEqual(refused('FIELD_READ_ONLY'));
  });

  it('starts where it is told, and ends as it is told', () => {
    const started = field('no', 'autoNumber', { options: { start: 1000, suffix: '/A', digits: 3 } });
    expect(autoNumberText(started, '2024-01-31', 1)).toBe('1000/A');
    expect(autoNumberText(started, '2024-01-31', 3)).toBe('1002/A');
  });

  it('counts in the period it is told, whatever date is shown', () => {
    const yearly = field('no', 'autoNumber', { options: { date: 'YYYYMMDD', reset: 'year', digits: 3 } });
    expect([autoNumberSeries(yearly, '2024-01-31'), autoNumberText(yearly, '2024-01-31', 7)]).toEqual(['2024', '20240131-007']);
    expect(autoNumberSeries(field('no', 'autoNumber', { options: { date: 'YYYY', reset: 'never' } }), '2024-01-31')).toBe('');
  });

  it.each([
    [{ reset: 'year' }, false],
    [{ date: 'YYYY', reset: 'month' }, false],
    [{ date: 'YYYYMM', reset: 'month' }, true],
    [{ date: 'YYYYMMDD', reset: 'never' }, true],
    [{ start: -1 }, false],
    [{ suffix: 'a\u0000' }, false],
  ])('set to %j never gives a number twice: %p', (options, valid) => {
    expect(optionsAreValid(field('no', 'autoNumber', { options }))).toBe(valid);
  });
});
