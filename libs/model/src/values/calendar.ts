/** Arithmetic on calendar days as text ('YYYY-MM-DD'), without zones. Days stay within the years 1 to 9999. */

import { civilOfDays, dateText, daysInMonth, daysOfCivil } from './time.ts';

const FIRST = daysOfCivil({ year: 1, month: 1, day: 1 });
const LAST = daysOfCivil({ year: 9999, month: 12, day: 31 });

const civilOf = (day: string) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) });
const dayNumber = (day: string): number => daysOfCivil(civilOf(day));

export const addDays = (day: string, count: number): string => dateText(civilOfDays(Math.min(LAST, Math.max(FIRST, dayNumber(day) + count))));

/** The same day of another month, or its last day where it has no such day. */
export function addMonths(day: string, count: number): string {
  const civil = civilOf(day);
  const months = civil.year * 12 + civil.month - 1 + count;
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12 + 1];
  if (year < 1) return '0001-01-01';
  if (year > 9999) return '9999-12-31';
  return dateText({ year, month, day: Math.min(civil.day, daysInMonth(year, month)) });
}

/** 0 for Monday to 6 for Sunday. 1970-01-01 was a Thursday. */
export const weekday = (day: string): number => (((dayNumber(day) + 3) % 7) + 7) % 7;
