/** Choice and truth. A blank condition counts as no; blank and empty text are both blank. */

import type { Decimal } from 'decimal.js';
import { isListType, type FormulaType } from '../formula-type.ts';
import { SQL_TYPES, wholeSql } from '../sql/expressions.ts';
import { arrayOf, fromItemsSql, ITEM } from '../sql/lists.ts';
import { itemsOf } from '../values/list.ts';
import { wholeWithin } from '../values/number.ts';
import { sameValue } from '../values/same-value.ts';
import type { Value } from '../values/value.ts';
import { anything, condition, number, type FunctionSpec, type Signature, type SqlCall } from './function-spec.ts';

const value = { group: 'value' };
const conditions: Signature = { params: [condition('condition', '条件', { list: 'also' })], repeat: 1, result: 'boolean' };
const orElse: Signature = { params: [anything('value', '值', value), anything('fallback', '替代值', value)], result: value };
const MAX_CHOICES = 10_000;

export const logicFunctions: readonly FunctionSpec[] = [
  {
    name: 'IF',
    doc: { en: 'The second value when the condition holds, else the third, or blank.', 'zh-CN': '条件成立时取第二个值，否则取第三个值或空值。' },
    signatures: [
      {
        params: [condition('condition', '条件'), anything('then', '成立时', value), anything('else', '否则', { ...value, optional: true })],
        result: value,
      },
      {
        params: [condition('condition', '条件'), anything('then', '成立时', { ...value, list: 'only' }), anything('else', '否则', { ...value, list: 'only', optional: true })],
        result: { ...value, list: true },
      },
    ],
    js: ([holds, then, otherwise = null]) => (holds === true ? (then as Value) : otherwise),
    sql: (call) => `(CASE WHEN ${call.test(0)} THEN ${call.arg(1)}${call.count > 2 ? ` ELSE ${call.arg(2)}` : ''} END)`,
  },
  {
    name: 'IFS',
    doc: { en: 'The value after the first condition that holds; blank when none does.', 'zh-CN': '取第一个成立的条件所对应的值，都不成立时为空值。' },
    signatures: [{ params: [condition('condition', '条件'), anything('value', '值', value)], repeat: 2, result: value }],
    js: (args) => {
      const hit = args.findIndex((arg, i) => i % 2 === 0 && arg === true);
      return hit < 0 ? null : (args[hit + 1] as Value);
    },
    sql: (call) => {
      let branches = '';
      for (let i = 0; i < call.count; i += 2) branches += ` WHEN ${call.test(i)} THEN ${call.arg(i + 1)}`;
      return `(CASE${branches} END)`;
    },
  },
  {
    name: 'SWITCH',
    doc: {
      en: 'The value after the first case equal to the subject, else the last value, or blank.',
      'zh-CN': '取与第一个参数相等的情形所对应的值；都不相等时取最后的默认值或空值。',
    },
    signatures: [
      {
        params: [
          anything('subject', '比较对象', { group: 'case' }),
          anything('case', '情形', { group: 'case' }),
          anything('value', '值', value),
        ],
        repeat: 2,
        last: anything('default', '默认值', value),
        result: value,
      },
    ],
    js: ([subject, ...rest]) => {
      for (let i = 0; i + 1 < rest.length; i += 2) if (sameValue(subject as Value, rest[i] as Value)) return rest[i + 1] as Value;
      return rest.length % 2 === 1 ? (rest[rest.length - 1] as Value) : null;
    },
    sql: (call) =>
      call.letting(Array.from({ length: call.count }, (_, i) => call.arg(i)), (subject, ...rest) => {
        const collate = call.argTypes[0] === 'text' ? ' COLLATE "C"' : '';
        let branches = '';
        for (let i = 0; i + 1 < rest.length; i += 2) branches += ` WHEN ${subject}${collate} IS NOT DISTINCT FROM ${rest[i]} THEN ${rest[i + 1]}`;
        return `CASE${branches}${rest.length % 2 === 1 ? ` ELSE ${rest[rest.length - 1]}` : ''} END`;
      }),
  },
  {
    name: 'AND',
    doc: { en: 'Whether all conditions hold, those of a list included.', 'zh-CN': '所有条件（包括列表中的各项）是否都成立。' },
    signatures: [conditions],
    js: (args) => itemsOf(args).every((arg) => arg === true),
    sql: (call) => `(${conditionsOf(call, 'bool_and', 'TRUE').map((sql) => `${sql} IS TRUE`).join(' AND ')})`,
    test: (call) => `(${conditionsOf(call, 'bool_and', 'TRUE').join(' AND ')})`,
  },
  {
    name: 'OR',
    doc: { en: 'Whether at least one condition holds, those of a list included.', 'zh-CN': '是否至少有一个条件（包括列表中的各项）成立。' },
    signatures: [conditions],
    js: (args) => itemsOf(args).some((arg) => arg === true),
    sql: (call) => `(${conditionsOf(call, 'bool_or', 'FALSE').map((sql) => `${sql} IS TRUE`).join(' OR ')})`,
    test: (call) => `(${conditionsOf(call, 'bool_or', 'FALSE').join(' OR ')})`,
  },
  {
    name: 'XOR',
    doc: { en: 'Whether an odd number of conditions holds.', 'zh-CN': '成立的条件个数是否为奇数。' },
    signatures: [conditions],
    js: (args) => itemsOf(args).filter((arg) => arg === true).length % 2 === 1,
    sql: (call) => fromItemsSql(arrayOf(call), `count(*) FILTER (WHERE ${ITEM}) % 2 = 1`),
  },
  {
    name: 'NOT',
    doc: { en: 'Whether the condition does not hold.', 'zh-CN': '条件是否不成立。' },
    signatures: [{ params: [condition('condition', '条件')], result: 'boolean' }],
    js: ([holds]) => holds !== true,
    sql: (call) => `(${call.test(0)} IS NOT TRUE)`,
  },
  {
    name: 'TRUE',
    doc: { en: 'Yes; TRUE without brackets is the same.', 'zh-CN': '是；也可不带括号写作 TRUE。' },
    signatures: [{ params: [], result: 'boolean' }],
    js: () => true,
    sql: () => 'TRUE',
  },
  {
    name: 'FALSE',
    doc: { en: 'No; FALSE without brackets is the same.', 'zh-CN': '否；也可不带括号写作 FALSE。' },
    signatures: [{ params: [], result: 'boolean' }],
    js: () => false,
    sql: () => 'FALSE',
  },
  {
    name: 'CHOOSE',
    doc: { en: 'The value at a position, counted from 1; blank when there is none.', 'zh-CN': '按序号（从 1 起）取后面的某个值，没有时为空值。' },
    signatures: [{ params: [number('position', '序号'), anything('value', '值', value)], repeat: 1, result: value }],
    js: ([position, ...choices]) => {
      const at = wholeWithin(position as Decimal | null, MAX_CHOICES);
      return (at === null ? null : (choices[at - 1] as Value | undefined)) ?? null;
    },
    sql: (call) => {
      let branches = '';
      for (let i = 1; i < call.count; i++) branches += ` WHEN ${i} THEN ${call.arg(i)}`;
      return `(CASE ${wholeSql(call.arg(0), MAX_CHOICES)}${branches} END)`;
    },
  },
  {
    name: 'ISBLANK',
    doc: { en: 'Whether the value is blank or an empty text.', 'zh-CN': '值是否为空或空文本。' },
    signatures: [{ params: [anything('value', '值')], result: 'boolean' }],
    js: ([arg]) => isBlank(arg as Value),
    sql: (call) => `(${unlessBlank(call, 0)} IS NULL)`,
  },
  {
    name: 'ISNOTBLANK',
    doc: { en: 'Whether there is a value that is not an empty text.', 'zh-CN': '是否有值（不为空且不是空文本）。' },
    signatures: [{ params: [anything('value', '值')], result: 'boolean' }],
    js: ([arg]) => !isBlank(arg as Value),
    sql: (call) => `(${unlessBlank(call, 0)} IS NOT NULL)`,
  },
  {
    name: 'BLANK',
    doc: { en: 'No value.', 'zh-CN': '空值。' },
    signatures: [{ params: [], result: 'null' }],
    js: () => null,
    sql: () => `NULL::${SQL_TYPES.null}`,
  },
  firstPresent('COALESCE', { params: [anything('value', '值', value)], repeat: 1, result: value }, {
    en: 'The first value that is not blank.',
    'zh-CN': '取第一个不为空的值。',
  }),
  firstPresent('IFBLANK', orElse, { en: 'The value, or the second one when it is blank.', 'zh-CN': '取该值；为空时取第二个值。' }),
  firstPresent('IFERROR', orElse, {
    en: 'The same as IFBLANK: what cannot be computed, like a division by zero, is blank.',
    'zh-CN': '与 IFBLANK 相同：无法计算的结果（如除数为 0）即为空值。',
  }),
];

function firstPresent(name: string, signature: Signature, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [signature],
    js: (args) => args.find((arg) => !isBlank(arg)) ?? null,
    sql: (call) => `coalesce(${Array.from({ length: call.count }, (_, i) => unlessBlank(call, i)).join(', ')})`,
  };
}

/** The conditions one by one, each list as one. */
const conditionsOf = (call: SqlCall, aggregate: 'bool_and' | 'bool_or', ofNone: string): string[] =>
  Array.from({ length: call.count }, (_, i) =>
    isListType(call.argTypes[i] as FormulaType) ? fromItemsSql(call.arg(i), `coalesce(${aggregate}(${ITEM} IS TRUE), ${ofNone})`) : call.test(i));

const unlessBlank = (call: SqlCall, index: number): string =>
  call.argTypes[index] === 'text' ? `nullif(${call.arg(index)} COLLATE "C", '')` : call.arg(index);

export const isBlank = (value: Value): boolean => value === null || value === '';
