/** = and <> treat blank as a value of its own; the others are never true with a blank. */

import { anything, param, type FunctionSpec, type SqlCall } from '../functions/function-spec.ts';
import { plain } from '../sql/expressions.ts';
import { compareScalars } from '../values/list.ts';
import { sameValue } from '../values/same-value.ts';
import type { Scalar, Value } from '../values/value.ts';

const side = { group: 'side' };
const orderable = param(['number', 'text', 'date', 'datetime']);

export const comparisonOperators: readonly FunctionSpec[] = [
  {
    name: '=',
    doc: { en: 'Whether both are the same; capitals matter.', 'zh-CN': '两边是否相等（区分大小写）。' },
    signatures: [{ params: [anything('left side', '左边', side), anything('right side', '右边', side)], result: 'boolean' }],
    js: ([a, b]) => sameValue(a as Value, b as Value),
    sql: (call) => (hasConstant(call) ? `(${equalsConstant(call)} IS TRUE)` : `(${operand(call, 0)} IS NOT DISTINCT FROM ${operand(call, 1)})`),
    test: (call) => (hasConstant(call) ? equalsConstant(call) : `(${operand(call, 0)} IS NOT DISTINCT FROM ${operand(call, 1)})`),
  },
  {
    name: '<>',
    doc: { en: 'Whether both differ; capitals matter.', 'zh-CN': '两边是否不等（区分大小写）。' },
    signatures: [{ params: [anything('left side', '左边', side), anything('right side', '右边', side)], result: 'boolean' }],
    js: ([a, b]) => !sameValue(a as Value, b as Value),
    sql: (call) => `(${operand(call, 0)} IS DISTINCT FROM ${operand(call, 1)})`,
  },
  order('<', (sign) => sign < 0, { en: 'Less, or earlier.', 'zh-CN': '小于或早于。' }),
  order('<=', (sign) => sign <= 0, { en: 'Not greater, or not later.', 'zh-CN': '小于等于或不晚于。' }),
  order('>', (sign) => sign > 0, { en: 'Greater, or later.', 'zh-CN': '大于或晚于。' }),
  order('>=', (sign) => sign >= 0, { en: 'Not less, or not earlier.', 'zh-CN': '大于等于或不早于。' }),
];

/** What is never blank on one side: then plain equality will do, which an index can serve, unlike IS NOT DISTINCT FROM. */
const hasConstant = (call: SqlCall): boolean => call.isConstant(0) !== call.isConstant(1);
const equalsConstant = (call: SqlCall): string => `(${call.bare(0)} = ${call.bare(1)})`;

const operand = (call: SqlCall, index: number): string => (call.argTypes[0] === 'text' ? plain(call.arg(index)) : call.arg(index));

function order(name: string, holds: (sign: number) => boolean, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [orderable('left side', '左边', side), orderable('right side', '右边', side)], result: 'boolean' }],
    js: ([a, b]) => a != null && b != null && holds(compareScalars(a as NonNullable<Scalar>, b as NonNullable<Scalar>)),
    sql: (call) => `((${operand(call, 0)} ${name} ${operand(call, 1)}) IS TRUE)`,
    test: (call) => `(${operand(call, 0)} ${name} ${operand(call, 1)})`,
  };
}
