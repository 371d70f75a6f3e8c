/**
 * Times of day ('HH:MM:SS') and durations (whole seconds as decimal text), and how people write them in Chinese
 * and English. What could be read in two ways is refused.
 */

import { toHalfWidth } from './plain-text.ts';

export const isClockText = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);

const two = (value: number): string => String(value).padStart(2, '0');

const MORNING = ['上午', '早上', '早晨', '清晨', '凌晨', '半夜', 'am', 'a.m.'];
const EVENING = ['下午', '傍晚', '晚上', '夜里', 'pm', 'p.m.'];
const NOON = ['中午', '正午'];

/** "15:05", "3:05 PM", "下午3点05分", "晚上8点半", "15时" as 'HH:MM:SS'; null for anything else. */
export function parseClockText(text: string): string | null {
  let rest = toHalfWidth(text).trim().toLowerCase();
  const half = [...MORNING, ...EVENING, ...NOON].find((word) => rest.startsWith(word) || rest.endsWith(word));
  if (half !== undefined) rest = (rest.startsWith(half) ? rest.slice(half.length) : rest.slice(0, -half.length)).trim();
  const digital = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?$/.exec(rest);
  const spoken = digital ? null : /^(\d{1,2})\s*[点时點時](?:\s*(整|半|(\d{1,2})\s*分?(?:\s*(\d{1,2})\s*秒)?))?$/.exec(rest);
  const bare = digital || spoken || half === undefined ? null : /^(\d{1,2})$/.exec(rest);
  const found = digital ?? spoken ?? bare;
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = digital ? Number(digital[2]) : spoken?.[2] === '半' ? 30 : Number(spoken?.[3] ?? 0);
  const second = Number((digital ? digital[3] : spoken?.[4]) ?? 0);
  const full = hourOfDay(hour, half);
  return full === null || minute > 59 || second > 59 ? null : `${two(full)}:${two(minute)}:${two(second)}`;
}

/** With the half of the day said: "下午3点" and "下午15点" are the same, "上午15点" is nothing. */
function hourOfDay(hour: number, half: string | undefined): number | null {
  if (hour > 23) return null;
  if (half === undefined) return hour;
  if (NOON.includes(half)) return hour >= 11 && hour <= 13 ? hour : hour <= 2 && hour > 0 ? hour + 12 : null;
  if (EVENING.includes(half)) return hour === 0 ? null : hour < 12 ? hour + 12 : hour;
  return hour === 12 ? 0 : hour < 12 ? hour : null;
}

/** 'HH:MM' unless there are seconds. */
export const formatClock = (clock: string): string => (clock.endsWith(':00') ? clock.slice(0, 5) : clock);

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:天|日|days?|d)$/, 86_400],
  [/^(?:个?小时|个?钟头|个?钟|时|hours?|hrs?|h)$/, 3600],
  [/^(?:分钟|分|minutes?|mins?|m)$/, 60],
  [/^(?:秒钟|秒|seconds?|secs?|s)$/, 1],
];

/** "1:30" (hours and minutes), "1:30:15", "90分钟", "1h30m", "1小时30分", "1.5小时", "2天" in seconds; null for a number without a unit. */
export function parseDurationText(text: string): string | null {
  const rest = toHalfWidth(text).trim().toLowerCase();
  const digital = /^(\d{1,11}):([0-5]\d)(?::([0-5]\d))?$/.exec(rest);
  if (digital) return String(Number(digital[1]) * 3600 + Number(digital[2]) * 60 + Number(digital[3] ?? 0));
  return spokenSeconds(rest);
}

function spokenSeconds(text: string): string | null {
  let rest = text;
  let seconds = 0;
  let smallest = Number.POSITIVE_INFINITY;
  while (rest !== '') {
    const part = /^(\d{1,9}(?:\.\d{1,6})?|半)\s*([a-z\u4e00-\u9fff]+?)(?=\d|半|\s|$)\s*/.exec(rest);
    const unit = UNITS.find(([name]) => name.test(part?.[2] ?? ''))?.[1];
    if (!part || unit === undefined || unit >= smallest) return trailingMinutes(rest, smallest, seconds);
    seconds += part[1] === '半' ? unit / 2 : Number(part[1]) * unit;
    smallest = unit;
    rest = rest.slice(part[0].length);
    if (rest === '半') return whole(seconds + unit / 2); // 一个小时半
  }
  return smallest === Number.POSITIVE_INFINITY ? null : whole(seconds);
}

/** "1小时30": after hours, a bare number below 60 is minutes. */
function trailingMinutes(rest: string, smallest: number, seconds: number): string | null {
  return smallest === 3600 && /^[0-5]?\d$/.test(rest) ? whole(seconds + Number(rest) * 60) : null;
}

const whole = (seconds: number): string | null => (Math.abs(seconds - Math.round(seconds)) < 1e-6 && Number.isSafeInteger(Math.round(seconds)) ? String(Math.round(seconds)) : null);

/** "1:30:00"; hours may have any number of digits. `seconds`: decimal text of a whole number, not negative. */
export function formatDuration(seconds: string): string {
  const total = BigInt(seconds.split('.')[0] ?? '0');
  return `${total / 3600n}:${two(Number((total / 60n) % 60n))}:${two(Number(total % 60n))}`;
}
