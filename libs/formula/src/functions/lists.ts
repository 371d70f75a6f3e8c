/** Lists as a whole, and one of their items. Positions count from 1. A list is never blank: of nothing it has no items. */

import type { Decimal } from 'decimal.js';
import { isListType, itemType, type FormulaType } from '../formula-type.ts';
import { MAX_ITEMS } from '../limits.ts';
import { plain, settledSql, SQL_TYPES, wholeSql } from '../sql/expressions.ts';
import { arrayOf, fromItemsSql, isPresent, ITEM, limitedItemsSql, listItemsSql, ordered, POSITION } from '../sql/lists.ts';
import { compareScalars, distinct, itemsOf, positionOf } from '../values/list.ts';
import { Exact, settled, wholeWithin } from '../values/number.ts';
import { isList, type Scalar, type Value } from '../values/value.ts';
import { anything, number, oneOf, text, type FunctionSpec, type SqlCall } from './function-spec.ts';
import { isBlank } from './logic.ts';

const value = { group: 'value' };
const one = (en: string, zh: string) => anything(en, zh, value);
const list = anything('list', '列表', { ...value, list: 'only' });
const result = { ...value, list: true };

export const listingFunctions: readonly FunctionSpec[] = [
  {
    name: 'LIST',
    doc: { en: `A list of the values and of the items of lists, at most ${MAX_ITEMS}.`, 'zh-CN': `由各值及各列表的项组成的列表，最多 ${MAX_ITEMS} 项。` },
    signatures: [{ params: [anything('value', '值', { ...value, list: 'also' })], repeat: 1, result }],
    js: (args) => itemsOf(args).slice(0, MAX_ITEMS),
    sql: (call) => limitedItemsSql(arrayOf(call)),
  },
  {
    name: 'FIRST',
    doc: { en: 'The first item that is not blank.', 'zh-CN': '第一个不为空的项。' },
    signatures: [{ params: [list], result: value }],
    js: ([items]) => itemsIn(items).find((item) => !isBlank(item)) ?? null,
    sql: (call) => fromItemsSql(call.arg(0), ITEM, `WHERE ${present(call)} ORDER BY ${POSITION} LIMIT 1`),
  },
  {
    name: 'LAST',
    doc: { en: 'The last item that is not blank.', 'zh-CN': '最后一个不为空的项。' },
    signatures: [{ params: [list], result: value }],
    js: ([items]) => itemsIn(items).findLast((item) => !isBlank(item)) ?? null,
    sql: (call) => fromItemsSql(call.arg(0), ITEM, `WHERE ${present(call)} ORDER BY ${POSITION} DESC LIMIT 1`),
  },
  {
    name: 'INDEX',
    doc: { en: 'The item at a position; -1 is the last one.', 'zh-CN': '指定位置的项；-1 为最后一项。' },
    signatures: [{ params: [list, number('position', '位置')], result: value }],
    js: ([items, position]) => {
      const at = wholeWithin(position as Decimal | null, MAX_ITEMS);
      return at === null || at === 0 ? null : (itemsIn(items).at(at > 0 ? at - 1 : at) ?? null);
    },
    sql: (call) =>
      call.letting([call.arg(0), wholeSql(call.arg(1), MAX_ITEMS)], (items, at) => `(${items})[CASE WHEN ${at} < 0 THEN cardinality(${items}) + 1 + ${at} ELSE ${at} END]`),
  },
  {
    name: 'MATCH',
    doc: { en: 'The position of a value in a list; blank when it is not there.', 'zh-CN': '值在列表中的位置，不存在时为空值。' },
    signatures: [{ params: [one('value', '值'), list], result: 'number' }],
    js: ([it, items]) => found(positionOf(itemsIn(items), it as Scalar)),
    sql: (call) => `${positionSql(call, call.arg(1), call.arg(0))}::numeric`,
  },
  {
    name: 'LOOKUP',
    doc: { en: 'Finds a value in one list and gives the item of the other list at that position.', 'zh-CN': '在一个列表中查找值，返回另一列表中相同位置的项。' },
    signatures: [{ params: [one('value', '值'), list, anything('results', '结果列表', { group: 'results', list: 'only' })], result: { group: 'results' } }],
    js: ([it, items, results]) => {
      const at = positionOf(itemsIn(items), it as Scalar);
      return at < 0 ? null : (itemsIn(results)[at] ?? null);
    },
    sql: (call) => `(${call.arg(2)})[${positionSql(call, call.arg(1), call.arg(0))}]`,
  },
  {
    name: 'UNIQUE',
    doc: { en: 'Each value once, without blanks.', 'zh-CN': '去掉重复值和空值。' },
    signatures: [{ params: [list], result }],
    js: ([items]) => distinct(itemsIn(items).filter((item) => !isBlank(item))),
    sql: (call) => listItemsSql(call.arg(0), `WHERE ${present(call)} GROUP BY ${ITEM} ORDER BY min(${POSITION})`),
  },
  {
    name: 'COMPACT',
    doc: { en: 'Without blanks and empty texts.', 'zh-CN': '去掉空值与空文本。' },
    signatures: [{ params: [list], result }],
    js: ([items]) => itemsIn(items).filter((item) => !isBlank(item)),
    sql: (call) => listItemsSql(call.arg(0), `WHERE ${present(call)} ORDER BY ${POSITION}`),
  },
  {
    name: 'SORT',
    doc: { en: 'From small to large, or with "desc" the other way; blanks last.', 'zh-CN': '从小到大排序；使用 "desc" 时从大到小；空值在最后。' },
    signatures: [{ params: [list, text('order', '顺序', { optional: true, option: oneOf(['asc', 'desc']) })], result }],
    js: ([items, order]) => {
      const sign = isDescending(order) ? -1 : 1;
      return [...itemsIn(items)].sort((a, b) => (a === null || b === null ? Number(a === null) - Number(b === null) : compareScalars(a, b) * sign));
    },
    sql: (call) => listItemsSql(call.arg(0), `ORDER BY ${ordered(call.argTypes[0] as FormulaType)}${isDescending(call.literal(1)) ? ' DESC' : ''} NULLS LAST, ${POSITION}`),
  },
  {
    name: 'REVERSE',
    doc: { en: 'A list or text from the end to the start.', 'zh-CN': '把列表或文本颠倒。' },
    signatures: [
      { params: [list], result },
      { params: [text('text', '文本')], result: 'text' },
    ],
    js: ([it]) => (isList(it) ? [...it].reverse() : typeof it === 'string' ? Array.from(it).reverse().join('') : null),
    sql: (call) => (isListType(call.argTypes[0] as FormulaType) ? listItemsSql(call.arg(0), `ORDER BY ${POSITION} DESC`) : `reverse(${call.arg(0)})`),
  },
  {
    name: 'SLICE',
    doc: { en: 'The items from a position on, all or so many; -2 is the last but one.', 'zh-CN': '从指定位置起的项（全部或若干个）；-2 为倒数第二项。' },
    signatures: [{ params: [list, number('start', '起始位置'), number('count', '个数', { optional: true })], result }],
    js: ([items, start, count], call) => {
      const all = itemsIn(items);
      const from = wholeWithin(start as Decimal | null, MAX_ITEMS);
      const many = call.argTypes.length > 2 ? wholeWithin(count as Decimal | null, MAX_ITEMS) : all.length;
      if (from === null || many === null || many <= 0) return [];
      const first = from < 0 ? Math.max(all.length + from, 0) : Math.max(from - 1, 0);
      return all.slice(first, first + many);
    },
    sql: (call) =>
      call.letting([call.arg(0), wholeSql(call.arg(1), MAX_ITEMS), call.count > 2 ? wholeSql(call.arg(2), MAX_ITEMS) : `NULL::int`], (items, start, count) => {
        const first = `CASE WHEN ${start} < 0 THEN greatest(cardinality(${items}) + 1 + ${start}, 1) WHEN ${start} >= 0 THEN greatest(${start}, 1) END`;
        return call.letting([items as string, first, call.count > 2 ? (count as string) : `cardinality(${items})`], (all, from, many) => `(${all})[${from}:${from} + ${many} - 1]`);
      }),
  },
  {
    name: 'CONTAINSANY',
    doc: { en: 'Whether a list has at least one of the values.', 'zh-CN': '列表是否包含至少一个指定的值。' },
    signatures: [{ params: [list, anything('value', '值', { ...value, list: 'also' })], repeat: 1, result: 'boolean' }],
    js: ([items, ...wanted]) => itemsOf(wanted).some((it) => it !== null && positionOf(itemsIn(items), it) >= 0),
    sql: (call) => `(${call.arg(0)} && array_remove(${arrayOf(call, 1)}, NULL))`,
  },
  {
    name: 'CONTAINSALL',
    doc: { en: 'Whether a list has all of the values.', 'zh-CN': '列表是否包含所有指定的值。' },
    signatures: [{ params: [list, anything('value', '值', { ...value, list: 'also' })], repeat: 1, result: 'boolean' }],
    js: ([items, ...wanted]) => itemsOf(wanted).every((it) => it === null || positionOf(itemsIn(items), it) >= 0),
    sql: (call) => `(${call.arg(0)} @> array_remove(${arrayOf(call, 1)}, NULL))`,
  },
  overlap('INTERSECT', true, { en: 'Each value that is in both lists, once.', 'zh-CN': '同时在两个列表中的值（不重复）。' }),
  overlap('EXCEPT', false, { en: 'Each value of the first list that is not in the second, once.', 'zh-CN': '在第一个列表而不在第二个列表中的值（不重复）。' }),
  {
    name: 'SUMPRODUCT',
    doc: { en: 'Multiplies the items of the lists at each position and adds up, e.g. SUMPRODUCT(lines.quantity, lines.price).', 'zh-CN': '把各列表相同位置的项相乘后求和，如 SUMPRODUCT(lines.quantity, lines.price)。' },
    signatures: [{ params: [number('list', '列表', { list: 'only' })], repeat: 1, result: 'number' }],
    js: (lists) => {
      const [first = [], ...rest] = lists.map(itemsIn) as (readonly (Decimal | null)[])[];
      return first.reduce<Decimal>((sum, factor, at) => {
        const product = rest.reduce<Decimal | null>((so, items) => (so && items[at] ? settled(so.times(items[at])) : null), factor);
        return product ? sum.plus(product) : sum;
      }, new Exact(0));
    },
    sql: (call) => {
      const arrays = Array.from({ length: call.count }, (_, i) => call.arg(i));
      const product = arrays.map((_, i) => `i.v${i}`).reduce((so, next) => settledSql(`${so} * ${next}`));
      return `(SELECT coalesce(sum(${product}), 0) FROM unnest(${arrays.join(', ')}) AS i(${arrays.map((_, i) => `v${i}`).join(', ')}))`;
    },
  },
];

