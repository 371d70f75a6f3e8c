/** How many there are. Of values and lists of any types. */

import { isListType, itemType, type FormulaType } from '../formula-type.ts';
import { plain } from '../sql/expressions.ts';
import { fromItemsSql, ITEM } from '../sql/lists.ts';
import { distinct, itemsOf } from '../values/list.ts';
import { Exact } from '../values/number.ts';
import type { Scalar } from '../values/value.ts';
import { anything, type FunctionSpec, type SqlCall } from './function-spec.ts';
import { isBlank } from './logic.ts';

const values = { params: [anything('value', '值', { list: 'also' })], repeat: 1, result: 'number' } as const;

export const countingFunctions: readonly FunctionSpec[] = [
  counting('COUNT', (item) => item !== null, (item) => `${item} IS NOT NULL`, { en: 'How many values there are, e.g. COUNT(lines).', 'zh-CN': '有值的个数，如 COUNT(lines)。' }),
  counting('COUNTA', (item) => !isBlank(item), (item, type) => `${unlessEmpty(item, type)} IS NOT NULL`, { en: 'How many values are neither blank nor an empty text.', 'zh-CN': '既不为空也不是空文本的值的个数。' }),
  counting('COUNTBLANK', isBlank, (item, type) => `${unlessEmpty(item, type)} IS NULL`, { en: 'How many values are blank or an empty text.', 'zh-CN': '为空或空文本的值的个数。' }),
  counting('COUNTALL', () => true, () => 'TRUE', { en: 'How many items there are, blank ones too.', 'zh-CN': '全部项的个数，包括空值。' }),
  {
    name: 'COUNTUNIQUE',
    doc: { en: 'How many different values there are, without blanks.', 'zh-CN': '不同值的个数，不计空值。' },
    signatures: [{ params: [anything('list', '列表', { list: 'only' })], result: 'number' }],
    js: ([items]) => new Exact(distinct((items as readonly Scalar[]).filter((item) => !isBlank(item))).length),
    sql: (call) => fromItemsSql(call.arg(0), `count(DISTINCT ${unlessEmpty(ITEM, call.argTypes[0] as FormulaType)})::numeric`),
  },
];

const unlessEmpty = (sql: string, type: FormulaType): string => (itemType(type) === 'text' ? `nullif(${plain(sql)}, '')` : sql);

function counting(name: string, counts: (item: Scalar) => boolean, countsSql: (item: string, type: FormulaType) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [values],
    js: (args) => new Exact(itemsOf(args).filter(counts).length),
    sql: (call: SqlCall) => {
      const counts = call.argTypes.map((type, i) =>
        isListType(type) ? fromItemsSql(call.arg(i), `count(*) FILTER (WHERE ${countsSql(ITEM, type)})`) : name === 'COUNTALL' ? '1' : `(${countsSql(call.arg(i), type)})::int`);
      return `(${counts.join(' + ')})::numeric`;
    },
  };
}
