/** Stretches of time around today, as calendar days. Weeks begin on Monday (ISO 8601). */

import { FILTER_PERIODS, type FilterPeriod, type RelativePeriod } from '@tessera/contract';
import { addDays, addMonths, weekday } from '../values/calendar.ts';

/** Half open: `from` is the first day of it, `to` the first day after. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** `today` is 'YYYY-MM-DD' in the zone of whoever asks; so are the days that come back. Pure. */
export function periodRange(period: RelativePeriod, today: string): DayRange {
  const start = periodStart(period.period, today);
  const [first, count] = 'offset' in period ? [period.offset, 1] : 'last' in period ? [1 - period.last, period.last] : [0, period.next];
  return { from: addPeriods(period.period, start, first), to: addPeriods(period.period, start, first + count) };
}

/** The first day of the period that the day is in. */
export function periodStart(period: FilterPeriod, day: string): string {
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -weekday(day));
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter':
      return `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
  }
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

const addPeriods = (period: FilterPeriod, start: string, count: number): string =>
  period === 'day' || period === 'week' ? addDays(start, count * (period === 'week' ? 7 : 1)) : addMonths(start, count * MONTHS[period]);

/** Further from today nobody plans; SQL and JavaScript agree on every day within. */
export const MAX_PERIODS = 1000;

/** In one spelling; null when it is none. */
export function parsePeriod(raw: unknown): RelativePeriod | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
  const { period, ...rest } = raw as Readonly<Record<string, unknown>>;
  const [[how, count] = [], ...more] = Object.entries(rest);
  const known = FILTER_PERIODS.find((name) => name === period);
  if (known === undefined || more.length > 0 || typeof count !== 'number' || !Number.isInteger(count) || Math.abs(count) > MAX_PERIODS) return null;
  if (how === 'offset') return { period: known, offset: count === 0 ? 0 : count };
  if (count < 1) return null;
  return how === 'last' ? { period: known, last: count } : how === 'next' ? { period: known, next: count } : null;
}
