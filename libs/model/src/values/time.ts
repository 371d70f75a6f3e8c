/**
 * Dates and instants as text, and how people write them. Calendar arithmetic is done here on plain integers;
 * time zones come from Intl. No clock is read.
 */

export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const MS_PER_DAY = 86_400_000;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** A day that exists, in years 1 to 9999. */
export const isCalendarDay = (year: number, month: number, day: number): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

/** 'YYYY-MM-DD' of a day that exists. */
export function isDateText(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

/** An RFC 3339 instant with its zone; `2024-01-05T10:00:00Z`. */
export const isInstantText = (text: string): boolean => instantMs(text) !== null;

/** Milliseconds since 1970 of an RFC 3339 instant; null when it is none. */
export function instantMs(text: string): number | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const civil = civilOf(year, month, day, hour, minute, second, fraction);
  const offset = parseOffset(zone);
  if (!civil || offset === null) return null;
  const ms = utcMs(civil) - offset * 60_000;
  const back = civilFromUtcMs(ms);
  return back.year >= 1 && back.year <= 9999 ? ms : null;
}

/** The one spelling of an instant on the wire: UTC, milliseconds, Z. */
export function instantText(ms: number): string {
  const c = civilFromUtcMs(ms);
  return `${dateText(c)}T${two(c.hour)}:${two(c.minute)}:${two(c.second)}.${String(c.millisecond).padStart(3, '0')}Z`;
}

export const canonicalInstant = (text: string): string => {
  const ms = instantMs(text);
  return ms === null ? text : instantText(ms);
};

/** The wall clock of a zone at an instant. */
export function civilInZone(ms: number, timeZone: string): CivilTime {
  const parts = new Map(zoneFormat(timeZone).formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'), month: part('month'), day: part('day'),
    hour: part('hour') % 24, minute: part('minute'), second: part('second'),
    millisecond: ((ms % 1000) + 1000) % 1000,
  };
}

/** The instant a wall clock of the zone shows; the earlier one where it shows twice, shifted forward where it never does. */
export function zonedMs(civil: CivilTime, timeZone: string): number {
  const asUtc = utcMs(civil);
  const offsetAt = (ms: number): number => zoneOffset(ms, timeZone);
  const before = asUtc - offsetAt(asUtc - MS_PER_DAY);
  const after = asUtc - offsetAt(asUtc + MS_PER_DAY);
  const matches = [before, after].filter((ms) => ms + offsetAt(ms) === asUtc);
  return matches.length > 0 ? Math.min(...matches) : before;
}

const exactOffset = (ms: number, timeZone: string): number => utcMs(civilInZone(ms, timeZone)) - ms;

/** By zone and day since 1970: the offset of the whole day; null for a day on which it changes. */
const dayOffsets = new Map<string, Map<number, number | null>>();
const MAX_DAYS = 20_000;

/** A file of a million times asks for the same few days again and again; Intl takes its time. */
function zoneOffset(ms: number, timeZone: string): number {
  let days = dayOffsets.get(timeZone);
  if (!days || days.size >= MAX_DAYS) dayOffsets.set(timeZone, (days = new Map()));
  const day = Math.floor(ms / MS_PER_DAY);
  let offset = days.get(day);
  if (offset === undefined) {
    const [first, last] = [exactOffset(day * MS_PER_DAY, timeZone), exactOffset((day + 1) * MS_PER_DAY, timeZone)];
    offset = first === last ? first : null;
    days.set(day, offset);
  }
  return offset ?? exactOffset(ms, timeZone);
}

export const dateText = ({ year, month, day }: Pick<CivilTime, 'year' | 'month' | 'day'>): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

/** What a person wrote: a day, with or without a time, with or without a zone (minutes east of UTC). */
export interface WrittenTime {
  readonly civil: CivilTime;
  readonly hasTime: boolean;
  readonly offset: number | null;
}

const DAY_FORMS = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T\s])/i,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?=$|[T\s])/i,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})(?=$|[T\s])/i,
  /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/,
  /^(\d{4})(\d{2})(\d{2})(?=$|[T\s])/i,
];
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;
const CHINESE_CLOCK = /^(\d{1,2})\s*[时点]\s*(?:(\d{1,2})\s*分?\s*)?(?:(\d{1,2})\s*秒)?$/;

/** Year first, always: "1/5/2024" is refused, because two countries read it as two days. */
export function parseWrittenTime(text: string): WrittenTime | null {
  const trimmed = text.trim();
  for (const form of DAY_FORMS) {
    const day = form.exec(trimmed);
    if (!day) continue;
    const clockText = trimmed.slice(day[0].length).replace(/^[T\s]\s*/i, '').trim();
    const clock = clockText === '' ? null : (CLOCK.exec(clockText) ?? CHINESE_CLOCK.exec(clockText));
    if (clockText !== '' && clock === null) return null;
    const civil = civilOf(day[1], day[2], day[3], clock?.[1] ?? '0', clock?.[2] ?? '0', clock?.[3] ?? '0', clock?.[4] ?? '');
    const zone = clock?.[5];
    const offset = zone === undefined ? null : parseOffset(zone);
    if (!civil || (zone !== undefined && offset === null)) return null;
    return { civil, hasTime: clock !== null, offset };
  }
  return null;
}

/** The instant meant by what was written, read in `timeZone` when it names no zone. */
export const writtenMs = ({ civil, offset }: WrittenTime, timeZone: string): number =>
  offset === null ? zonedMs(civil, timeZone) : utcMs(civil) - offset * 60_000;

function civilOf(...parts: (string | undefined)[]): CivilTime | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(0, 6).map(Number);
  const millisecond = Number((parts[6] ?? '').slice(0, 3).padEnd(3, '0'));
  if (!isCalendarDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  return { year, month, day, hour, minute, second, millisecond };
}

/** Minutes east of UTC. */
function parseOffset(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return null;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? '0');
  if (hours > 15 || minutes > 59) return null;
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function utcMs(c: CivilTime): number {
  return ((daysOfCivil(c) * 24 + c.hour) * 60 + c.minute) * 60_000 + c.second * 1000 + c.millisecond;
}

/** Days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysOfCivil({ year, month, day }: Pick<CivilTime, 'year' | 'month' | 'day'>): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civilFromUtcMs(ms: number): CivilTime {
  const days = Math.floor(ms / MS_PER_DAY);
  const rest = ms - days * MS_PER_DAY;
  return {
    ...civilOfDays(days),
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
  };
}

/** The day so many days after 1970-01-01. */
export function civilOfDays(days: number): Pick<CivilTime, 'year' | 'month' | 'day'> {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const known = zoneFormats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  zoneFormats.set(timeZone, format);
  return format;
}

const two = (value: number): string => String(value).padStart(2, '0');
