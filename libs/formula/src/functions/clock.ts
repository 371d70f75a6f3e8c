/** Times of day. A time without a day is a text 'HH:MM:SS'; between times there are seconds. */

import type { Decimal } from 'decimal.js';
import type { FormulaType } from '../formula-type.ts';
import { between, daySql, instantWithinSql, localSql, plain, trimmedSql, wholeSql } from '../sql/expressions.ts';
import { clockText, instantWithin, MAX_INSTANT, MIN_INSTANT, MS_PER_DAY, parseDay, two } from '../values/calendar.ts';
import { Exact, wholeWithin } from '../values/number.ts';
import { trimmed } from '../values/text.ts';
import { instantOf, localTime } from '../values/time-zone.ts';
import type { Value } from '../values/value.ts';
import { dayIn } from './dates.ts';
import { datetime, day, number, text, type FunctionSpec, type SqlCall } from './function-spec.ts';
import { dayOfTextSql } from './text-format.ts';

const TIME = /^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$/;
const time = text('time', '时间');
const MAX_PART = 1_000_000;

export const clockFunctions: readonly FunctionSpec[] = [
  partOfClock('HOUR', 3600, 24, 'hour', { en: 'The hour of a moment or of a time like "08:30", 0 to 23.', 'zh-CN': '日期时间或“08:30”这样的时间中的小时，0 到 23。' }),
  partOfClock('MINUTE', 60, 60, 'minute', { en: 'The minute, 0 to 59.', 'zh-CN': '分钟，0 到 59。' }),
  partOfClock('SECOND', 1, 60, 'second', { en: 'The second, 0 to 59.', 'zh-CN': '秒，0 到 59。' }),
  {
    name: 'TIME',
    doc: { en: 'The time of an hour, minute and second as a text: TIME(8, 30, 0) is 08:30:00; more than a day starts again.', 'zh-CN': '由时、分、秒得到时间文本，如 TIME(8, 30, 0) 得 08:30:00；超过一天则循环。' },
    signatures: [{ params: [number('hour', '时'), number('minute', '分'), number('second', '秒')], result: 'text' }],
    js: (args) => {
      const [hour, minute, second] = args.map((arg) => wholeWithin(arg as Decimal | null, MAX_PART));
      if (hour == null || minute == null || second == null) return null;
      const seconds = (hour * 60 + minute) * 60 + second;
      return clockText((((seconds % 86_400) + 86_400) % 86_400) * 1000);
    },
    sql: (call) => {
      const [hour, minute, second] = [0, 1, 2].map((i) => `${wholeSql(call.arg(i), MAX_PART)}::bigint`);
      return call.letting([`((${hour} * 60 + ${minute}) * 60 + ${second})`], (seconds) => `(time '00:00' + make_interval(secs => ((${seconds} % 86400 + 86400) % 86400)::float8))::text`);
    },
  },
  {
    name: 'TIMEOF',
    doc: { en: 'The time of day of a moment, as a text HH:MM:SS.', 'zh-CN': '日期时间中的时间，文本 HH:MM:SS。' },
    signatures: [{ params: [datetime('moment', '日期时间')], result: 'text' }],
    js: ([moment], call) => {
      const local = typeof moment === 'number' ? localTime(moment, call.timeZone) : null;
      return local && clockText(local.ms);
    },
    sql: (call) => `to_char(${localSql(call.arg(0), call)}, 'HH24:MI:SS')`,
  },
  {
    name: 'TIMEVALUE',
    doc: { en: 'The seconds since midnight of a time like "08:30" or "08:30:15"; else blank.', 'zh-CN': '“08:30”或“08:30:15”这样的时间距零点的秒数，无法识别时为空值。' },
    signatures: [{ params: [time], result: 'number' }],
    js: ([written]) => {
      const seconds = secondsOf(written);
      return seconds === null ? null : new Exact(seconds);
    },
    sql: (call) => `${secondsSql(call, call.arg(0))}::numeric`,
  },
  {
    name: 'DATETIME',
    doc: { en: 'The moment of a day and a time like "08:30".', 'zh-CN': '由日期和“08:30”这样的时间得到日期时间。' },
    signatures: [{ params: [day('date', '日期'), time], result: 'datetime' }],
    js: ([value, written], call) => momentOf(dayIn(value as Value, call.argTypes[0] as FormulaType, call), secondsOf(written), call.timeZone),
    sql: (call) => momentSql(daySql(call.arg(0), call.argTypes[0] as FormulaType, call), secondsSql(call, call.arg(1)), call),
  },
  {
    name: 'DATETIMEVALUE',
    doc: { en: 'The moment that a text like "2024-05-31 08:30" spells; else blank.', 'zh-CN': '“2024-05-31 08:30”这样的文本表示的日期时间，无法识别时为空值。' },
    signatures: [{ params: [text('text', '文本')], result: 'datetime' }],
    js: ([value], call) => {
      const written = typeof value === 'string' ? trimmed(value) : '';
      return /^[^ T]{10}[ T]/.test(written) ? momentOf(parseDay(written.slice(0, 10)), secondsOf(written.slice(11)), call.timeZone) : null;
    },
    sql: (call) =>
      call.letting([plain(trimmedSql(call.arg(0)))], (written) => {
        const proper = `CASE WHEN ${written} ~ '^[^ T]{10}[ T]' THEN ${written} END`;
        return momentSql(dayOfTextSql(call, `left(${proper}, 10)`), secondsSql(call, `substr(${proper}, 12)`), call);
      }),
  },
  {
    name: 'TIMESTAMP',
    doc: { en: 'The seconds from 1970-01-01 00:00 UTC to a moment.', 'zh-CN': '从 1970-01-01 00:00 UTC 到该时刻的秒数。' },
    signatures: [{ params: [datetime('moment', '日期时间')], result: 'number' }],
    js: ([moment]) => (typeof moment === 'number' ? new Exact(moment).div(1000) : null),
    sql: (call) => `extract(epoch FROM ${call.arg(0)})`,
  },
  {
    name: 'FROMTIMESTAMP',
    doc: { en: 'The moment so many seconds after 1970-01-01 00:00 UTC.', 'zh-CN': '从 1970-01-01 00:00 UTC 起若干秒的时刻。' },
    signatures: [{ params: [number('seconds', '秒数')], result: 'datetime' }],
    js: ([seconds]) => {
      const ms = wholeWithin((seconds as Decimal | null)?.times(1000) ?? null, MAX_INSTANT);
      return ms === null ? null : instantWithin(ms);
    },
    sql: (call) =>
      call.letting([between(`trunc(${call.arg(0)} * 1000)`, String(MIN_INSTANT - 1), String(MAX_INSTANT + 1))], (ms) =>
        `(timestamp '1970-01-01' + make_interval(days => div(${ms}, ${MS_PER_DAY})::int, secs => (mod(${ms}, ${MS_PER_DAY}) / 1000)::float8)) AT TIME ZONE 'UTC'`),
  },
  {
    name: 'FORMATDURATION',
    doc: { en: 'Seconds as hours, minutes and seconds: 1:30:00 for 5400.', 'zh-CN': '把秒数显示为时、分、秒，如 5400 得 1:30:00。' },
    signatures: [{ params: [number('seconds', '秒数')], result: 'text' }],
    js: ([value]) => {
      const seconds = (value as Decimal | null)?.trunc() ?? null;
      if (seconds === null) return null;
      const size = seconds.abs();
      return `${seconds.lt(0) ? '-' : ''}${size.divToInt(3600).toFixed()}:${two(size.divToInt(60).mod(60).toNumber())}:${two(size.mod(60).toNumber())}`;
    },
    sql: (call) =>
      call.letting([`trunc(${call.arg(0)})`], (seconds) =>
        `CASE WHEN ${seconds} < 0 THEN '-' ELSE '' END || div(abs(${seconds}), 3600)::text || ':' || lpad(mod(div(abs(${seconds}), 60), 60)::text, 2, '0') || ':' || lpad(mod(abs(${seconds}), 60)::text, 2, '0')`),
  },
];

