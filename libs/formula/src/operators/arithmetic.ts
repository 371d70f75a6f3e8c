/** The signs + − × ÷ ^ % between numbers, and + − between dates and days. */

import { Decimal } from 'decimal.js';
import { date, number, type FunctionSpec } from '../functions/function-spec.ts';
import { MAX_STEPS } from '../functions/dates.ts';
import { powerOf, powerSql } from '../functions/numbers.ts';
import { addDaysSql, quotientSql, settledSql, wholeSql } from '../sql/expressions.ts';
import { dayWithin } from '../values/calendar.ts';
import { Exact, settled, wholeWithin } from '../values/number.ts';
import type { Value } from '../values/value.ts';

const left = (types: typeof number) => types('left side', '左边');
const right = (types: typeof number) => types('right side', '右边');
const numbers = { params: [left(number), right(number)], result: 'number' } as const;

export const arithmeticOperators: readonly FunctionSpec[] = [
  {
    name: '+',
    doc: { en: 'Adds numbers, or days to a date.', 'zh-CN': '数字相加，或日期加天数。' },
    signatures: [
      numbers,
      { params: [left(date), right(number)], result: 'date' },
      { params: [left(number), right(date)], result: 'date' },
    ],
    js: ([a, b], { argTypes }) => {
      if (argTypes[0] === 'date') return moved(a as Value, b as Value, 1);
      if (argTypes[1] === 'date') return moved(b as Value, a as Value, 1);
      return a instanceof Decimal && b instanceof Decimal ? a.plus(b) : null;
    },
    sql: (call) => {
      if (call.argTypes[0] === 'date') return addDaysSql(call.arg(0), wholeSql(call.arg(1), MAX_STEPS));
      if (call.argTypes[1] === 'date') return addDaysSql(call.arg(1), wholeSql(call.arg(0), MAX_STEPS));
      return `(${call.arg(0)} + ${call.arg(1)})`;
    },
  },
  {
    name: '-',
    doc: { en: 'Subtracts numbers, days from a date, or two dates.', 'zh-CN': '数字相减、日期减天数，或两个日期相减。' },
    signatures: [
      numbers,
      { params: [left(date), right(number)], result: 'date' },
      { params: [left(date), right(date)], result: 'number' },
    ],
    js: ([a, b], { argTypes }) => {
      if (argTypes[1] === 'date') return typeof a === 'number' && typeof b === 'number' ? new Exact(a - b) : null;
      if (argTypes[0] === 'date') return moved(a as Value, b as Value, -1);
      return a instanceof Decimal && b instanceof Decimal ? a.minus(b) : null;
    },
    sql: (call) => {
      if (call.argTypes[1] === 'date') return `(${call.arg(0)} - ${call.arg(1)})::numeric`;
      if (call.argTypes[0] === 'date') return addDaysSql(call.arg(0), `(-${wholeSql(call.arg(1), MAX_STEPS)})`);
      return `(${call.arg(0)} - ${call.arg(1)})`;
    },
  },
  {
    name: '*',
    doc: { en: 'Multiplies.', 'zh-CN': '相乘。' },
    signatures: [numbers],
    js: ([a, b]) => (a instanceof Decimal && b instanceof Decimal ? settled(a.times(b)) : null),
    sql: (call) => settledSql(`${call.arg(0)} * ${call.arg(1)}`),
  },
  {
    name: '/',
    doc: { en: 'Divides; blank when the divisor is 0.', 'zh-CN': '相除，除数为 0 时为空值。' },
    signatures: [numbers],
    js: ([a, b]) => (a instanceof Decimal && b instanceof Decimal && !b.isZero() ? settled(a.div(b)) : null),
    sql: (call) => quotientSql(call.arg(0), call.arg(1)),
  },
  {
    name: '^',
    doc: { en: 'Raises to a whole power.', 'zh-CN': '整数次乘方。' },
    signatures: [numbers],
    js: ([a, b]) => powerOf(a as Decimal | null, b as Decimal | null),
    sql: powerSql,
  },
  {
    name: '%',
    doc: { en: 'A hundredth.', 'zh-CN': '百分之一。' },
    signatures: [{ params: [number('number', '数值')], result: 'number' }],
    js: ([a]) => (a instanceof Decimal ? settled(a.times('0.01')) : null),
    sql: (call) => settledSql(`${call.arg(0)} * 0.01`),
  },
  {
    name: 'negative',
    doc: { en: 'The opposite number.', 'zh-CN': '相反数。' },
    signatures: [{ params: [number('number', '数值')], result: 'number' }],
    js: ([a]) => (a instanceof Decimal ? a.negated() : null),
    sql: (call) => `(- ${call.arg(0)})`,
  },
];

function moved(day: Value, days: Value, sign: 1 | -1): number | null {
  const steps = wholeWithin(days as Decimal | null, MAX_STEPS);
  return typeof day === 'number' && steps !== null ? dayWithin(day + sign * steps) : null;
}
