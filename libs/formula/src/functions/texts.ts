/**
 * Texts. Characters are code points; positions count from 1. A blank text gives blank, length 0 and no
 * to every question; results longer than MAX_TEXT_LENGTH are cut.
 */

import type { Decimal } from 'decimal.js';
import { isListType, itemType, type FormulaType } from '../formula-type.ts';
import { MAX_TEXT_LENGTH } from '../limits.ts';
import { CASED_BEYOND_ASCII, limitedSql, plain, textSql, trimmedSql, wholeFromSql } from '../sql/expressions.ts';
import { isBeyond, joinTextsSql, textsOf } from '../sql/lists.ts';
import { positionOf } from '../values/list.ts';
import { Exact, wholeFrom } from '../values/number.ts';
import { countOf, lastOf, lengthOf, limited, LOWER_CASE, lowerCase, sliceOf, trimmed, UPPER_CASE, upperCase, type CaseTable } from '../values/text.ts';
import { isList, type Scalar, type Value } from '../values/value.ts';
import { anything, number, text, type FunctionSpec, type Param, type SqlCall } from './function-spec.ts';
import { plainTextOf } from './text-format.ts';

type Text = string | null;
const oneText = { params: [text('text', '文本')], result: 'text' } as const;
export const MAX_POSITION = 1_000_000;

export const textFunctions: readonly FunctionSpec[] = [
  {
    name: 'CONCAT',
    doc: { en: 'Joins values into one text; blanks are skipped.', 'zh-CN': '把多个值连接成文本，跳过空值。' },
    signatures: [{ params: [anything('value', '值', { list: 'also' })], repeat: 1, result: 'text' }],
    js: (args, call) => joined(args, call.argTypes, call.timeZone),
    sql: (call) => (isBeyond(call) ? joinTextsSql(textsOf(call, 0), `''`) : joinedSql(call)),
  },
  {
    name: 'LEN',
    doc: { en: 'The number of characters; 0 for blank.', 'zh-CN': '字符数，空值为 0。' },
    signatures: [{ params: [text('text', '文本')], result: 'number' }],
    js: ([value]) => new Exact(value === null ? 0 : lengthOf(value as string)),
    sql: (call) => `(coalesce(char_length(${call.arg(0)}), 0))::numeric`,
  },
  {
    name: 'LEFT',
    doc: { en: 'The first characters (1 without a count).', 'zh-CN': '左起若干字符（默认 1 个）。' },
    signatures: [{ params: [text('text', '文本'), number('count', '字符数', { optional: true })], result: 'text' }],
    js: ([value, count], call) => (value === null ? null : sliceOf(value as string, 0, countFrom(count, call.argTypes))),
    sql: (call) => `left(${call.arg(0)}, ${countSql(call)})`,
  },
  {
    name: 'RIGHT',
    doc: { en: 'The last characters (1 without a count).', 'zh-CN': '右起若干字符（默认 1 个）。' },
    signatures: [{ params: [text('text', '文本'), number('count', '字符数', { optional: true })], result: 'text' }],
    js: ([value, count], call) => (value === null ? null : lastOf(value as string, countFrom(count, call.argTypes))),
    sql: (call) => `right(${call.arg(0)}, ${countSql(call)})`,
  },
  {
    name: 'MID',
    doc: { en: 'Characters from a position on, counted from 1.', 'zh-CN': '从指定位置（从 1 起）开始的若干字符。' },
    signatures: [{ params: [text('text', '文本'), number('start', '起始位置'), number('count', '字符数')], result: 'text' }],
    js: ([value, start, count]) =>
      value === null
        ? null
        : sliceOf(value as string, wholeFrom(start as Decimal | null, 1, MAX_POSITION) - 1, wholeFrom(count as Decimal | null, 0, MAX_POSITION)),
    sql: (call) => `substr(${call.arg(0)}, ${wholeFromSql(call.arg(1), 1, MAX_POSITION)}, ${wholeFromSql(call.arg(2), 0, MAX_POSITION)})`,
  },
  {
    name: 'UPPER',
    doc: { en: 'In capital letters (Latin, Greek and Cyrillic).', 'zh-CN': '转为大写（拉丁、希腊、西里尔字母）。' },
    signatures: [oneText],
    js: ([value]) => (value === null ? null : upperCase(value as string)),
    sql: (call) => lettersSql(call, call.arg(0), 'upper', UPPER_CASE),
  },
  {
    name: 'LOWER',
    doc: { en: 'In small letters (Latin, Greek and Cyrillic).', 'zh-CN': '转为小写（拉丁、希腊、西里尔字母）。' },
    signatures: [oneText],
    js: ([value]) => (value === null ? null : lowerCase(value as string)),
    sql: (call) => lettersSql(call, call.arg(0), 'lower', LOWER_CASE),
  },
  {
    name: 'TRIM',
    doc: { en: 'Without spaces and line breaks at both ends.', 'zh-CN': '去掉首尾的空格与换行。' },
    signatures: [oneText],
    js: ([value]) => (value === null ? null : trimmed(value as string)),
    sql: (call) => trimmedSql(call.arg(0)),
  },
  {
    ...question('CONTAINS', (value, part) => value.includes(part), (value, part) => `strpos(${plain(value)}, ${part}) > 0`, {
      en: 'Whether a text contains another (capitals matter), or a list a value.',
      'zh-CN': '文本是否包含另一文本（区分大小写），或列表是否包含某个值。',
    }),
    signatures: [
      { params: [text('text', '文本'), text('part', '部分')], result: 'boolean' },
      { params: [anything('list', '列表', { group: 'value', list: 'only' }), anything('value', '值', { group: 'value' })], result: 'boolean' },
    ],
    js: ([value, part]) => (isList(value) ? part !== null && positionOf(value, part as Scalar) >= 0 : typeof value === 'string' && typeof part === 'string' && value.includes(part)),
    sql: (call) => {
      if (isListType(call.argTypes[0] as FormulaType)) return `coalesce(${call.argTypes[1] === 'text' ? plain(call.arg(1)) : call.arg(1)} = ANY(${call.arg(0)}), FALSE)`;
      return `((strpos(${plain(call.arg(0))}, ${call.arg(1)}) > 0) IS TRUE)`;
    },
  },
  question('STARTSWITH', (value, part) => value.startsWith(part), (value, part) => `starts_with(${plain(value)}, ${part})`, {
    en: 'Whether a text starts with another; capitals matter.',
    'zh-CN': '文本是否以另一文本开头（区分大小写）。',
  }),
  question('ENDSWITH', (value, part) => value.endsWith(part), (value, part) => `starts_with(${plain(`reverse(${value})`)}, reverse(${part}))`, {
    en: 'Whether a text ends with another; capitals matter.',
    'zh-CN': '文本是否以另一文本结尾（区分大小写）。',
  }),
  {
    name: 'SUBSTITUTE',
    doc: {
      en: `Replaces every occurrence of a text by another; blank when the result would exceed ${MAX_TEXT_LENGTH} characters.`,
      'zh-CN': `把文本中的某段内容全部替换；结果超过 ${MAX_TEXT_LENGTH} 个字符时为空值。`,
    },
    signatures: [{ params: [text('text', '文本'), text('old', '原内容'), text('new', '新内容')], result: 'text' }],
    js: ([value, old, fresh]) => substituted(value as Text, (old as Text) ?? '', (fresh as Text) ?? ''),
    sql: (call) =>
      call.letting([plain(call.arg(0)), `coalesce(${call.arg(1)}, '')`, `coalesce(${call.arg(2)}, '')`], (value, old, fresh) => {
        const occurrences = `(char_length(${value}) - char_length(replace(${value}, ${old}, ''))) / nullif(char_length(${old}), 0)`;
        const growth = `coalesce(${occurrences}, 0)::bigint * (char_length(${fresh}) - char_length(${old}))`;
        return `CASE WHEN char_length(${value}) + ${growth} <= ${MAX_TEXT_LENGTH} THEN replace(${value}, ${old}, ${fresh}) END`;
      }),
  },
];

