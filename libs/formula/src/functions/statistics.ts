/** Of the numbers that are not blank, in values and lists. Variances are exact up to one rounding. */

import type { Decimal } from 'decimal.js';
import { quotientSql, settledSql, wholeSql } from '../sql/expressions.ts';
import { arrayOf, fromItemsSql, ITEM, POSITION } from '../sql/lists.ts';
import { MAX_ITEMS } from '../limits.ts';
import { compareScalars, itemsOf, numbersOf } from '../values/list.ts';
import { Exact, settled, wholeWithin } from '../values/number.ts';
import type { Scalar, Value } from '../values/value.ts';
import { anything, number, oneOf, ordered, text, type FunctionSpec } from './function-spec.ts';
import { meanOf, rootOf, rootSql } from './numbers.ts';

const numbers = { params: [number('number', '数值', { list: 'also' })], repeat: 1, result: 'number' } as const;
const value = { group: 'value' };
const list = { ...value, list: 'only' } as const;
const PRESENT = `${ITEM} IS NOT NULL`;

export const statisticsFunctions: readonly FunctionSpec[] = [
  {
    name: 'MEDIAN',
    doc: { en: 'The middle value; of an even count the mean of the two in the middle.', 'zh-CN': '中位数；个数为偶数时取中间两数的平均值。' },
    signatures: [numbers],
    js: (args) => {
      const sorted = numbersOf(args).sort(compareScalars) as Decimal[];
      return meanOf(sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1));
    },
    sql: (call) =>
      `(SELECT ${quotientSql('sum(m.v)', 'count(*)')} FROM (SELECT ${ITEM}, row_number() OVER (ORDER BY ${ITEM}) AS r, count(*) OVER () AS c FROM unnest(${arrayOf(call)}) AS i(v) WHERE ${PRESENT}) AS m ` +
      `WHERE m.r IN ((m.c + 1) / 2, (m.c + 2) / 2))`,
  },
  {
    name: 'MODE',
    doc: { en: 'The value that occurs most often; the first of several.', 'zh-CN': '出现次数最多的值；并列时取最先出现的。' },
    signatures: [{ params: [anything('value', '值', { ...value, list: 'also' })], repeat: 1, result: value }],
    js: (args) => {
      const counts = new Map<string, { count: number; item: Scalar }>();
      for (const item of itemsOf(args)) {
        if (item === null) continue;
        const key = typeof item === 'object' ? item.toFixed() : String(item);
        const known = counts.get(key) ?? { count: 0, item };
        counts.set(key, { count: known.count + 1, item: known.item });
      }
      let best: { count: number; item: Scalar } | null = null;
      for (const one of counts.values()) if (best === null || one.count > best.count) best = one;
      return best?.item ?? null;
    },
    sql: (call) => fromItemsSql(arrayOf(call), ITEM, `WHERE ${PRESENT} GROUP BY ${ITEM} ORDER BY count(*) DESC, min(${POSITION}) LIMIT 1`),
  },
  spread('VAR', 1, false, { en: 'The variance of a sample; blank of fewer than two values.', 'zh-CN': '样本方差，少于两个值时为空值。' }),
  spread('VARP', 0, false, { en: 'The variance of a whole population.', 'zh-CN': '总体方差。' }),
  spread('STDEV', 1, true, { en: 'The standard deviation of a sample; blank of fewer than two values.', 'zh-CN': '样本标准差，少于两个值时为空值。' }),
  spread('STDEVP', 0, true, { en: 'The standard deviation of a whole population.', 'zh-CN': '总体标准差。' }),
  nth('LARGE', -1, { en: 'The largest value, or the second largest and so on; blank when there are fewer.', 'zh-CN': '第几大的值，不足时为空值。' }),
  nth('SMALL', 1, { en: 'The smallest value, or the second smallest and so on; blank when there are fewer.', 'zh-CN': '第几小的值，不足时为空值。' }),
  {
    name: 'RANK',
    doc: {
      en: 'The place of a value in a list: 1 for the largest, or with "asc" for the smallest.',
      'zh-CN': '值在列表中的名次：最大为 1；使用 "asc" 时最小为 1。',
    },
    signatures: [{ params: [ordered('value', '值', value), ordered('list', '列表', list), text('order', '顺序', { optional: true, option: oneOf(['desc', 'asc']) })], result: 'number' }],
    js: ([it, items, order]) => {
      if (it == null) return null;
      const sign = String(order).toLowerCase() === 'asc' ? -1 : 1;
      return new Exact(1 + (items as readonly Scalar[]).filter((item) => item !== null && compareScalars(item, it as NonNullable<Scalar>) * sign > 0).length);
    },
    sql: (call) =>
      call.letting([call.arg(0), call.arg(1)], (it, items) =>
        `CASE WHEN ${it} IS NOT NULL THEN ${fromItemsSql(items as string, `1::numeric + count(*)`, `WHERE ${ITEM} ${call.literal(2)?.toLowerCase() === 'asc' ? '<' : '>'} ${it}`)} END`),
  },
  {
    name: 'PERCENTILE',
    doc: { en: 'The value below which a share of 0 to 1 lies, between two values in proportion.', 'zh-CN': '指定比例（0 到 1）处的值，按两侧的值线性插值。' },
    signatures: [{ params: [number('list', '列表', { list: 'only' }), number('share', '比例')], result: 'number' }],
    js: ([items, share]) => {
      const sorted = numbersOf([items as Value]).sort(compareScalars) as Decimal[];
      const part = share as Decimal | null;
      if (part === null || part.lt(0) || part.gt(1) || sorted.length === 0) return null;
      const place = part.times(sorted.length - 1);
      const below = place.floor().toNumber();
      const low = sorted[below] as Decimal;
      const high = sorted[below + 1] ?? low;
      return settled(low.plus(high.minus(low).times(place.minus(below))));
    },
    sql: (call) =>
      call.letting([`ARRAY${fromItemsSql(call.arg(0), ITEM, `WHERE ${PRESENT} ORDER BY ${ITEM}`)}`, call.arg(1)], (sorted, share) =>
        call.letting([sorted as string, `CASE WHEN ${share} BETWEEN 0 AND 1 AND cardinality(${sorted}) > 0 THEN ${share} * (cardinality(${sorted}) - 1) END`], (items, place) => {
          const low = `(${items})[floor(${place})::int + 1]`;
          return settledSql(`${low} + (coalesce((${items})[floor(${place})::int + 2], ${low}) - ${low}) * (${place} - floor(${place}))`);
        })),
  },
];

