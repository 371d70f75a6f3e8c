/**
 * Products, divisors, powers of e, and other bases. What has no finite decimal keeps INEXACT_SCALE digits after the
 * point; both back ends compute it to 35 digits first.
 */

import { Decimal } from 'decimal.js';
import { boundedSql, inexactSql, plain, settledSql, trimmedSql, wholeSql } from '../sql/expressions.ts';
import { arrayOf } from '../sql/lists.ts';
import { numbersOf } from '../values/list.ts';
import { bounded, Exact, Inexact, inexact, settled, wholeWithin } from '../values/number.ts';
import { trimmed } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { number, text, type FunctionSpec, type SqlCall } from './function-spec.ts';

const oneNumber = { params: [number('number', '数值')], result: 'number' } as const;
const wholeNumbers = { params: [number('number', '数值')], repeat: 1, result: 'number' } as const;

/** Factors that PRODUCT multiplies; Postgres goes through them one by one. */
const MAX_FACTORS = 1000;
/** 27! has 29 digits. */
const MAX_FACTORIAL = 26;
const MAX_CHOSEN_FROM = 1000;
/** Binary digits that DEC2BIN and its kin read and write. */
const MAX_BITS = 52;

export const mathFunctions: readonly FunctionSpec[] = [
  {
    name: 'PRODUCT',
    doc: {
      en: `Multiplies the values that are not blank, at most ${MAX_FACTORS}; blank of more or of none.`,
      'zh-CN': `非空数值之积，最多 ${MAX_FACTORS} 个；超过或没有时为空值。`,
    },
    signatures: [{ params: [number('number', '数值', { list: 'also' })], repeat: 1, result: 'number' }],
    js: (args) => {
      const factors = numbersOf(args);
      if (factors.length === 0 || factors.length > MAX_FACTORS) return null;
      return factors.reduce<Decimal | null>((product, factor) => product && settled(product.times(factor)), new Exact(1));
    },
    sql: (call) =>
      call.letting([`array_remove(${arrayOf(call)}, NULL)`], (factors) =>
        `CASE WHEN cardinality(${factors}) BETWEEN 1 AND ${MAX_FACTORS} THEN (WITH RECURSIVE p(n, v) AS (SELECT 0, 1::numeric UNION ALL ` +
        `SELECT p.n + 1, ${settledSql(`p.v * (${factors})[p.n + 1]`)} FROM p WHERE p.n < cardinality(${factors})) SELECT p.v FROM p WHERE p.n = cardinality(${factors})) END`),
  },
  folding('GCD', divisorOf, (a, b) => `gcd(${a}, ${b})`, { en: 'The greatest common divisor of the whole parts.', 'zh-CN': '各数整数部分的最大公约数。' }),
  folding('LCM', multipleOf, (a, b) => `lcm(${a}, ${b})`, { en: 'The least common multiple of the whole parts.', 'zh-CN': '各数整数部分的最小公倍数。' }),
  {
    name: 'FACT',
    doc: { en: `The factorial of the whole part, of 0 to ${MAX_FACTORIAL}; else blank.`, 'zh-CN': `整数部分的阶乘，范围 0 到 ${MAX_FACTORIAL}，否则为空值。` },
    signatures: [oneNumber],
    js: ([value]) => {
      const of = wholeWithin(value as Decimal | null, MAX_FACTORIAL);
      return of === null || of < 0 ? null : new Exact(fallingProduct(of, of).toString());
    },
    sql: (call) => call.letting([wholeSql(call.arg(0), MAX_FACTORIAL)], (of) => `CASE WHEN ${of} >= 0 THEN factorial(${of}) END`),
  },
  {
    name: 'COMBIN',
    doc: { en: `In how many ways a number of things can be chosen from up to ${MAX_CHOSEN_FROM}.`, 'zh-CN': `从若干项（最多 ${MAX_CHOSEN_FROM} 项）中选取若干项的组合数。` },
    signatures: [{ params: [number('from', '总数'), number('chosen', '选取数')], result: 'number' }],
    js: (args) => {
      const [from, chosen] = args.map((arg) => wholeWithin(arg as Decimal | null, MAX_CHOSEN_FROM));
      if (from == null || chosen == null || chosen < 0 || from < chosen) return null;
      return bounded(new Exact((fallingProduct(from, chosen) / fallingProduct(chosen, chosen)).toString()));
    },
    sql: (call) =>
      call.letting([0, 1].map((i) => wholeSql(call.arg(i), MAX_CHOSEN_FROM)), (from, chosen) =>
        `CASE WHEN ${chosen} >= 0 AND ${from} >= ${chosen} THEN ${boundedSql(`div(factorial(${from}), factorial(${chosen}) * factorial(${from} - ${chosen}))`)} END`),
  },
  {
    name: 'PI',
    doc: { en: 'The number pi, 3.14159265358979323846.', 'zh-CN': '圆周率 3.14159265358979323846。' },
    signatures: [{ params: [], result: 'number' }],
    js: () => new Exact(PI),
    sql: () => `${PI}::numeric`,
  },
  {
    name: 'EXP',
    doc: { en: 'e raised to a power, to 15 digits after the point.', 'zh-CN': 'e 的乘方，保留 15 位小数。' },
    signatures: [oneNumber],
    js: ([value]) => {
      if (!(value instanceof Decimal) || value.gt(70)) return null;
      return value.lt(-50) ? new Exact(0) : inexact(new Inexact(value).exp());
    },
    sql: (call) =>
      call.letting([call.arg(0)], (value) => `CASE WHEN ${value} > 70 THEN NULL WHEN ${value} < -50 THEN 0 ELSE ${inexactSql(`exp(round(${value}, 45))`)} END`),
  },
  logarithm('LN', { en: 'The natural logarithm, to 15 digits after the point; blank of 0 and less.', 'zh-CN': '自然对数，保留 15 位小数；不大于 0 时为空值。' }),
  logarithm('LOG10', { en: 'The logarithm to base 10, to 15 digits after the point; blank of 0 and less.', 'zh-CN': '以 10 为底的对数，保留 15 位小数；不大于 0 时为空值。' }),
  {
    name: 'LOG',
    doc: { en: 'The logarithm to a base (10 without one), to 15 digits after the point.', 'zh-CN': '以指定数（默认 10）为底的对数，保留 15 位小数。' },
    signatures: [{ params: [number('number', '数值'), number('base', '底数', { optional: true })], result: 'number' }],
    js: ([value, written], call) => {
      const base = call.argTypes.length > 1 ? written : new Exact(10);
      if (!(value instanceof Decimal) || !(base instanceof Decimal) || value.lte(0) || base.lte(0) || base.eq(1)) return null;
      return inexact(lnOf(value).div(lnOf(base)));
    },
    sql: (call) =>
      call.letting([positiveSql(call.arg(0)), call.count > 1 ? `nullif(${positiveSql(call.arg(1))}, 1)` : '10::numeric'], (value, base) =>
        inexactSql(`ln(round(${value}, 85)) / ln(round(${base}, 85))`)),
  },
  toBase('DEC2BIN', 2, { en: 'A whole number of 0 to 2^52-1 in binary digits.', 'zh-CN': '把 0 到 2^52-1 的整数转为二进制文本。' }),
  toBase('DEC2HEX', 16, { en: 'A whole number of 0 to 2^52-1 in hexadecimal digits.', 'zh-CN': '把 0 到 2^52-1 的整数转为十六进制文本。' }),
  fromBase('BIN2DEC', 2, { en: 'The number that binary digits spell, up to 52 of them; else blank.', 'zh-CN': '把二进制文本（最多 52 位）转为数字，无法识别时为空值。' }),
  fromBase('HEX2DEC', 16, { en: 'The number that hexadecimal digits spell, up to 13 of them; else blank.', 'zh-CN': '把十六进制文本（最多 13 位）转为数字，无法识别时为空值。' }),
];

