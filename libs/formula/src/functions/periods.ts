/** Weeks, months, quarters and years: which one a day is in, where it starts and ends. Weeks start on Monday. */

import { daySql, dateOfDaysSql, EPOCH_DAY } from '../sql/expressions.ts';
import type { FormulaType } from '../formula-type.ts';
import { civilOf, dayOf, dayWithin, firstOfMonth, lastOfMonth, weekdayOf } from '../values/calendar.ts';
import { Exact } from '../values/number.ts';
import type { Value } from '../values/value.ts';
import { monthsBetween, monthsBetweenSql } from './date-arithmetic.ts';
import { dayIn } from './dates.ts';
import { day, number, oneOf, text, type FunctionSpec, type SqlCall } from './function-spec.ts';

const unit = text('unit', '单位', { option: oneOf(['week', 'month', 'quarter', 'year']) });
const language = text('language', '语言', { optional: true, option: oneOf(['zh', 'en']) });
const oneDay = { params: [day('date', '日期')], result: 'number' } as const;

export const periodFunctions: readonly FunctionSpec[] = [
  numbering('QUARTER', (date) => Math.ceil(civilOf(date).month / 3), (date) => `extract(quarter FROM ${date})`, { en: 'The quarter, 1 to 4.', 'zh-CN': '季度，1 到 4。' }),
  numbering('DAYOFYEAR', (date) => date - startOfYear(date) + 1, (date) => `extract(doy FROM ${date})`, { en: 'The day of the year, 1 to 366.', 'zh-CN': '一年中的第几天，1 到 366。' }),
  numbering('DAYSINMONTH', (date) => civilOf(lastOfMonth(date)).day, (date) => `extract(day FROM (date_trunc('month', ${date}::timestamp) + interval '1 month')::date - 1)`, { en: 'How many days the month has.', 'zh-CN': '当月的天数。' }),
  numbering('ISOWEEKNUM', isoWeek, (date) => `extract(week FROM ${date})`, { en: 'The week of the year by ISO 8601: week 1 has the first Thursday.', 'zh-CN': '按 ISO 8601 的周数：含第一个星期四的周为第 1 周。' }),
  {
    name: 'WEEKNUM',
    doc: {
      en: 'The week of the year; 1 January is in week 1. Weeks start on Sunday, with type 2 on Monday.',
      'zh-CN': '一年中的第几周，1 月 1 日所在周为第 1 周；默认星期日为一周之始，类型 2 时为星期一。',
    },
    signatures: [{ params: [day('date', '日期'), number('type', '类型', { optional: true })], result: 'number' }],
    js: ([value, type], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      const first = firstWeekday(call.argTypes.length < 2 ? '1' : type instanceof Exact ? type.toFixed() : '');
      if (date === null || first === null) return null;
      const start = startOfYear(date);
      return new Exact(Math.floor((date - start + ((weekdayOf(start) - first + 7) % 7)) / 7) + 1);
    },
    sql: (call) =>
      call.letting([daySql(call.arg(0), call.argTypes[0] as FormulaType, call), call.count < 2 ? '1::numeric' : call.arg(1)], (date, type) => {
        const january = `date_trunc('year', ${date}::timestamp)::date`;
        const lead = `CASE ${type} WHEN 1 THEN extract(dow FROM ${january}) WHEN 2 THEN extract(isodow FROM ${january}) - 1 END`;
        return `div(${date} - ${january} + ${lead}, 7) + 1`;
      }),
  },
  {
    name: 'STARTOF',
    doc: { en: 'The first day of the week, month, quarter or year, e.g. STARTOF(due, "month").', 'zh-CN': '所在周、月、季或年的第一天，如 STARTOF(due, "month")。' },
    signatures: [{ params: [day('date', '日期'), unit], result: 'date' }],
    js: ([value, name], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      return date === null ? null : startOf(date, String(name).toLowerCase());
    },
    sql: (call) => startSql(daySql(call.arg(0), call.argTypes[0] as FormulaType, call), unitOf(call, 1)),
  },
  {
    name: 'ENDOF',
    doc: { en: 'The last day of the week, month, quarter or year.', 'zh-CN': '所在周、月、季或年的最后一天。' },
    signatures: [{ params: [day('date', '日期'), unit], result: 'date' }],
    js: ([value, name], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      return date === null ? null : endOf(date, String(name).toLowerCase());
    },
    sql: (call) => {
      const name = unitOf(call, 1);
      const next = `(date_trunc('${name}', (${daySql(call.arg(0), call.argTypes[0] as FormulaType, call)})::timestamp) + interval '${name === 'quarter' ? '3 months' : `1 ${name}`}')::date`;
      return dateOfDaysSql(`(${next} - 1 - ${EPOCH_DAY})`);
    },
  },
  {
    name: 'ISSAME',
    doc: { en: 'Whether two dates lie in the same week, month, quarter or year.', 'zh-CN': '两个日期是否在同一周、月、季或年。' },
    signatures: [{ params: [day('date', '日期'), day('other', '另一日期'), unit], result: 'boolean' }],
    js: ([value, other, name], call) => {
      const [a, b] = [value, other].map((one, i) => dayIn(one as Value, call.argTypes[i] as FormulaType, call));
      return a != null && b != null && startOf(a, String(name).toLowerCase()) === startOf(b, String(name).toLowerCase());
    },
    sql: (call) => {
      const [a, b] = [0, 1].map((i) => startSql(daySql(call.arg(i), call.argTypes[i] as FormulaType, call), unitOf(call, 2)));
      return `((${a} = ${b}) IS TRUE)`;
    },
  },
  {
    name: 'AGE',
    doc: { en: 'Complete years from a birth date to today or another day; blank before the birth.', 'zh-CN': '从出生日期到今天（或指定日期）的周岁；早于出生日期时为空值。' },
    signatures: [
      { params: [day('birth', '出生日期')], result: 'number', context: 'now' },
      { params: [day('birth', '出生日期'), day('at', '截至日期')], result: 'number' },
    ],
    js: ([birth, at], call) => {
      const born = dayIn(birth as Value, call.argTypes[0] as FormulaType, call);
      const then = call.argTypes.length > 1 ? dayIn(at as Value, call.argTypes[1] as FormulaType, call) : dayIn(call.now, 'datetime', call);
      return born === null || then === null || then < born ? null : new Exact(Math.floor(monthsBetween(born, then) / 12));
    },
    sql: (call) =>
      call.letting([daySql(call.arg(0), call.argTypes[0] as FormulaType, call), call.count > 1 ? daySql(call.arg(1), call.argTypes[1] as FormulaType, call) : daySql(call.now(), 'datetime', call)], (born, then) =>
        `CASE WHEN ${then} >= ${born} THEN div(${monthsBetweenSql(born as string, then as string)}, 12) END`),
  },
  naming('WEEKDAYNAME', weekdayOf, (date) => `extract(isodow FROM ${date})`, ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'], ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], {
    en: 'The name of the day of the week, in Chinese or with "en" in English.',
    'zh-CN': '星期的名称，默认中文，"en" 为英文。',
  }),
  naming('MONTHNAME', (date) => civilOf(date).month - 1, (date) => `extract(month FROM ${date})`, ['一月', '二月', '三月', '四月', '五月', '六月', '七月', '八月', '九月', '十月', '十一月', '十二月'],
    ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'], {
      en: 'The name of the month, in Chinese or with "en" in English.',
      'zh-CN': '月份的名称，默认中文，"en" 为英文。',
    }),
];

