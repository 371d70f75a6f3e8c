/**
 * Working days: Monday to Friday without the holidays of a list, and the days of a second list on which work is made
 * up for (调休); a day in both lists is worked.
 */

import type { Decimal } from 'decimal.js';
import type { FormulaType } from '../formula-type.ts';
import { dateOfDaysSql, daySql, EPOCH_DAY, wholeSql } from '../sql/expressions.ts';
import { dayWithin, MIN_DAY, weekdayOf } from '../values/calendar.ts';
import { Exact, wholeWithin } from '../values/number.ts';
import { isList, type Value } from '../values/value.ts';
import { dayIn } from './dates.ts';
import { date, day, number, type FunctionSpec, type SqlCall } from './function-spec.ts';

const MAX_WORKDAYS = 10_000;
const holidays = date('holidays', '节假日', { list: 'only', optional: true });
const workdays = date('workdays', '调休工作日', { list: 'only', optional: true });

export const workdayFunctions: readonly FunctionSpec[] = [
  {
    name: 'WORKDAY',
    doc: {
      en: `The day so many working days later (at most ${MAX_WORKDAYS}); with lists of holidays and of days that are worked instead.`,
      'zh-CN': `若干个工作日之后的日期（最多 ${MAX_WORKDAYS} 个），可指定节假日列表与调休工作日列表。`,
    },
    signatures: [{ params: [day('start', '开始日期'), number('days', '工作日数'), holidays, workdays], result: 'date' }],
    js: ([start, days, ...lists], call) => {
      const from = dayIn(start as Value, call.argTypes[0] as FormulaType, call);
      const count = wholeWithin(days as Decimal | null, MAX_WORKDAYS);
      if (from === null || count === null) return null;
      const works = calendarOf(lists);
      let at: number | null = from;
      for (let left = Math.abs(count); left > 0 && at !== null; ) {
        at = dayWithin(at + Math.sign(count));
        if (at !== null && works(at)) left--;
      }
      return at;
    },
    sql: (call) => {
      const start = daySql(call.arg(0), call.argTypes[0] as FormulaType, call);
      const days = wholeSql(call.arg(1), MAX_WORKDAYS);
      return call.count > 2 ? laterSql(call, start, days) : laterByWeeksSql(call, start, days);
    },
  },
  {
    name: 'NETWORKDAYS',
    doc: {
      en: 'Working days from one day to another, both included; with lists of holidays and of days that are worked instead. Backwards negative.',
      'zh-CN': '两个日期之间（含首尾）的工作日数，可指定节假日列表与调休工作日列表；倒序时为负数。',
    },
    signatures: [{ params: [day('start', '开始日期'), day('end', '结束日期'), holidays, workdays], result: 'number' }],
    js: ([start, end, ...lists], call) => {
      const first = dayIn(start as Value, call.argTypes[0] as FormulaType, call);
      const last = dayIn(end as Value, call.argTypes[1] as FormulaType, call);
      if (first === null || last === null) return null;
      const [early, late] = [Math.min(first, last), Math.max(first, last)];
      const within = (list: Value | undefined): Set<number> => new Set(daysOf(list).filter((one) => one >= early && one <= late));
      const [off, worked] = [within(lists[0]), within(lists[1])];
      let count = weekdaysUntil(late) - weekdaysUntil(early - 1);
      for (const one of off) if (isWeekday(one) && !worked.has(one)) count--;
      for (const one of worked) if (!isWeekday(one)) count++;
      return new Exact(last < first ? -count + 0 : count);
    },
    sql: (call) => {
      const [start, end] = [0, 1].map((i) => daySql(call.arg(i), call.argTypes[i] as FormulaType, call)) as [string, string];
      return call.letting([start, end, ...listsOf(call, 2)], (first, last, off, worked) => {
        const [early, late] = [`least(${first}, ${last})`, `greatest(${first}, ${last})`];
        const within = (list: string, rest: string): string => `(SELECT count(DISTINCT i.v) FROM unnest(${list}) AS i(v) WHERE i.v BETWEEN ${early} AND ${late} AND ${rest})`;
        const fewer = call.count > 2 ? ` - ${within(off as string, `${isWeekdaySql('i.v')} AND (i.v = ANY(${worked})) IS NOT TRUE`)}` : '';
        const more = call.count > 3 ? ` + ${within(worked as string, `NOT ${isWeekdaySql('i.v')}`)}` : '';
        return `CASE WHEN ${first} IS NOT NULL AND ${last} IS NOT NULL THEN (CASE WHEN ${last} < ${first} THEN -1 ELSE 1 END * (${weekdaysUntilSql(late)} - ${weekdaysUntilSql(`(${early} - 1)`)}${fewer}${more}))::numeric END`;
      });
    },
  },
  {
    name: 'ISWORKDAY',
    doc: { en: 'Whether a day is a working day; with lists of holidays and of days that are worked instead.', 'zh-CN': '日期是否为工作日，可指定节假日列表与调休工作日列表。' },
    signatures: [{ params: [day('date', '日期'), holidays, workdays], result: 'boolean' }],
    js: ([value, ...lists], call) => {
      const at = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      return at !== null && calendarOf(lists)(at);
    },
    sql: (call) => call.letting([daySql(call.arg(0), call.argTypes[0] as FormulaType, call), ...listsOf(call, 1)], (at, off, worked) => `(${worksSql(at as string, off as string, worked as string)} IS TRUE)`),
  },
];

