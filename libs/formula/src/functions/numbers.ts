/** Sums, rounding and powers. Sums and averages skip blanks; everything else gives blank for blank. */

import { Decimal } from 'decimal.js';
import { SCALE } from '../limits.ts';
import { quotientSql, settledSql, inexactSql, wholeSql } from '../sql/expressions.ts';
import { arrayOf, fromItemsSql, isBeyond, ITEM } from '../sql/lists.ts';
import { compareScalars, itemsOf, numbersOf } from '../values/list.ts';
import { Exact, Inexact, roundTo, settled, inexact, wholeWithin } from '../values/number.ts';
import type { Scalar, Value } from '../values/value.ts';
import { number, ordered, type FunctionSpec, type SqlCall } from './function-spec.ts';

const numbers = { params: [number('number', '数值', { list: 'also' })], repeat: 1, result: 'number' } as const;
const comparable = { params: [ordered('value', '值', { group: 'value', list: 'also' })], repeat: 1, result: { group: 'value' } } as const;
const oneNumber = { params: [number('number', '数值')], result: 'number' } as const;
const twoNumbers = (first: [string, string], second: [string, string]) =>
  ({ params: [number(...first), number(...second)], result: 'number' }) as const;

/** Digits that the rounding functions accept, on either side of the point. */
export const MAX_DIGITS = SCALE;
/** Larger exponents would only tell how fast a number leaves the range. */
const MAX_EXPONENT = 1000;

export const numberFunctions: readonly FunctionSpec[] = [
  {
    name: 'SUM',
    doc: { en: 'The sum of numbers and lists of numbers; blanks count as 0.', 'zh-CN': '对数值和数字列表求和，空值按 0 计。' },
    signatures: [numbers],
    js: (args) => numbersOf(args).reduce((sum, value) => sum.plus(value), new Exact(0)),
    sql: (call) => (isBeyond(call) ? fromItemsSql(arrayOf(call), `coalesce(sum(${ITEM}), 0)`) : `(${allArgs(call).map((arg) => `coalesce(${arg}, 0)`).join(' + ')})`),
  },
  {
    name: 'AVERAGE',
    doc: { en: 'The mean of the values that are not blank.', 'zh-CN': '非空数值的平均值。' },
    signatures: [numbers],
    js: (args) => meanOf(numbersOf(args)),
    sql: (call) => fromItemsSql(arrayOf(call), quotientSql(`sum(${ITEM})`, `count(${ITEM})`)),
  },
  {
    name: 'MIN',
    doc: { en: 'The smallest or earliest value that is not blank.', 'zh-CN': '非空值中最小或最早的一个。' },
    signatures: [comparable],
    js: (args) => extreme(args, -1),
    sql: (call) => (isBeyond(call) ? fromItemsSql(arrayOf(call), `min(${ITEM})`) : `least(${allArgs(call).join(', ')})`),
  },
  {
    name: 'MAX',
    doc: { en: 'The largest or latest value that is not blank.', 'zh-CN': '非空值中最大或最晚的一个。' },
    signatures: [comparable],
    js: (args) => extreme(args, 1),
    sql: (call) => (isBeyond(call) ? fromItemsSql(arrayOf(call), `max(${ITEM})`) : `greatest(${allArgs(call).join(', ')})`),
  },
  rounding('ROUND', Decimal.ROUND_HALF_UP, (value, digits) => `round(${value}, ${digits})`, {
    en: 'Rounded to so many digits after the point (0 without); half away from zero.',
    'zh-CN': '四舍五入到指定小数位（默认 0 位）。',
  }),
  {
    ...rounding('ROUNDUP', Decimal.ROUND_UP, (value) => value, {
      en: 'Rounded away from zero.',
      'zh-CN': '向远离零的方向舍入到指定小数位。',
    }),
    sql: (call) =>
      call.letting([call.arg(0), digitsSql(call)], (value, digits) => {
        const cut = `trunc(${value}, ${digits})`;
        return `CASE WHEN ${value} = ${cut} THEN ${value} ELSE ${cut} + sign(${value}) * ('1e' || (-${digits})::text)::numeric END`;
      }),
  },
  rounding('ROUNDDOWN', Decimal.ROUND_DOWN, (value, digits) => `trunc(${value}, ${digits})`, {
    en: 'Rounded towards zero.',
    'zh-CN': '向零的方向舍入到指定小数位。',
  }),
  {
    name: 'ABS',
    doc: { en: 'Without its sign.', 'zh-CN': '绝对值。' },
    signatures: [oneNumber],
    js: ([value]) => (value as Decimal | null)?.abs() ?? null,
    sql: (call) => `abs(${call.arg(0)})`,
  },
  {
    name: 'SIGN',
    doc: { en: '1, 0 or -1.', 'zh-CN': '数值的正负号：1、0 或 -1。' },
    signatures: [oneNumber],
    js: ([value]) => (value instanceof Decimal ? new Exact(value.comparedTo(0)) : null),
    sql: (call) => `sign(${call.arg(0)})`,
  },
  {
    name: 'INT',
    doc: { en: 'The next whole number below.', 'zh-CN': '向下取整。' },
    signatures: [oneNumber],
    js: ([value]) => (value as Decimal | null)?.floor() ?? null,
    sql: (call) => `floor(${call.arg(0)})`,
  },
  {
    name: 'MOD',
    doc: { en: 'The remainder of a division, with the sign of the divisor.', 'zh-CN': '余数，符号与除数相同。' },
    signatures: [twoNumbers(['number', '被除数'], ['divisor', '除数'])],
    js: ([value, divisor]) => {
      if (!(value instanceof Decimal) || !(divisor instanceof Decimal) || divisor.isZero()) return null;
      const rest = value.mod(divisor);
      return rest.isZero() || rest.isPos() === divisor.isPos() ? rest : rest.plus(divisor);
    },
    sql: (call) =>
      call.letting([call.arg(0), `nullif(${call.arg(1)}, 0)`], (value, divisor) => {
        const rest = `mod(${value}, ${divisor})`;
        return `CASE WHEN sign(${rest}) = -sign(${divisor}) THEN ${rest} + ${divisor} ELSE ${rest} END`;
      }),
  },
  {
    name: 'POWER',
    doc: {
      en: 'A number raised to a power from -1000 to 1000; of a negative number only whole powers. Roots to 15 digits after the point.',
      'zh-CN': '乘方，指数在 -1000 到 1000 之间；负数只能取整数次方；开方结果保留 15 位小数。',
    },
    signatures: [twoNumbers(['number', '底数'], ['power', '指数'])],
    js: ([value, power]) => powerOf(value as Decimal | null, power as Decimal | null),
    sql: (call) => powerSql(call),
  },
  {
    name: 'SQRT',
    doc: { en: 'The square root; blank for negative numbers.', 'zh-CN': '平方根；负数为空值。' },
    signatures: [oneNumber],
    js: ([value]) => {
      return value instanceof Decimal ? rootOf(value) : null;
    },
    sql: (call) => rootSql(call.arg(0)),
  },
];

