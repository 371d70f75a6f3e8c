/**
 * Aggregates over the items for which criteria hold: SUMIF and its kin. A criterion is a list, a sign in quotes and
 * a value: SUMIF(lines.amount, ">", 100); without a sign the items equal to the value. Lists go by position; what a
 * shorter one lacks is blank.
 */

import type { Decimal } from 'decimal.js';
import { itemType, type FormulaType } from '../formula-type.ts';
import { plain, quotientSql } from '../sql/expressions.ts';
import { compareScalars } from '../values/list.ts';
import { Exact } from '../values/number.ts';
import { sameValue } from '../values/same-value.ts';
import { isList, type Scalar, type Value } from '../values/value.ts';
import { anything, number, oneOf, ordered, text, type FunctionSpec, type Param, type Signature, type SqlCall } from './function-spec.ts';
import { meanOf } from './numbers.ts';

const SIGNS = ['=', '<>', '<', '<=', '>', '>='];
const sign = text('sign', '比较符', { option: oneOf(SIGNS) });
const criterion = { group: 'criterion', perRepeat: true } as const;
const tested = anything('list', '条件列表', { ...criterion, list: 'only' });
const against = anything('value', '比较值', criterion);
const triple = [tested, sign, against];

interface Aggregate {
  readonly js: (items: readonly Scalar[]) => Value;
  /** Over `v`, of the rows that hold. */
  readonly sql: (value: string) => string;
  readonly list?: boolean;
}

const numbersIn = (items: readonly Scalar[]): Decimal[] => items.filter((item): item is Decimal => item !== null);
const extreme = (direction: 1 | -1) => (items: readonly Scalar[]): Value =>
  items.filter((item) => item !== null).reduce<Scalar>((best, item) => (best === null || compareScalars(item, best) * direction > 0 ? item : best), null);

const SUM: Aggregate = { js: (items) => numbersIn(items).reduce((sum, item) => sum.plus(item), new Exact(0)), sql: (v) => `coalesce(sum(${v}), 0)` };
const AVERAGE: Aggregate = { js: (items) => meanOf(numbersIn(items)), sql: (v) => quotientSql(`sum(${v})`, `count(${v})`) };
const COUNT: Aggregate = { js: (items) => new Exact(items.length), sql: () => 'count(*)::numeric' };
const MAX: Aggregate = { js: extreme(1), sql: (v) => `max(${v})` };
const MIN: Aggregate = { js: extreme(-1), sql: (v) => `min(${v})` };
const ALL: Aggregate = { js: (items) => items, sql: (v) => `coalesce(array_agg(${v} ORDER BY i.n), '{}')` };

const values = number('values', '数值列表', { list: 'only' });
const tests = number('list', '条件列表', { list: 'only' });

export const criteriaFunctions: readonly FunctionSpec[] = [
  withOneCriterion('COUNTIF', COUNT, [[tested, sign, against], [tested, against]], { en: 'How many items are as asked: COUNTIF(lines.amount, ">", 100).', 'zh-CN': '满足条件的项数，如 COUNTIF(lines.amount, ">", 100)。' }),
  withOneCriterion('SUMIF', SUM, ifForms(), { en: 'The sum of the items that are as asked, or of other items at their positions: SUMIF(lines.kind, "=", "A", lines.amount).', 'zh-CN': '满足条件的项之和，或另一列表中相应位置各项之和，如 SUMIF(lines.kind, "=", "A", lines.amount)。' }),
  withOneCriterion('AVERAGEIF', AVERAGE, ifForms(), { en: 'The mean of the items that are as asked, or of other items at their positions.', 'zh-CN': '满足条件的项的平均值，或另一列表中相应位置各项的平均值。' }),
  withCriteria('COUNTIFS', COUNT, null, { en: 'At how many positions all criteria hold.', 'zh-CN': '同时满足所有条件的位置个数。' }),
  withCriteria('SUMIFS', SUM, values, { en: 'The sum of the items where all criteria hold: SUMIFS(lines.amount, lines.kind, "=", "A", lines.amount, ">", 0).', 'zh-CN': '同时满足所有条件的项之和，如 SUMIFS(lines.amount, lines.kind, "=", "A", lines.amount, ">", 0)。' }),
  withCriteria('AVERAGEIFS', AVERAGE, values, { en: 'The mean of the items where all criteria hold.', 'zh-CN': '同时满足所有条件的项的平均值。' }),
  withCriteria('MAXIFS', MAX, ordered('values', '取值列表', { group: 'values', list: 'only' }), { en: 'The largest or latest of the items where all criteria hold.', 'zh-CN': '同时满足所有条件的项中最大或最晚的一个。' }),
  withCriteria('MINIFS', MIN, ordered('values', '取值列表', { group: 'values', list: 'only' }), { en: 'The smallest or earliest of the items where all criteria hold.', 'zh-CN': '同时满足所有条件的项中最小或最早的一个。' }),
  withCriteria('FILTER', { ...ALL, list: true }, anything('values', '取值列表', { group: 'values', list: 'only' }), { en: 'The items where all criteria hold, as a list: JOIN(FILTER(lines.name, lines.amount, ">", 100)).', 'zh-CN': '同时满足所有条件的项组成的列表，如 JOIN(FILTER(lines.name, lines.amount, ">", 100))。' }),
];

