/** Questions about a value that its type leaves open. Of a blank the answer is no. */

import { Decimal } from 'decimal.js';
import { plain, trimmedSql } from '../sql/expressions.ts';
import { arrayOf, fromItemsSql, ITEM } from '../sql/lists.ts';
import { compareScalars, itemsOf, positionOf } from '../values/list.ts';
import { trimmed } from '../values/text.ts';
import { parseDay } from '../values/calendar.ts';
import type { Scalar, Value } from '../values/value.ts';
import { anything, number, param, text, type FunctionSpec, type SqlCall } from './function-spec.ts';
import { dayOfTextSql, NUMBER } from './text-format.ts';

const orderable = param(['number', 'text', 'date', 'datetime']);
const value = { group: 'value' };
const oneText = { params: [text('text', '文本')], result: 'boolean' } as const;

export const questionFunctions: readonly FunctionSpec[] = [
  {
    name: 'BETWEEN',
    doc: { en: 'Whether a value lies between two others or is one of them.', 'zh-CN': '值是否在两个值之间（含两端）。' },
    signatures: [{ params: [orderable('value', '值', value), orderable('low', '下限', value), orderable('high', '上限', value)], result: 'boolean' }],
    js: ([it, low, high]) =>
      it != null && low != null && high != null && compareScalars(it as NonNullable<Scalar>, low as NonNullable<Scalar>) >= 0 && compareScalars(it as NonNullable<Scalar>, high as NonNullable<Scalar>) <= 0,
    sql: (call) => `(${isBetween(call)} IS TRUE)`,
    test: isBetween,
  },
  {
    name: 'IN',
    doc: { en: 'Whether a value is one of the others, e.g. IN(status, "won", "lost").', 'zh-CN': '值是否为后面各值之一，如 IN(status, "won", "lost")。' },
    signatures: [{ params: [anything('value', '值', value), anything('candidate', '候选值', { ...value, list: 'also' })], repeat: 1, result: 'boolean' }],
    js: ([it, ...candidates]) => positionOf(itemsOf(candidates), it as Scalar) >= 0,
    sql: (call) => (onlyLiterals(call) ? `(${isOneOfLiterals(call)} IS TRUE)` : isOneOf(call)),
    test: (call) => (onlyLiterals(call) ? isOneOfLiterals(call) : isOneOf(call)),
  },
  {
    name: 'ISNUMBER',
    doc: { en: 'Whether a text spells a number, so that VALUE can read it.', 'zh-CN': '文本是否为数字（VALUE 可以识别）。' },
    signatures: [oneText],
    js: ([it]) => typeof it === 'string' && NUMBER.test(trimmed(it)),
    sql: (call) => `((${plain(trimmedSql(call.arg(0)))} ~ '${NUMBER.source}') IS TRUE)`,
  },
  {
    name: 'ISDATE',
    doc: { en: 'Whether a text spells a date like 2024-05-31, so that DATEVALUE can read it.', 'zh-CN': '文本是否为“2024-05-31”这样的日期（DATEVALUE 可以识别）。' },
    signatures: [oneText],
    js: ([it]) => typeof it === 'string' && parseDay(trimmed(it)) !== null,
    sql: (call) => `(${dayOfTextSql(call, call.arg(0))} IS NOT NULL)`,
  },
  {
    name: 'ISEVEN',
    doc: { en: 'Whether the whole part of a number is even.', 'zh-CN': '数值的整数部分是否为偶数。' },
    signatures: [{ params: [number('number', '数值')], result: 'boolean' }],
    js: ([it]) => it instanceof Decimal && it.trunc().mod(2).isZero(),
    sql: (call) => `((mod(trunc(${call.arg(0)}), 2) = 0) IS TRUE)`,
  },
  {
    name: 'ISODD',
    doc: { en: 'Whether the whole part of a number is odd.', 'zh-CN': '数值的整数部分是否为奇数。' },
    signatures: [{ params: [number('number', '数值')], result: 'boolean' }],
    js: ([it]) => it instanceof Decimal && !it.trunc().mod(2).isZero(),
    sql: (call) => `((mod(trunc(${call.arg(0)}), 2) <> 0) IS TRUE)`,
  },
  shaped('ISEMAIL', /^[A-Za-z0-9.!#$%&*+\/=?^_{|}~-]{1,64}@[A-Za-z0-9-]{1,63}([.][A-Za-z0-9-]{1,63}){1,8}$/, {
    en: 'Whether a text looks like an e-mail address.',
    'zh-CN': '文本是否像电子邮箱地址。',
  }),
  shaped('ISMOBILE', /^([+]?86)?1[3-9][0-9]{9}$/, { en: 'Whether a text is a mobile number of mainland China.', 'zh-CN': '文本是否为中国大陆手机号。' }),
  shaped('ISURL', /^https?:\/\/[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?([\/?#][^ ]*)?$/, { en: 'Whether a text looks like a web address.', 'zh-CN': '文本是否像网址。' }),
];

const collated = (call: SqlCall, sql: string): string => (call.argTypes[0] === 'text' ? plain(sql) : sql);

function isBetween(call: SqlCall): string {
  const [it, low, high] = [0, 1, 2].map((i) => collated(call, call.arg(i)));
  return `(${it} BETWEEN ${low} AND ${high})`;
}

const candidates = (call: SqlCall): number[] => Array.from({ length: call.count - 1 }, (_, i) => i + 1);
const onlyLiterals = (call: SqlCall): boolean => candidates(call).every((index) => call.literal(index) !== undefined);
const isOneOfLiterals = (call: SqlCall): string => `(${call.bare(0)} IN (${candidates(call).map((index) => call.arg(index)).join(', ')}))`;
const isOneOf = (call: SqlCall): string =>
  call.letting([collated(call, call.arg(0)), arrayOf(call, 1)], (it, items) =>
    fromItemsSql(items as string, `coalesce(bool_or(${collated(call, ITEM)} IS NOT DISTINCT FROM ${it}), FALSE)`));

/** The pattern is read alike by JavaScript and Postgres: ASCII classes, no flags. */
function shaped(name: string, pattern: RegExp, doc: FunctionSpec['doc']): FunctionSpec {
  const sqlPattern = pattern.source.replaceAll('\\/', '/');
  return {
    name,
    doc,
    signatures: [oneText],
    js: ([it]: readonly Value[]) => typeof it === 'string' && pattern.test(trimmed(it)),
    sql: (call) => `((${plain(trimmedSql(call.arg(0)))} ~ '${sqlPattern}') IS TRUE)`,
  };
}