/** Through sums: n Σx² − (Σx)² is exact, so that only the division rounds. */
function spread(name: string, less: 0 | 1, root: boolean, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [numbers],
    js: (args) => {
      const values = numbersOf(args);
      const count = values.length;
      if (count <= less) return null;
      const sum = values.reduce((total, one) => total.plus(one), new Exact(0));
      const squares = values.reduce((total, one) => total.plus(one.times(one)), new Exact(0));
      const variance = settled(squares.times(count).minus(sum.times(sum)).div(new Exact(count).times(count - less)));
      return variance && root ? rootOf(variance) : variance;
    },
    sql: (call) => {
      const variance = fromItemsSql(arrayOf(call), quotientSql(`(count(${ITEM}) * sum(${ITEM} * ${ITEM}) - sum(${ITEM}) * sum(${ITEM}))`, `(count(${ITEM}) * (count(${ITEM}) - ${less}))::numeric`));
      return root ? rootSql(variance) : variance;
    },
  };
}

function nth(name: string, sign: 1 | -1, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [ordered('list', '列表', list), number('place', '名次', { optional: true })], result: value }],
    js: ([items, written], call) => {
      const place = call.argTypes.length > 1 ? wholeWithin(written as Decimal | null, MAX_ITEMS) : 1;
      if (place === null || place < 1) return null;
      const sorted = (items as readonly Scalar[]).filter((item) => item !== null).sort((a, b) => compareScalars(a, b) * sign);
      return sorted[place - 1] ?? null;
    },
    sql: (call) =>
      call.letting([call.arg(0), call.count > 1 ? wholeSql(call.arg(1), MAX_ITEMS) : '1'], (items, place) =>
        `CASE WHEN ${place} >= 1 THEN ${fromItemsSql(items as string, ITEM, `WHERE ${PRESENT} ORDER BY ${ITEM}${sign < 0 ? ' DESC' : ''} LIMIT 1 OFFSET greatest(${place} - 1, 0)`)} END`),
  };
}