/** The items themselves are summed where no other list is given. */
function ifForms(): Param[][] {
  const other = number('values', '数值列表', { list: 'only' });
  return [
    [tests, sign, number('value', '比较值')],
    [tested, sign, against, other],
    [tested, against, other],
  ];
}

interface Criterion {
  readonly list: number;
  readonly sign: number | null;
  readonly value: number;
}

/** Which arguments are what: told from their count and types, as the checker chose the form. */
function criterionOf(argTypes: readonly FormulaType[]): { criterion: Criterion; values: number } {
  const withSign = argTypes.length === 4 || (argTypes.length === 3 && !argTypes[2]?.endsWith('List'));
  const criterion = withSign ? { list: 0, sign: 1, value: 2 } : { list: 0, sign: null, value: 1 };
  const next = withSign ? 3 : 2;
  return { criterion, values: argTypes.length > next ? next : 0 };
}

function withOneCriterion(name: string, aggregate: Aggregate, forms: Param[][], doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: forms.map((params): Signature => ({ params: params.map((param) => (param.perRepeat ? { ...param, perRepeat: false } : param)), result: 'number' })),
    js: (args, call) => {
      const { criterion, values } = criterionOf(call.argTypes);
      return aggregate.js(selected(args, values, [criterion]));
    },
    sql: (call) => {
      const { criterion, values } = criterionOf(call.argTypes);
      return selectSql(call, aggregate, values, [criterion]);
    },
  };
}

function withCriteria(name: string, aggregate: Aggregate, values: Param | null, doc: FunctionSpec['doc']): FunctionSpec {
  const fixed = values ? 1 : 0;
  const criteriaOf = (count: number): Criterion[] => Array.from({ length: (count - fixed) / 3 }, (_, i) => ({ list: fixed + i * 3, sign: fixed + i * 3 + 1, value: fixed + i * 3 + 2 }));
  const result = values?.group === undefined ? 'number' : { group: values.group, ...(aggregate.list === true ? { list: true } : {}) };
  return {
    name,
    doc,
    signatures: [{ params: [...(values ? [values] : []), ...triple], repeat: 3, result }],
    js: (args) => aggregate.js(selected(args, 0, criteriaOf(args.length))),
    sql: (call) => selectSql(call, aggregate, 0, criteriaOf(call.count)),
  };
}

function selected(args: readonly Value[], values: number, criteria: readonly Criterion[]): Scalar[] {
  const itemsAt = (index: number): readonly Scalar[] => (isList(args[index]) ? args[index] : []);
  const length = Math.max(itemsAt(values).length, ...criteria.map(({ list }) => itemsAt(list).length));
  const chosen: Scalar[] = [];
  for (let at = 0; at < length; at++) {
    const holds = criteria.every(({ list, sign, value }) => isAsAsked(itemsAt(list)[at] ?? null, sign === null ? '=' : String(args[sign]), (args[value] ?? null) as Scalar));
    if (holds) chosen.push(itemsAt(values)[at] ?? null);
  }
  return chosen;
}

function isAsAsked(item: Scalar, asked: string, value: Scalar): boolean {
  if (asked === '=') return sameValue(item, value);
  if (asked === '<>') return !sameValue(item, value);
  if (item === null || value === null) return false;
  const order = compareScalars(item, value);
  return asked === '<' ? order < 0 : asked === '<=' ? order <= 0 : asked === '>' ? order > 0 : order >= 0;
}

function selectSql(call: SqlCall, aggregate: Aggregate, values: number, criteria: readonly Criterion[]): string {
  const lists = [...new Set([values, ...criteria.map(({ list }) => list)])];
  const column = (index: number): string => `i.v${lists.indexOf(index)}`;
  return call.letting([...lists.map((index) => call.arg(index)), ...criteria.map(({ value }) => call.arg(value))], (...given) => {
    const [arrays, wanted] = [given.slice(0, lists.length), given.slice(lists.length)];
    const conditions = criteria.map(({ list, sign }, i) => {
      const collated = (sql: string): string => (itemType(call.argTypes[list] as FormulaType) === 'text' ? plain(sql) : sql);
      const asked = sign === null ? '=' : (call.literal(sign) as string);
      const operator = asked === '=' ? 'IS NOT DISTINCT FROM' : asked === '<>' ? 'IS DISTINCT FROM' : asked;
      return `${collated(column(list))} ${operator} ${collated(wanted[i] as string)}`;
    });
    return `(SELECT ${aggregate.sql(column(values))} FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS i(${lists.map((_, i) => `v${i}`).join(', ')}, n) WHERE ${conditions.join(' AND ')})`;
  });
}