const isWeekday = (at: number): boolean => weekdayOf(at) < 5;
const isWeekdaySql = (at: string): string => `(extract(isodow FROM ${at}) < 6)`;

const daysOf = (list: Value | undefined): number[] => (isList(list) ? list.filter((one) => typeof one === 'number') : []);

function calendarOf([off, worked]: readonly Value[]): (at: number) => boolean {
  const [closed, open] = [new Set(daysOf(off)), new Set(daysOf(worked))];
  return (at) => (isWeekday(at) && !closed.has(at)) || open.has(at);
}

/** Mondays to Fridays from 0001-01-01, a Monday, to a day. */
function weekdaysUntil(at: number): number {
  const days = at - MIN_DAY + 1;
  return Math.floor(days / 7) * 5 + Math.min(days % 7, 5);
}

const FIRST_DAY = `date '0001-01-01'`;
const weekdaysUntilSql = (at: string): string => `((${at} - ${FIRST_DAY} + 1) / 7 * 5 + least((${at} - ${FIRST_DAY} + 1) % 7, 5))`;

const listsOf = (call: SqlCall, from: number): string[] => [from, from + 1].map((index) => (index < call.count ? call.arg(index) : `'{}'::date[]`));

const worksSql = (at: string, off: string, worked: string): string => `(${isWeekdaySql(at)} AND (${at} = ANY(${off})) IS NOT TRUE OR (${at} = ANY(${worked})) IS TRUE)`;

/** Without lists weeks can be counted. */
const laterByWeeksSql = (call: SqlCall, start: string, days: string): string =>
  call.letting([start, days], (from, count) =>
    call.letting([from as string, count as string, `CASE WHEN ${count} > 0 THEN ${weekdaysUntilSql(from as string)} + ${count} ELSE ${weekdaysUntilSql(`(${from} - 1)`)} + ${count} + 1 END`], (day0, steps, place) =>
      `CASE WHEN ${steps} = 0 THEN ${day0} WHEN ${place} > 0 THEN ${dateOfDaysSql(`(${FIRST_DAY} - ${EPOCH_DAY} + (${place} - 1) / 5 * 7 + (${place} - 1) % 5)`)} END`));

/** Each week has five weekdays, and of these the list takes away its length at most. */
const laterSql = (call: SqlCall, start: string, days: string): string =>
  call.letting([start, days, ...listsOf(call, 2)], (from, count, off, worked) => {
    const candidates = `SELECT ${from} + sign(${count})::int * k AS at, k FROM generate_series(1, (abs(${count}) + cardinality(${off})) / 5 * 7 + 14) AS k`;
    const found = `(SELECT c.at - ${EPOCH_DAY} FROM (${candidates}) AS c WHERE ${worksSql('c.at', off as string, worked as string)} ORDER BY c.k LIMIT 1 OFFSET greatest(abs(${count}) - 1, 0))`;
    return `CASE WHEN ${count} = 0 THEN ${from} WHEN ${from} IS NOT NULL THEN ${dateOfDaysSql(found)} END`;
  });