/** The table costs hundreds of comparisons a character: most texts have no letter that needs it. */
export function lettersSql(call: SqlCall, text: string, name: 'upper' | 'lower', { from, to }: CaseTable): string {
  const [table, counterparts] = [call.bind(from, 'text'), call.bind(to, 'text')];
  return call.letting([plain(text), table, counterparts], (value, letters, others) =>
    `CASE WHEN ${value} ~ ${CASED_BEYOND_ASCII} THEN translate(${value}, ${letters}, ${others}) ELSE ${name}(${value}) END`);
}

export function joined(args: readonly Value[], types: readonly FormulaType[], timeZone: string): string {
  let text = '';
  args.forEach((arg, i) => {
    for (const item of isList(arg) ? arg : [arg as Scalar]) if (text.length < 2 * MAX_TEXT_LENGTH) text += plainTextOf(item, itemType(types[i] as FormulaType), timeZone) ?? '';
  });
  return limited(text);
}

export function joinedSql(call: SqlCall): string {
  const parts = Array.from({ length: call.count }, (_, i) => textSql(call.arg(i), call.argTypes[i] as FormulaType, call));
  // Of two values the sign copies less; of many it would copy the text again at each.
  if (parts.length > 2) return limitedSql(`array_to_string(ARRAY[${parts.join(', ')}], '')`);
  return limitedSql(parts.map((part) => `coalesce(${part}, '')`).join(' || '));
}

const countFrom = (count: Value | undefined, argTypes: readonly FormulaType[]): number =>
  argTypes.length < 2 ? 1 : wholeFrom(count as Decimal | null, 0, MAX_POSITION);

const countSql = (call: SqlCall): string => (call.count < 2 ? '1' : wholeFromSql(call.arg(1), 0, MAX_POSITION));

function question(name: string, holds: (value: string, part: string) => boolean, toSql: (value: string, part: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  const params: readonly Param[] = [text('text', '文本'), text('part', '部分')];
  return {
    name,
    doc,
    signatures: [{ params, result: 'boolean' }],
    js: ([value, part]) => typeof value === 'string' && typeof part === 'string' && holds(value, part),
    sql: (call) => `((${toSql(call.arg(0), call.arg(1))}) IS TRUE)`,
  };
}

function substituted(value: Text, old: string, fresh: string): Text {
  if (value === null) return null;
  const count = old === '' ? 0 : countOf(value, old);
  if (lengthOf(value) + count * (lengthOf(fresh) - lengthOf(old)) > MAX_TEXT_LENGTH) return null;
  return count === 0 ? value : value.split(old).join(fresh);
}
