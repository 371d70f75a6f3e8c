/**
 * Values as people read them on a screen, in their language. Decimals are formatted from their text and
 * never pass through a JavaScript number. Instants are shown in the workspace's time zone, so that a team
 * that talks about "three o'clock" means the same one. Pure.
 */

import type { Locale } from '@tessera/contract';

const numbers = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = numbers.get(key);
  if (!format) numbers.set(key, (format = new Intl.NumberFormat(locale, options)));
  return format;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
const fractionDigits = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;
const meaningfulDigits = (decimal: string): number => decimal.split('.')[1]?.replace(/0+$/, '').length ?? 0;
const exactly = (format: Intl.NumberFormat, decimal: string): string => format.format(decimal as Intl.StringNumericLiteral);

/** "12345.60" -> "12,345.6"; with a scale exactly so many digits. */
export function formatNumber(decimal: string, locale: Locale, scale?: number | null): string {
  if (!DECIMAL.test(decimal)) return decimal;
  const digits = Math.max(scale ?? 0, meaningfulDigits(decimal));
  return exactly(numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }), decimal);
}

/** "8000.00", CNY -> "¥8,000.00". */
export function formatMoney(decimal: string, currency: string, locale: Locale, scale?: number | null): string {
  if (!DECIMAL.test(decimal)) return decimal;
  const digits = Math.max(scale ?? 2, Math.min(fractionDigits(decimal), meaningfulDigits(decimal)));
  return exactly(numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: digits }), decimal);
}

/** The fraction "0.155" -> "15.5%". */
export function formatPercent(decimal: string, locale: Locale): string {
  if (!DECIMAL.test(decimal)) return decimal;
  const digits = Math.max(0, meaningfulDigits(decimal) - 2);
  return exactly(numberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }), decimal);
}

const dates = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  let format = dates.get(key);
  if (!format) dates.set(key, (format = new Intl.DateTimeFormat(locale === 'en' ? 'en-US' : 'zh-CN', { timeZone, ...options })));
  return format;
}

/** '2024-01-05' -> "Jan 5, 2024" or "2024-01-05". */
export function formatDate(date: string, locale: Locale): string {
  if (locale === 'zh-CN') return date;
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? date : dateFormat(locale, 'UTC', { dateStyle: 'medium' }).format(at);
}

/** An instant in a zone: "Jan 5, 2024, 15:04" or "2024-01-05 15:04". */
export function formatInstant(instant: string, locale: Locale, timeZone: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  if (locale === 'en') return dateFormat(locale, timeZone, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  const parts = dateFormat(locale, timeZone, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "5 minutes ago", "昨天"; relative to `now` in milliseconds. */
export function formatAgo(instant: string, now: number, locale: Locale): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS) if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(0, 'second');
}