const PI = '3.14159265358979323846';

const lnOf = (value: Decimal): Decimal => new Inexact(value).ln();
const positiveSql = (sql: string): string => `nullif(greatest(${sql}, 0), 0)`;

function logarithm(name: 'LN' | 'LOG10', doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [oneNumber],
    js: ([value]) => {
      if (!(value instanceof Decimal) || value.lte(0)) return null;
      return inexact(name === 'LN' ? lnOf(value) : lnOf(value).div(lnOf(new Exact(10))));
    },
    sql: (call) => {
      const ln = `ln(round(${positiveSql(call.arg(0))}, 85))`;
      return inexactSql(name === 'LN' ? ln : `${ln} / ln(round(10::numeric, 85))`);
    },
  };
}

// ---- divisors -------------------------------------------------------------------------------------

function folding(name: string, fold: (a: Decimal, b: Decimal) => Decimal | null, foldSql: (a: string, b: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [wholeNumbers],
    js: (args) => {
      const [first, ...rest] = args.map((arg) => (arg instanceof Decimal ? bounded(arg.trunc().abs()) : null));
      return rest.reduce<Decimal | null>((result, next) => (result && next ? fold(result, next) : null), first ?? null);
    },
    sql: (call) => {
      const wholes = Array.from({ length: call.count }, (_, i) => boundedSql(`trunc(abs(${call.arg(i)}))`));
      return wholes.reduce((result, next) => boundedSql(foldSql(result, next)));
    },
  };
}

