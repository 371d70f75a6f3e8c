/** Choice and truth. A blank condition counts as no; blank and empty text are both blank. */

import { Decimal } from 'decimal.js';
import { SQL_TYPES } from '../sql/expressions.ts';
import type { Value } from '../values/value.ts';
import { anything, condition, type FunctionSpec } from './function-spec.ts';

const value = { group: 'value' };

export const logicFunctions: readonly FunctionSpec[] = [
  {
    name: 'IF',
    doc: { en: 'The second value when the condition holds, else the third, or blank.', 'zh-CN': '条件成立时取第二个值，否则取第三个值或空值。' },
    signatures: [
      {
        params: [condition('condition', '条件'), anything('then', '成立时', value), anything('else', '否则', { ...value, optional: true })],
        result: value,
      },
    ],
    js: ([holds, then, otherwise = null]) => (holds === true ? (then as Value) : otherwise),
    sql: (call) => `(CASE WHEN ${call.arg(0)} THEN ${call.arg(1)}${call.count > 2 ? ` ELSE ${call.arg(2)}` : ''} END)`,
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
      for (let i = 0; i < call.count; i += 2) branches += ` WHEN ${call.arg(i)} THEN ${call.arg(i + 1)}`;
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
    doc: { en: 'Whether all conditions hold.', 'zh-CN': '所有条件是否都成立。' },
    signatures: [{ params: [condition('condition', '条件')], repeat: 1, result: 'boolean' }],
    js: (args) => args.every((arg) => arg === true),
    sql: (call) => `(${Array.from({ length: call.count }, (_, i) => `${call.arg(i)} IS TRUE`).join(' AND ')})`,
  },
  {
    name: 'OR',
    doc: { en: 'Whether at least one condition holds.', 'zh-CN': '是否至少有一个条件成立。' },
    signatures: [{ params: [condition('condition', '条件')], repeat: 1, result: 'boolean' }],
    js: (args) => args.some((arg) => arg === true),
    sql: (call) => `(${Array.from({ length: call.count }, (_, i) => `${call.arg(i)} IS TRUE`).join(' OR ')})`,
  },
  {
    name: 'NOT',
    doc: { en: 'Whether the condition does not hold.', 'zh-CN': '条件是否不成立。' },
    signatures: [{ params: [condition('condition', '条件')], result: 'boolean' }],
    js: ([holds]) => holds !== true,
    sql: (call) => `(${call.arg(0)} IS NOT TRUE)`,
  },
  {
    name: 'ISBLANK',
    doc: { en: 'Whether the value is blank or an empty text.', 'zh-CN': '值是否为空或空文本。' },
    signatures: [{ params: [anything('value', '值')], result: 'boolean' }],
    js: ([arg]) => isBlank(arg as Value),
    sql: (call) => `(${call.argTypes[0] === 'text' ? `nullif(${call.arg(0)} COLLATE "C", '')` : call.arg(0)} IS NULL)`,
  },
  {
    name: 'BLANK',
    doc: { en: 'No value.', 'zh-CN': '空值。' },
    signatures: [{ params: [], result: 'null' }],
    js: () => null,
    sql: () => `NULL::${SQL_TYPES.null}`,
  },
  {
    name: 'COALESCE',
    doc: { en: 'The first value that is not blank.', 'zh-CN': '取第一个不为空的值。' },
    signatures: [{ params: [anything('value', '值', value)], repeat: 1, result: value }],
    js: (args) => args.find((arg) => !isBlank(arg)) ?? null,
    sql: (call) => {
      const args = Array.from({ length: call.count }, (_, i) => call.arg(i));
      return `coalesce(${args.map((arg) => (call.argTypes[0] === 'text' ? `nullif(${arg} COLLATE "C", '')` : arg)).join(', ')})`;
    },
  },
];

const isBlank = (value: Value): boolean => value === null || value === '';

/** Null-safe; numbers by value, so 1.50 equals 1.5. */
export function sameValue(a: Value, b: Value): boolean {
  if (a instanceof Decimal && b instanceof Decimal) return a.eq(b);
  return a === b;
}