const unitOf = (call: SqlCall, index: number): string => (call.literal(index) as string).toLowerCase();

const startOfYear = (date: number): number => dayOf({ year: civilOf(date).year, month: 1, day: 1 });

/** The week of its Thursday. */
function isoWeek(date: number): number {
  const thursday = date - weekdayOf(date) + 3;
  return Math.floor((thursday - startOfYear(thursday)) / 7) + 1;
}

const firstWeekday = (type: string): number | null => (type === '1' ? 6 : type === '2' ? 0 : null);

function startOf(date: number, name: string): number | null {
  if (name === 'week') return dayWithin(date - weekdayOf(date));
  if (name === 'year') return startOfYear(date);
  const { year, month } = civilOf(date);
  return name === 'quarter' ? dayOf({ year, month: month - ((month - 1) % 3), day: 1 }) : firstOfMonth(date);
}

function endOf(date: number, name: string): number | null {
  if (name === 'week') return dayWithin(date - weekdayOf(date) + 6);
  const { year, month } = civilOf(date);
  if (name === 'year') return dayOf({ year, month: 12, day: 31 });
  return lastOfMonth(name === 'quarter' ? dayOf({ year, month: month - ((month - 1) % 3) + 2, day: 1 }) : date);
}

const startSql = (date: string, name: string): string => `date_trunc('${name}', (${date})::timestamp)::date`;

function numbering(name: string, read: (date: number) => number, readSql: (date: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [oneDay],
    js: ([value], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      return date === null ? null : new Exact(read(date));
    },
    sql: (call) => readSql(daySql(call.arg(0), call.argTypes[0] as FormulaType, call)),
  };
}

/** `readSql` counts from 1, `read` from 0. */
function naming(name: string, read: (date: number) => number, readSql: (date: string) => string, chinese: readonly string[], english: readonly string[], doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [day('date', '日期'), language], result: 'text' }],
    js: ([value, asked], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      return date === null ? null : ((String(asked).toLowerCase() === 'en' ? english : chinese)[read(date)] ?? null);
    },
    sql: (call) => {
      const names = call.literal(1)?.toLowerCase() === 'en' ? english : chinese;
      return `(ARRAY[${names.map((one) => `'${one}'`).join(', ')}])[${readSql(daySql(call.arg(0), call.argTypes[0] as FormulaType, call))}::int]`;
    },
  };
}