const itemsIn = (it: Value | undefined): readonly Scalar[] => (isList(it) ? it : []);
const present = (call: SqlCall): string => isPresent(call.argTypes[0] as FormulaType);
const found = (at: number): Decimal | null => (at < 0 ? null : new Exact(at + 1));
const isDescending = (order: unknown): boolean => typeof order === 'string' && order.toLowerCase() === 'desc';

/** Null when it is not there; blank is found too. */
const positionSql = (call: SqlCall, items: string, it: string): string =>
  `array_position(${items}, ${call.argTypes[0] === 'text' ? plain(it) : `(${it})::${SQL_TYPES[itemType(call.argTypes[0] as FormulaType)]}`})`;

function overlap(name: string, both: boolean, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [list, anything('other', '另一列表', { ...value, list: 'only' })], result }],
    js: ([items, others]) => distinct(itemsIn(items).filter((item) => !isBlank(item) && positionOf(itemsIn(others), item) >= 0 === both)),
    sql: (call) =>
      call.letting([call.arg(0), call.arg(1)], (items, others) =>
        listItemsSql(items as string, `WHERE ${present(call)} AND ${both ? '' : 'NOT '}coalesce(${ITEM} = ANY(${others}), FALSE) GROUP BY ${ITEM} ORDER BY min(${POSITION})`)),
  };
}
