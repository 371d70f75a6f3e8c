/** Relative periods as people choose them: named ones, and "the last 30 days". Pure. */

import { FILTER_PERIODS, type FilterOperand, type FilterPeriod, type RelativePeriod } from '@tessera/contract';

/** Named periods, most used first: `week.-1` is last week. */
export const NAMED_PERIODS = [
  'day.0', 'day.-1', 'day.1', 'week.0', 'week.-1', 'week.1', 'month.0', 'month.-1', 'month.1',
  'quarter.0', 'quarter.-1', 'quarter.1', 'year.0', 'year.-1', 'year.1',
] as const;
export type NamedPeriod = (typeof NAMED_PERIODS)[number];

/** What the select of a period holds. */
export type PeriodChoice = NamedPeriod | 'last' | 'next' | 'offset';

export function isPeriod(value: FilterOperand | undefined): value is RelativePeriod {
  return typeof value === 'object' && value !== null && 'period' in value && FILTER_PERIODS.includes(value.period);
}

export function choiceOf(period: RelativePeriod): PeriodChoice {
  if ('last' in period) return 'last';
  if ('next' in period) return 'next';
  const name = `${period.period}.${period.offset}`;
  return (NAMED_PERIODS as readonly string[]).includes(name) ? (name as NamedPeriod) : 'offset';
}

const FIRST_COUNT = { last: 30, next: 7, offset: 0 } as const;

/** The period of a choice that was just made; counts begin with what people ask for most. */
export function periodOf(choice: PeriodChoice): RelativePeriod {
  switch (choice) {
    case 'last':
      return { last: FIRST_COUNT.last, period: 'day' };
    case 'next':
      return { next: FIRST_COUNT.next, period: 'day' };
    case 'offset':
      return { period: 'month', offset: -2 };
    default: {
      const [period, offset] = choice.split('.') as [FilterPeriod, string];
      return { period, offset: Number(offset) };
    }
  }
}

export const countOf = (period: RelativePeriod): number => ('last' in period ? period.last : 'next' in period ? period.next : period.offset);

export function withCount(period: RelativePeriod, count: number): RelativePeriod {
  if ('last' in period) return { last: count, period: period.period };
  if ('next' in period) return { next: count, period: period.period };
  return { period: period.period, offset: count };
}

export const withUnit = (period: RelativePeriod, unit: FilterPeriod): RelativePeriod => ({ ...period, period: unit });