/** Since midnight. */
function secondsOf(written: unknown): number | null {
  const proper = typeof written === 'string' ? trimmed(written) : '';
  if (!TIME.test(proper)) return null;
  const [hour = 0, minute = 0, second = 0] = proper.split(':').map(Number);
  return (hour * 60 + minute) * 60 + second;
}

const secondsSql = (call: SqlCall, written: string): string =>
  call.letting([plain(trimmedSql(written))], (proper) =>
    `CASE WHEN ${proper} ~ '${TIME.source}' THEN (split_part(${proper}, ':', 1)::int * 60 + split_part(${proper}, ':', 2)::int) * 60 + coalesce(nullif(split_part(${proper}, ':', 3), ''), '0')::int END`);

function momentOf(date: number | null, seconds: number | null, timeZone: string): number | null {
  if (date === null || seconds === null) return null;
  const instant = instantOf({ day: date, ms: seconds * 1000 }, timeZone);
  return instant === null ? null : instantWithin(instant);
}

const momentSql = (date: string, seconds: string, call: SqlCall): string => instantWithinSql(`((${date})::timestamp + make_interval(secs => (${seconds})::float8)) AT TIME ZONE ${call.timeZone()}`);

function partOfClock(name: string, size: number, cycle: number, sqlPart: string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [
      { params: [datetime('moment', '日期时间')], result: 'number' },
      { params: [time], result: 'number' },
    ],
    js: ([value], call) => {
      const seconds = typeof value === 'number' ? (localTime(value, call.timeZone)?.ms ?? NaN) / 1000 : (secondsOf(value) ?? NaN);
      return Number.isNaN(seconds) ? null : new Exact(Math.floor(seconds / size) % cycle);
    },
    sql: (call) =>
      call.argTypes[0] === 'text' ? `(${secondsSql(call, call.arg(0))} / ${size} % ${cycle})::numeric` : `trunc(extract(${sqlPart} FROM ${localSql(call.arg(0), call)}))`,
  };
}
