/**
 * Days and moments. The parts of a datetime, and days and months added to it, are those of the wall
 * clock in the formula's time zone; hours, minutes and seconds are elapsed time. What leaves years 1 to
 * 9999 is blank.
 */

import type { Decimal } from 'decimal.js';
import type { FormulaType } from '../formula-type.ts';
import { dateOfDaysSql, daySql, EPOCH_DAY, localSql, wholeSql } from '../sql/expressions.ts';
import { civilOf, dayOf, dayWithin, MAX_DAY, MIN_DAY, type Civil } from '../values/calendar.ts';
import { Exact, wholeWithin } from '../values/number.ts';
import { localTime } from '../values/time-zone.ts';
import type { Value } from '../values/value.ts';
import { day, number, type FunctionSpec, type JsCall } from './function-spec.ts';

/** More days, months or years than the calendar has. */
export const MAX_STEPS = 4_000_000;

export const dateFunctions: readonly FunctionSpec[] = [
  {
    name: 'TODAY',
    doc: { en: 'The current day.', 'zh-CN': '今天的日期。' },
    signatures: [{ params: [], result: 'date', context: 'now' }],
    constant: true,
    // At either end of the calendar the last day there is, so that it is never blank.
    js: (_, call) => {
      const local = call.now === null ? null : localTime(call.now, call.timeZone);
      return local && Math.min(Math.max(local.day, MIN_DAY), MAX_DAY);
    },
    sql: (call) => `least(greatest(${localSql(call.now(), call)}::date, date '0001-01-01'), date '9999-12-31')`,
  },
  {
    name: 'NOW',
    doc: { en: 'The current date and time.', 'zh-CN': '当前的日期时间。' },
    signatures: [{ params: [], result: 'datetime', context: 'now' }],
    constant: true,
    js: (_, call) => call.now,
    sql: (call) => call.now(),
  },
  {
    name: 'DATE',
    doc: {
      en: 'The date of a year, month and day; month 13 is January of the next year.',
      'zh-CN': '由年、月、日得到日期；13 月即次年 1 月。',
    },
    signatures: [{ params: [number('year', '年'), number('month', '月'), number('day', '日')], result: 'date' }],
    js: (args) => {
      const [year, month, date] = args.map((arg) => wholeWithin(arg as Decimal | null, MAX_STEPS));
      if (year == null || month == null || date == null) return null;
      const months = year * 12 + month - 1;
      if (months < 12 || months > 9999 * 12 + 11) return null;
      return dayWithin(dayOf({ year: Math.floor(months / 12), month: (months % 12) + 1, day: 1 }) + date - 1);
    },
    sql: (call) =>
      call.letting([0, 1, 2].map((i) => wholeSql(call.arg(i), MAX_STEPS)), (year, month, date) => {
        const months = `(${year} * 12 + ${month} - 1)`;
        const first = `make_date(${months} / 12, ${months} % 12 + 1, 1)`;
        return `CASE WHEN ${months} BETWEEN 12 AND ${9999 * 12 + 11} THEN ${dateOfDaysSql(`(${first} - ${EPOCH_DAY} + ${date} - 1)`)} END`;
      }),
  },
  partOfDay('YEAR', ({ year }) => year, 'year', { en: 'The year.', 'zh-CN': '年份。' }),
  partOfDay('MONTH', ({ month }) => month, 'month', { en: 'The month, 1 to 12.', 'zh-CN': '月份，1 到 12。' }),
  partOfDay('DAY', (civil) => civil.day, 'day', { en: 'The day of the month.', 'zh-CN': '一个月中的第几天。' }),
  {
    name: 'WEEKDAY',
    doc: {
      en: 'The day of the week: Sunday is 1; with type 2 Monday is 1, with type 3 Monday is 0.',
      'zh-CN': '星期几：默认星期日为 1；类型 2 时星期一为 1，类型 3 时星期一为 0。',
    },
    signatures: [{ params: [day('date', '日期'), number('type', '类型', { optional: true })], result: 'number' }],
    js: ([value, type], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      if (date === null) return null;
      const sinceMonday = (((date + 3) % 7) + 7) % 7;
      switch (call.argTypes.length < 2 ? '1' : (type as Decimal | null)?.toFixed()) {
        case '1':
          return new Exact(((sinceMonday + 1) % 7) + 1);
        case '2':
          return new Exact(sinceMonday + 1);
        case '3':
          return new Exact(sinceMonday);
        default:
          return null;
      }
    },
    sql: (call) =>
      call.letting([daySql(call.arg(0), call.argTypes[0] as FormulaType, call), call.count < 2 ? '1::numeric' : call.arg(1)], (date, type) =>
        `CASE ${type} WHEN 1 THEN extract(dow FROM ${date}) + 1 WHEN 2 THEN extract(isodow FROM ${date}) WHEN 3 THEN extract(isodow FROM ${date}) - 1 END`),
  },
  {
    name: 'DAYS',
    doc: { en: 'Days from the second date to the first.', 'zh-CN': '两个日期之间的天数（前者减后者）。' },
    signatures: [{ params: [day('end', '结束日期'), day('start', '开始日期')], result: 'number' }],
    js: ([end, start], call) => {
      const last = dayIn(end as Value, call.argTypes[0] as FormulaType, call);
      const first = dayIn(start as Value, call.argTypes[1] as FormulaType, call);
      return last === null || first === null ? null : new Exact(last - first);
    },
    sql: (call) =>
      `(${daySql(call.arg(0), call.argTypes[0] as FormulaType, call)} - ${daySql(call.arg(1), call.argTypes[1] as FormulaType, call)})::numeric`,
  },
];

/** The day of a date or datetime value in the formula's time zone. */
export function dayIn(value: Value, type: FormulaType, call: JsCall): number | null {
  if (typeof value !== 'number') return null;
  if (type === 'date') return value;
  const local = localTime(value, call.timeZone);
  return local && dayWithin(local.day);
}

function partOfDay(name: string, read: (civil: Civil) => number, sqlPart: string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [day('date', '日期')], result: 'number' }],
    js: ([value], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      return date === null ? null : new Exact(read(civilOf(date)));
    },
    sql: (call) => `extract(${sqlPart} FROM ${daySql(call.arg(0), call.argTypes[0] as FormulaType, call)})`,
  };
}
