/** Rounding to multiples. All exact: through the remainder, never through a quotient. */

import { Decimal } from 'decimal.js';
import { boundedSql } from '../sql/expressions.ts';
import { bounded, Exact, roundTo, wholeWithin } from '../values/number.ts';
import { number, type FunctionSpec } from './function-spec.ts';
import { digitsSql, MAX_DIGITS } from './numbers.ts';

const multiple = { params: [number('number', '数值'), number('multiple', '倍数', { optional: true })], result: 'number' } as const;
const oneNumber = { params: [number('number', '数值')], result: 'number' } as const;

export const roundingFunctions: readonly FunctionSpec[] = [
  toMultiple('CEILING', (rest) => (rest.gt(0) ? 1 : 0), (rest) => `CASE WHEN ${rest} > 0 THEN 1 ELSE 0 END`, {
    en: 'The next multiple that is not smaller (of 1 without a multiple).',
    'zh-CN': '向上取到指定数的倍数（默认 1）。',
  }),
  toMultiple('FLOOR', (rest) => (rest.lt(0) ? -1 : 0), (rest) => `CASE WHEN ${rest} < 0 THEN -1 ELSE 0 END`, {
    en: 'The next multiple that is not greater (of 1 without a multiple).',
    'zh-CN': '向下取到指定数的倍数（默认 1）。',
  }),
  toMultiple('MROUND', (rest, size) => (rest.abs().times(2).gte(size) ? rest.comparedTo(0) : 0), (rest, size) => `CASE WHEN abs(${rest}) * 2 >= ${size} THEN sign(${rest}) ELSE 0 END`, {
    en: 'The nearest multiple; from the middle away from zero.',
    'zh-CN': '四舍五入到最接近的倍数。',
  }),
  {
    name: 'TRUNC',
    doc: { en: 'Without the digits beyond so many after the point (0 without).', 'zh-CN': '截去指定小数位（默认 0 位）之后的数字。' },
    signatures: [{ params: [number('number', '数值'), number('digits', '小数位数', { optional: true })], result: 'number' }],
    js: ([value, written], call) => {
      const digits = call.argTypes.length > 1 ? wholeWithin(written as Decimal | null, MAX_DIGITS) : 0;
      return value instanceof Decimal && digits !== null ? roundTo(value, digits, Decimal.ROUND_DOWN) : null;
    },
    sql: (call) => `trunc(${call.arg(0)}, ${digitsSql(call)})`,
  },
  {
    name: 'EVEN',
    doc: { en: 'The next even number, away from zero.', 'zh-CN': '向远离零的方向取到偶数。' },
    signatures: [oneNumber],
    js: ([value]) => (value instanceof Decimal ? signed(value, value.abs().times('0.5').ceil().times(2)) : null),
    sql: (call) => call.letting([call.arg(0)], (value) => `CASE WHEN ${value} < 0 THEN -1 ELSE 1 END * ceil(abs(${value}) * 0.5) * 2`),
  },
  {
    name: 'ODD',
    doc: { en: 'The next odd number, away from zero; 1 of 0.', 'zh-CN': '向远离零的方向取到奇数；0 得 1。' },
    signatures: [oneNumber],
    js: ([value]) => (value instanceof Decimal ? signed(value, Decimal.max(value.abs().plus(1).times('0.5').ceil().times(2).minus(1), 1)) : null),
    sql: (call) => call.letting([call.arg(0)], (value) => `CASE WHEN ${value} < 0 THEN -1 WHEN ${value} IS NOT NULL THEN 1 END * greatest(ceil((abs(${value}) + 1) * 0.5) * 2 - 1, 1)`),
  },
  {
    name: 'QUOTIENT',
    doc: { en: 'The whole part of a division.', 'zh-CN': '整除，取商的整数部分。' },
    signatures: [{ params: [number('number', '被除数'), number('divisor', '除数')], result: 'number' }],
    js: ([value, divisor]) => (value instanceof Decimal && divisor instanceof Decimal && !divisor.isZero() ? bounded(value.divToInt(divisor)) : null),
    sql: (call) => boundedSql(`div(${call.arg(0)}, nullif(${call.arg(1)}, 0))`),
  },
];

const signed = (of: Decimal, size: Decimal): Decimal => new Exact(of.lt(0) ? size.negated() : size);

/** The multiple towards zero, and so many more as `steps` says of the rest. */
function toMultiple(name: string, steps: (rest: Decimal, size: Decimal) => number, stepsSql: (rest: string, size: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [multiple],
    js: ([value, written], call) => {
      const size = call.argTypes.length > 1 ? written : new Exact(1);
      if (!(value instanceof Decimal) || !(size instanceof Decimal) || size.isZero()) return null;
      const rest = value.mod(size.abs());
      return value.minus(rest).plus(size.abs().times(steps(rest, size.abs())));
    },
    sql: (call) =>
      call.letting([call.arg(0), call.count > 1 ? `nullif(abs(${call.arg(1)}), 0)` : '1::numeric'], (value, size) => {
        const rest = `mod(${value}, ${size})`;
        return `${value} - ${rest} + ${size} * ${stepsSql(rest, size as string)}`;
      }),
  };
}
