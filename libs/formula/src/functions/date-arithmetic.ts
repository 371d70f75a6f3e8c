/** Adding to a date and counting between two: DATEADD, DATEDIF. */

import type { Decimal } from 'decimal.js';
import type { FormulaType } from '../formula-type.ts';
import { addDaysSql, between, daySql, instantWithinSql, localSql, wholeSql } from '../sql/expressions.ts';
import { addMonths, civilOf, firstOfMonth, lastOfMonth, dayWithin, instantWithin, MAX_INSTANT, MIN_INSTANT, MS_PER_DAY } from '../values/calendar.ts';
import { Exact, wholeWithin } from '../values/number.ts';
import { instantOf, localTime } from '../values/time-zone.ts';
import type { Value } from '../values/value.ts';
import { dayIn, MAX_STEPS } from './dates.ts';
import { date, datetime, day, number, oneOf, text, type FunctionSpec, type JsCall, type SqlCall } from './function-spec.ts';

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 };
const MILLISECONDS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 };

const dayUnit = text('unit', '单位', { option: oneOf([...Object.keys(DAYS), ...Object.keys(MONTHS)]) });
const anyUnit = text('unit', '单位', { option: oneOf([...Object.keys(MILLISECONDS), ...Object.keys(DAYS), ...Object.keys(MONTHS)]) });

/** More seconds than years 1 to 9999 have. */
const MAX_CLOCK_STEPS = 400_000_000_000;

