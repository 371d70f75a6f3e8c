/**
 * Wall clocks of IANA time zones, from Intl. Where a clock is moved, a wall time that does not exist is
 * read with the offset before the change and one that exists twice with the offset after it, as
 * Postgres does (DetermineTimeZoneOffset).
 */

import { dayOf, MS_PER_DAY } from './calendar.ts';

/** A wall clock: days since 1970-01-01 and milliseconds since its midnight. */
export interface LocalTime {
  readonly day: number;
  readonly ms: number;
}

/** Null when there is no such zone. */
export function localTime(instant: number, timeZone: string): LocalTime | null {
  const offset = offsetAt(instant, timeZone);
  if (offset === null) return null;
  const day = Math.floor((instant + offset) / MS_PER_DAY);
  return { day, ms: instant + offset - day * MS_PER_DAY };
}

export function instantOf(local: LocalTime, timeZone: string): number | null {
  const wall = local.day * MS_PER_DAY + local.ms;
  const before = offsetAt(wall - MS_PER_DAY, timeZone);
  const after = offsetAt(wall + MS_PER_DAY, timeZone);
  if (before === null || after === null) return null;
  if (before === after || offsetAt(wall - after, timeZone) === after) return wall - after;
  return wall - before;
}

/** Zones a formula may name: one or more for every offset that people live by. JavaScript and every Postgres know them. */
export const ZONES: readonly string[] = [
  'UTC', 'Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Tokyo', 'Asia/Seoul', 'Asia/Singapore', 'Asia/Kuala_Lumpur', 'Asia/Bangkok', 'Asia/Jakarta', 'Asia/Manila',
  'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Dhaka', 'Asia/Karachi', 'Asia/Tashkent', 'Asia/Dubai', 'Asia/Riyadh', 'Asia/Tehran', 'Asia/Jerusalem', 'Europe/Istanbul', 'Europe/Moscow',
  'Europe/London', 'Europe/Dublin', 'Europe/Lisbon', 'Europe/Paris', 'Europe/Berlin', 'Europe/Madrid', 'Europe/Rome', 'Europe/Amsterdam', 'Europe/Zurich', 'Europe/Vienna',
  'Europe/Stockholm', 'Europe/Warsaw', 'Europe/Athens', 'Africa/Cairo', 'Africa/Lagos', 'Africa/Johannesburg', 'Africa/Nairobi', 'America/New_York', 'America/Chicago', 'America/Denver',
  'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'America/Toronto', 'America/Vancouver', 'America/Halifax', 'America/St_Johns', 'America/Mexico_City', 'America/Bogota',
  'America/Lima', 'America/Santiago', 'America/Sao_Paulo', 'America/Argentina/Buenos_Aires', 'Pacific/Honolulu', 'Pacific/Auckland', 'Pacific/Apia', 'Australia/Sydney',
  'Australia/Melbourne', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Perth', 'Australia/Lord_Howe',
];

const MAX_FORMATS = 700;
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Milliseconds east of UTC. */
function offsetAt(instant: number, timeZone: string): number | null {
  const format = formatOf(timeZone);
  if (!format) return null;
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = value;
  const year = part['era']?.startsWith('B') ? 1 - Number(part['year']) : Number(part['year']);
  const day = dayOf({ year, month: Number(part['month']), day: Number(part['day']) });
  const seconds = (Number(part['hour']) * 60 + Number(part['minute'])) * 60 + Number(part['second']);
  return day * MS_PER_DAY + seconds * 1000 - Math.floor(instant / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = makeFormat(timeZone);
  if (formats.size < MAX_FORMATS) formats.set(timeZone, format);
  return format;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  if (!/^[A-Za-z]/.test(timeZone)) return null;
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone, hourCycle: 'h23', era: 'short',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    return null;
  }
}

