import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FILTER_PERIODS, type RelativePeriod } from '@tessera/contract';
import { parsePeriod, periodRange } from './period.ts';

describe('periodRange', () => {
  it.each<[RelativePeriod, string, string, string]>([
    [{ period: 'day', offset: 0 }, '2024-02-29', '2024-02-29', '2024-03-01'],
    [{ period: 'day', offset: -1 }, '2024-03-01', '2024-02-29', '2024-03-01'],
    [{ period: 'week', offset: 0 }, '2024-01-01', '2024-01-01', '2024-01-08'], // a Monday
    [{ period: 'week', offset: 0 }, '2023-12-31', '2023-12-25', '2024-01-01'], // the Sunday before
    [{ period: 'week', offset: -1 }, '2024-01-03', '2023-12-25', '2024-01-01'],
    [{ period: 'month', offset: 0 }, '2024-02-29', '2024-02-01', '2024-03-01'],
    [{ period: 'month', offset: 1 }, '2024-12-31', '2025-01-01', '2025-02-01'],
    [{ period: 'quarter', offset: -1 }, '2024-01-15', '2023-10-01', '2024-01-01'],
    [{ period: 'quarter', offset: 0 }, '2024-06-30', '2024-04-01', '2024-07-01'],
    [{ period: 'year', offset: -1 }, '2024-06-30', '2023-01-01', '2024-01-01'],
    [{ period: 'day', last: 30 }, '2024-03-01', '2024-02-01', '2024-03-02'],
    [{ period: 'day', next: 7 }, '2024-02-28', '2024-02-28', '2024-03-06'],
    [{ period: 'month', last: 2 }, '2024-01-15', '2023-12-01', '2024-02-01'],
    [{ period: 'quarter', next: 2 }, '2024-11-15', '2024-10-01', '2025-04-01'],
    [{ period: 'year', offset: 1000 }, '9990-01-01', '9999-12-31', '9999-12-31'],
  ])('%j around %s is from %s up to %s', (period, today, from, to) => {
    expect(periodRange(period, today)).toEqual({ from, to });
  });

  it('holds today in the current period, and meets the period before without a gap', () => {
    const day = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.constantFrom(...FILTER_PERIODS), fc.integer({ min: -50, max: 50 }), (today, period, offset) => {
        const now = periodRange({ period, offset: 0 }, today);
        expect(now.from <= today && today < now.to).toBe(true);
        expect(periodRange({ period, offset: offset + 1 }, today).from).toBe(periodRange({ period, offset }, today).to);
        expect(new Date(`${periodRange({ period: 'week', offset }, today).from}T00:00:00Z`).getUTCDay()).toBe(1);
      }),
    );
  });
});

describe('parsePeriod', () => {
  it.each([{ period: 'day', offset: -3 }, { period: 'week', last: 2 }, { offset: 0, period: 'year' }])('reads %j', (raw) => {
    expect(JSON.stringify(parsePeriod(raw))).toBe(JSON.stringify({ ...{ period: '' }, ...raw }));
  });

  it.each([null, [], {}, { period: 'day' }, { period: 'decade', offset: 0 }, { period: 'day', offset: 0.5 }, { period: 'day', offset: 1001 }, { period: 'day', last: 0 }, { period: 'day', next: -1 }, { period: 'day', last: 1, next: 1 }, { period: 'day', offset: '1' }, { period: 'day', past: 1 }])('refuses %j', (raw) => {
    expect(parsePeriod(raw)).toBeNull();
  });
});