export const dateArithmeticFunctions: readonly FunctionSpec[] = [
  {
    name: 'DATEADD',
    doc: {
      en: 'Moves a date, e.g. DATEADD(due, 1, "month"); 31 January and one month is the last of February.',
      'zh-CN': '日期加减，如 DATEADD(due, 1, "month")；1 月 31 日加一个月为 2 月最后一天。',
    },
    signatures: [
      { params: [date('date', '日期'), number('count', '数量'), dayUnit], result: 'date' },
      { params: [datetime('time', '日期时间'), number('count', '数量'), anyUnit], result: 'datetime' },
    ],
    js: ([value, count, unit], call) => {
      if (typeof value !== 'number') return null;
      const name = String(unit).toLowerCase();
      const steps = wholeWithin(count as Decimal | null, name in MILLISECONDS ? MAX_CLOCK_STEPS : MAX_STEPS);
      if (steps === null) return null;
      if (call.argTypes[0] === 'date') return moveDay(value, steps, name);
      if (name in MILLISECONDS) return instantWithin(value + steps * (MILLISECONDS[name] as number));
      return moveWallClock(value, steps, name, call);
    },
    sql: (call) => {
      const unit = unitOf(call);
      if (call.argTypes[0] === 'date') return moveDaySql(call, unit);
      return unit in MILLISECONDS ? moveInstantSql(call, unit) : moveWallClockSql(call, unit);
    },
  },
  {
    name: 'DATEDIF',
    doc: {
      en: 'Complete days, weeks, months, quarters or years from the first date to the second; between times also hours, minutes, seconds.',
      'zh-CN': '从前一日期到后一日期的整日、周、月、季、年数；两个日期时间之间还可用时、分、秒。',
    },
    signatures: [
      { params: [datetime('start', '开始'), datetime('end', '结束'), anyUnit], result: 'number' },
      { params: [day('start', '开始'), day('end', '结束'), dayUnit], result: 'number' },
    ],
    js: ([start, end, unit], call) => difference(start as Value, end as Value, String(unit).toLowerCase(), call.argTypes[0] as FormulaType, call.argTypes[1] as FormulaType, call),
    sql: (call) => differenceSql(call, 0, 1),
  },
  {
    name: 'DATETIME_DIFF',
    doc: {
      en: 'The same as DATEDIF with the later one first: DATETIME_DIFF(end, start, "day").',
      'zh-CN': '与 DATEDIF 相同，但结束在前：DATETIME_DIFF(end, start, "day")。',
    },
    signatures: [
      { params: [datetime('end', '结束'), datetime('start', '开始'), anyUnit], result: 'number' },
      { params: [day('end', '结束'), day('start', '开始'), dayUnit], result: 'number' },
    ],
    js: ([end, start, unit], call) => difference(start as Value, end as Value, String(unit).toLowerCase(), call.argTypes[1] as FormulaType, call.argTypes[0] as FormulaType, call),
    sql: (call) => differenceSql(call, 1, 0),
  },
  {
    name: 'EDATE',
    doc: { en: 'The same day so many months later; the last of the month when there is no such day.', 'zh-CN': '若干个月之后的同一天，没有该日时取月末。' },
    signatures: [{ params: [day('date', '日期'), number('months', '月数')], result: 'date' }],
    js: ([value, months], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      const steps = wholeWithin(months as Decimal | null, MAX_STEPS);
      return date === null || steps === null ? null : addMonths(date, steps);
    },
    sql: (call) => call.letting([daySql(call.arg(0), call.argTypes[0] as FormulaType, call), wholeSql(call.arg(1), MAX_STEPS)], (date, months) => `${addMonthsSql(date as string, months as string)}::date`),
  },
  {
    name: 'EOMONTH',
    doc: { en: 'The last day of the month, or of the month so many months later.', 'zh-CN': '当月或若干个月之后那个月的最后一天。' },
    signatures: [{ params: [day('date', '日期'), number('months', '月数', { optional: true })], result: 'date' }],
    js: ([value, months], call) => {
      const date = dayIn(value as Value, call.argTypes[0] as FormulaType, call);
      const steps = call.argTypes.length > 1 ? wholeWithin(months as Decimal | null, MAX_STEPS) : 0;
      const within = date === null || steps === null ? null : addMonths(firstOfMonth(date), steps);
      return within === null ? null : lastOfMonth(within);
    },
    sql: (call) =>
      call.letting([daySql(call.arg(0), call.argTypes[0] as FormulaType, call), call.count > 1 ? wholeSql(call.arg(1), MAX_STEPS) : '0'], (date, months) =>
        `(date_trunc('month', ${addMonthsSql(`date_trunc('month', ${date}::timestamp)`, months as string)}) + interval '1 month')::date - 1`),
  },
  {
    name: 'OVERLAPDAYS',
    doc: { en: 'How many days two periods have in common, first and last days included; 0 when none.', 'zh-CN': '两个期间重叠的天数（含首尾），不重叠时为 0。' },
    signatures: [{ params: [day('start', '开始'), day('end', '结束'), day('other start', '另一开始'), day('other end', '另一结束')], result: 'number' }],
    js: (args, call) => {
      const [start, end, otherStart, otherEnd] = args.map((arg, i) => dayIn(arg, call.argTypes[i] as FormulaType, call));
      if (start == null || end == null || otherStart == null || otherEnd == null) return null;
      return new Exact(Math.max(0, Math.min(end, otherEnd) - Math.max(start, otherStart) + 1));
    },
    sql: (call) =>
      call.letting([0, 1, 2, 3].map((i) => daySql(call.arg(i), call.argTypes[i] as FormulaType, call)), (start, end, otherStart, otherEnd) =>
        `CASE WHEN num_nulls(${start}, ${end}, ${otherStart}, ${otherEnd}) = 0 THEN greatest(0, least(${end}, ${otherEnd}) - greatest(${start}, ${otherStart}) + 1)::numeric END`),
  },
];

function difference(start: Value, end: Value, unit: string, startType: FormulaType, endType: FormulaType, call: JsCall): Value {
  if (typeof start !== 'number' || typeof end !== 'number') return null;
  const clock = MILLISECONDS[unit];
  if (clock !== undefined) return whole((end - start) / clock);
  const first = dayIn(start, startType, call);
  const last = dayIn(end, endType, call);
  if (first === null || last === null) return null;
  return whole(unit in DAYS ? (last - first) / (DAYS[unit] as number) : monthsBetween(first, last) / (MONTHS[unit] as number));
}

/** From the argument at `from` to the one at `to`. */
function differenceSql(call: SqlCall, from: number, to: number): string {
  const unit = unitOf(call);
  const clock = MILLISECONDS[unit];
  if (clock !== undefined) return `div(extract(epoch FROM (${call.arg(to)} - ${call.arg(from)})), ${clock / 1000})`;
  const [first, last] = [from, to].map((i) => daySql(call.arg(i), call.argTypes[i] as FormulaType, call)) as [string, string];
  if (unit in DAYS) return `((${last} - ${first}) / ${DAYS[unit]})::numeric`;
  return call.letting([first, last], (start, end) => `div(${monthsBetweenSql(start as string, end as string)}, ${MONTHS[unit]})`);
}

