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