const allArgs = (call: SqlCall): string[] => Array.from({ length: call.count }, (_, i) => call.arg(i));

function extreme(args: readonly Value[], sign: 1 | -1): Value {
  let best: NonNullable<Scalar> | null = null;
  for (const item of itemsOf(args)) if (item !== null && (best === null || compareScalars(item, best) * sign > 0)) best = item;
  return best;
}

/** Blank of none. */
export const meanOf = (values: readonly Decimal[]): Decimal | null =>
  values.length === 0 ? null : settled(values.reduce((sum, value) => sum.plus(value)).div(values.length));

function rounding(name: string, mode: Decimal.Rounding, toSql: (value: string, digits: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [number('number', '数值'), number('digits', '小数位数', { optional: true })], result: 'number' }],
    js: ([value, written], call) => {
      const digits = call.argTypes.length > 1 ? wholeWithin(written as Decimal | null, MAX_DIGITS) : 0;
      return value instanceof Decimal && digits !== null ? roundTo(value, digits, mode) : null;
    },
    sql: (call) => toSql(call.arg(0), digitsSql(call)),
  };
}

export function digitsSql(call: SqlCall): string {
  if (call.count < 2) return '0';
  const literal = call.literal(1);
  if (literal !== undefined && /^\d{1,2}$/.test(literal) && Number(literal) <= MAX_DIGITS) return String(Number(literal));
  return wholeSql(call.arg(1), MAX_DIGITS);
}

/** Blank of a negative number. */
export function rootOf(value: Decimal): Decimal | null {
  const rounded = roundTo(value, SCALE, Decimal.ROUND_HALF_UP);
  return rounded.lt(0) ? null : settled(rounded.sqrt());
}

/**
 * The scale of the operand is the scale of the root. At 60 digits no root lies so near the middle between two
 * results of 20 digits that rounding twice could differ from rounding once.
 */
export const rootSql = (sql: string): string => `round(sqrt(round(nullif(greatest(round(${sql}, ${SCALE}), -1e-${SCALE}), -1e-${SCALE}), 60)), ${SCALE})`;

export function powerOf(value: Decimal | null, power: Decimal | null): Decimal | null {
  if (value === null || power === null || power.abs().gt(MAX_EXPONENT)) return null;
  if (value.isZero()) return power.isZero() ? new Exact(1) : power.isPos() ? new Exact(0) : null;
  if (power.isInteger()) return settled(value.pow(power));
  if (value.isNeg()) return null;
  const magnitude = power.toNumber() * Math.log10(value.toNumber());
  if (magnitude > 29) return null;
  return magnitude < -22 ? new Exact(0) : inexact(new Inexact(value).pow(new Inexact(power)));
}

/**
 * A small literal exponent multiplies. Otherwise powers that leave the range are recognised by their
 * approximate logarithm before Postgres computes thousands of digits.
 */
export function powerSql(call: SqlCall): string {
  const literal = call.literal(1);
  if (literal !== undefined && /^[1-9]$/.test(literal))
    return call.letting([call.arg(0)], (value) => settledSql(Array.from({ length: Number(literal) }, () => value).join(' * ')));
  return call.letting([`round(${call.arg(0)}, 45)`, `trim_scale(${call.arg(1)})`], (value, power) => {
    const magnitude = `${power}::float8 * log(abs(${value})::float8)`;
    const whole = settledSql(`power(${value}, ${power})`);
    return (
      `CASE WHEN abs(${power}) > ${MAX_EXPONENT} THEN NULL WHEN ${power} = 0 AND ${value} IS NOT NULL THEN 1 ` +
      `WHEN ${value} = 0 THEN CASE WHEN ${power} > 0 THEN 0 END WHEN ${value} < 0 AND ${power} <> trunc(${power}) THEN NULL ` +
      `WHEN ${magnitude} > 29 THEN NULL WHEN ${magnitude} < -22 THEN 0 WHEN ${power} = trunc(${power}) THEN ${whole} ELSE ${inexactSql(`power(${value}, ${power})`)} END`
    );
  });
}