/** Known since the check: the option was a literal. */
const unitOf = (call: SqlCall): string => (call.literal(2) as string).toLowerCase();

const whole = (value: number): Value => new Exact(Math.trunc(value) + 0);

// ---- adding ---------------------------------------------------------------------------------------

function moveDay(value: number, steps: number, unit: string): number | null {
  return unit in DAYS ? dayWithin(value + steps * (DAYS[unit] as number)) : addMonths(value, steps * (MONTHS[unit] as number));
}

function moveWallClock(value: number, steps: number, unit: string, call: JsCall): number | null {
  const local = localTime(value, call.timeZone);
  const moved = local && moveDay(local.day, steps, unit);
  if (local === null || moved === null) return null;
  const instant = instantOf({ day: moved, ms: local.ms }, call.timeZone);
  return instant === null ? null : instantWithin(instant);
}

function moveDaySql(call: SqlCall, unit: string): string {
  const steps = wholeSql(call.arg(1), MAX_STEPS);
  if (unit in DAYS) return addDaysSql(call.arg(0), `${steps} * ${DAYS[unit]}`);
  return call.letting([call.arg(0), `${steps} * ${MONTHS[unit]}`], (value, months) => `${addMonthsSql(value, months)}::date`);
}

/** Of a date or timestamp; a timestamp. */
const addMonthsSql = (value: string, months: string): string =>
  `(CASE WHEN extract(year FROM ${value}) BETWEEN 1 AND 9999 AND extract(year FROM ${value}) * 12 + extract(month FROM ${value}) - 1 + ${months} BETWEEN 12 AND ${9999 * 12 + 11} ` +
  `THEN ${value} + make_interval(months => ${months}) END)`;

function moveWallClockSql(call: SqlCall, unit: string): string {
  const steps = `${wholeSql(call.arg(1), MAX_STEPS)} * ${DAYS[unit] ?? MONTHS[unit]}`;
  const moved = call.letting([localSql(call.arg(0), call), steps], (local, count) =>
    unit in DAYS ? `${addDaysSql(`${local}::date`, count)} + ${local}::time` : addMonthsSql(local, count));
  return instantWithinSql(`(${moved} AT TIME ZONE ${call.timeZone()})`);
}

/** Through whole days and seconds of UTC: an interval of one unit times the count would go through floating point. */
function moveInstantSql(call: SqlCall, unit: string): string {
  const steps = between(`trunc(${call.arg(1)})`, `-${MAX_CLOCK_STEPS + 1}`, `${MAX_CLOCK_STEPS + 1}`);
  const sum = `(extract(epoch FROM ${call.arg(0)}) * 1000 + ${steps} * ${MILLISECONDS[unit]})`;
  return call.letting([between(sum, String(MIN_INSTANT - 1), String(MAX_INSTANT + 1))], (ms) =>
    `(timestamp '1970-01-01' + make_interval(days => div(${ms}, ${MS_PER_DAY})::int, secs => (mod(${ms}, ${MS_PER_DAY}) / 1000)::float8)) AT TIME ZONE 'UTC'`);
}

// ---- counting -------------------------------------------------------------------------------------

/** Complete months, negative backwards. */
export function monthsBetween(first: number, last: number): number {
  if (last < first) return -monthsBetween(last, first) + 0;
  const from = civilOf(first);
  const to = civilOf(last);
  return to.year * 12 + to.month - from.year * 12 - from.month - (to.day < from.day ? 1 : 0);
}

export const monthsBetweenSql = (start: string, end: string): string => {
  const months = (value: string): string => `extract(year FROM ${value}) * 12 + extract(month FROM ${value})`;
  const early = `${end} >= ${start} AND extract(day FROM ${end}) < extract(day FROM ${start})`;
  const late = `${end} < ${start} AND extract(day FROM ${end}) > extract(day FROM ${start})`;
  return `(${months(end)} - (${months(start)}) + CASE WHEN ${early} THEN -1 WHEN ${late} THEN 1 ELSE 0 END)`;
};