function divisorOf(a: Decimal, b: Decimal): Decimal {
  let [larger, smaller] = [BigInt(a.toFixed()), BigInt(b.toFixed())];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return new Exact(larger.toString());
}

function multipleOf(a: Decimal, b: Decimal): Decimal | null {
  return a.isZero() || b.isZero() ? new Exact(0) : bounded(a.divToInt(divisorOf(a, b)).times(b));
}

/** from × (from − 1) × …, `count` factors. */
function fallingProduct(from: number, count: number): bigint {
  let product = 1n;
  for (let i = 0; i < count; i++) product *= BigInt(from - i);
  return product;
}

// ---- bases ----------------------------------------------------------------------------------------

function toBase(name: string, base: 2 | 16, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [number('number', '数值')], result: 'text' }],
    js: ([value]) => {
      const whole = wholeWithin(value as Decimal | null, 2 ** MAX_BITS - 1);
      return whole === null || whole < 0 ? null : whole.toString(base).toUpperCase();
    },
    sql: (call) =>
      call.letting([`trunc(${call.arg(0)})`], (value) => {
        const digits = base === 16 ? `upper(to_hex(${value}::bigint))` : `coalesce(nullif(ltrim((${value}::bigint)::bit(64)::text, '0'), ''), '0')`;
        return `CASE WHEN ${value} BETWEEN 0 AND ${2 ** MAX_BITS - 1} THEN ${digits} END`;
      }),
  };
}

function fromBase(name: string, base: 2 | 16, doc: FunctionSpec['doc']): FunctionSpec {
  const pattern = base === 2 ? /^[01]{1,52}$/ : /^[0-9A-Fa-f]{1,13}$/;
  return {
    name,
    doc,
    signatures: [{ params: [text('text', '文本')], result: 'number' }],
    js: ([value]: readonly Value[]) => {
      const digits = typeof value === 'string' ? trimmed(value) : '';
      return pattern.test(digits) ? new Exact(Number.parseInt(digits, base)) : null;
    },
    sql: (call: SqlCall) =>
      call.letting([plain(trimmedSql(call.arg(0)))], (digits) => {
        const bits = base === 2 ? `lpad(${digits}, 64, '0')::bit(64)` : `('x' || lpad(${digits}, 16, '0'))::bit(64)`;
        return `CASE WHEN ${digits} ~ '${pattern.source}' THEN (${bits})::bigint::numeric END`;
      }),
  };
}
