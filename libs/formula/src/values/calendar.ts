/**
 * Days and instants on plain integers (H. Hinnant, "chrono-compatible low-level date algorithms"), in the
 * proleptic Gregorian calendar of years 1 to 9999. No clock, no time zone of the machine.
 */

export const MIN_DAY = -719_162; // 0001-01-01
export const MAX_DAY = 2_932_896; // 9999-12-31
export const MS_PER_DAY = 86_400_000;
export const MIN_INSTANT = MIN_DAY * MS_PER_DAY;
export const MAX_INSTANT = (MAX_DAY + 1) * MS_PER_DAY - 1;

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01; `month` is 1 to 12, any `day`. */
export function dayOf({ year, month, day }: Civil): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilOf(day: number): Civil {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

export const dayWithin = (day: number): number | null => (day >= MIN_DAY && day <= MAX_DAY ? day : null);
export const instantWithin = (ms: number): number | null => (ms >= MIN_INSTANT && ms <= MAX_INSTANT ? ms : null);

/** Adds months and stays within the month: 31 January and one month is the last of February. */
export function addMonths(day: number, months: number): number | null {
  const civil = civilOf(day);
  if (civil.year < 1 || civil.year > 9999) return null;
  const total = civil.year * 12 + civil.month - 1 + months;
  if (total < 12 || total > 9999 * 12 + 11) return null;
  const first = dayOf({ year: Math.floor(total / 12), month: (total % 12) + 1, day: 1 });
  const next = total + 1;
  const length = dayOf({ year: Math.floor(next / 12), month: (next % 12) + 1, day: 1 }) - first;
  return first + Math.min(civil.day, length) - 1;
}

export function firstOfMonth(day: number): number {
  return dayOf({ ...civilOf(day), day: 1 });
}

export function lastOfMonth(day: number): number {
  const { year, month } = civilOf(day);
  return dayOf(month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }) - 1;
}

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

export function parseDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? dayOfParts(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

function dayOfParts(year: number, month: number, day: number): number | null {
  if (year < 1 || month < 1 || month > 12 || day < 1) return null;
  const result = dayOf({ year, month, day });
  return civilOf(result).day === day ? result : null;
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Milliseconds since 1970; finer digits are cut off. */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [year, month, date, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? '0')) as [number, number, number, number, number, number];
  const day = dayOfParts(year, month, date);
  if (day === null || hour > 23 || minute > 59 || second > 59) return null;
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? '0') * 60 + Number(match[10] ?? '0'));
  return instantWithin(day * MS_PER_DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millisecond);
}

export function dayText(day: number): string {
  const { year, month, day: date } = civilOf(day);
  return `${yearText(year)}-${two(month)}-${two(date)}`;
}

/** Years before 1 as Postgres prints them: 1 BC is 0001. Met only where a time zone moves the first or last day. */
export const yearText = (year: number): string => String(year < 1 ? 1 - year : year).padStart(4, '0');

export function instantText(ms: number): string {
  const day = Math.floor(ms / MS_PER_DAY);
  const rest = ms - day * MS_PER_DAY;
  return `${dayText(day)}T${clockText(rest)}.${String(rest % 1000).padStart(3, '0')}Z`;
}

/** HH:MM:SS of the milliseconds since midnight. */
export const clockText = (ms: number): string =>
  [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60].map(two).join(':');

export const two = (value: number): string => String(value).padStart(2, '0');
