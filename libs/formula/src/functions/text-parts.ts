/** Finding, cutting, repeating and joining texts. Positions count code points from 1. */

import type { Decimal } from 'decimal.js';
import { itemType, type FormulaType } from '../formula-type.ts';
import { MAX_ITEMS, MAX_TEXT_LENGTH } from '../limits.ts';
import { limitedSql, plain, wholeFromSql } from '../sql/expressions.ts';
import { joinTextsSql, limitedItemsSql, textsOf } from '../sql/lists.ts';
import { Exact, wholeFrom } from '../values/number.ts';
import { sameValue } from '../values/same-value.ts';
import { countOf, lengthOf, limited, LOWER_CASE, lowerCase, sliceOf } from '../values/text.ts';
import { isList, type Scalar, type Value } from '../values/value.ts';
import { anything, number, text, type FunctionSpec, type JsCall, type SqlCall } from './function-spec.ts';
import { plainTextOf } from './text-format.ts';
import { lettersSql, MAX_POSITION } from './texts.ts';

/** Separators are short, so that no list can make a text that is too long to hold. */
const MAX_SEPARATOR = 100;

export const textPartFunctions: readonly FunctionSpec[] = [
  finding('FIND', (it) => it, (_, sql) => plain(sql), {
    en: 'The position of a text in another, from a start on; blank when it is not there. Capitals matter.',
    'zh-CN': '一段文本在另一文本中的位置（可指定起始位置），不存在时为空值；区分大小写。',
  }),
  finding('SEARCH', lowerCase, (call, sql) => lettersSql(call, sql, 'lower', LOWER_CASE), {
    en: 'Like FIND, but capitals do not matter.',
    'zh-CN': '与 FIND 相同，但不区分大小写。',
  }),
  {
    name: 'REPLACE',
    doc: { en: 'Puts another text in place of some characters from a position on.', 'zh-CN': '从指定位置起，用新文本替换若干字符。' },
    signatures: [{ params: [text('text', '文本'), number('start', '起始位置'), number('count', '字符数'), text('new', '新内容')], result: 'text' }],
    js: ([value, start, count, fresh]) => {
      if (typeof value !== 'string') return null;
      const first = wholeFrom(start as Decimal | null, 1, MAX_POSITION) - 1;
      const many = wholeFrom(count as Decimal | null, 0, MAX_POSITION);
      return limited(sliceOf(value, 0, first) + String(fresh ?? '') + sliceOf(value, first + many, MAX_TEXT_LENGTH));
    },
    sql: (call) =>
      call.letting([call.arg(0), wholeFromSql(call.arg(1), 1, MAX_POSITION), wholeFromSql(call.arg(2), 0, MAX_POSITION), call.arg(3)], (value, first, many, fresh) =>
        limitedSql(`left(${value}, ${first} - 1) || coalesce(${fresh}, '') || substr(${value}, ${first} + ${many}, ${MAX_TEXT_LENGTH})`)),
  },
  aroundSeparator('TEXTBEFORE', (value, part) => value.slice(0, value.indexOf(part)), (value, part) => `left(${value}, strpos(${value}, ${part}) - 1)`, {
    en: 'What stands before the first occurrence of a text; blank when it does not occur.',
    'zh-CN': '分隔文本第一次出现之前的内容，不出现时为空值。',
  }),
  aroundSeparator('TEXTAFTER', (value, part) => value.slice(value.indexOf(part) + part.length), (value, part) => `substr(${value}, strpos(${value}, ${part}) + char_length(${part}))`, {
    en: 'What stands after the first occurrence of a text; blank when it does not occur.',
    'zh-CN': '分隔文本第一次出现之后的内容，不出现时为空值。',
  }),
  {
    name: 'OCCURRENCES',
    doc: { en: 'How often a text occurs in another.', 'zh-CN': '一段文本在另一文本中出现的次数。' },
    signatures: [{ params: [text('text', '文本'), text('part', '部分')], result: 'number' }],
    js: ([value, part]) => new Exact(typeof value === 'string' && typeof part === 'string' && part !== '' ? countOf(value, part) : 0),
    sql: (call) =>
      call.letting([plain(call.arg(0)), call.arg(1)], (value, part) =>
        `coalesce((char_length(${value}) - char_length(replace(${value}, ${part}, ''))) / nullif(char_length(${part}), 0), 0)::numeric`),
  },
  {
    name: 'EXACT',
    doc: { en: 'Whether two texts are the same; capitals matter.', 'zh-CN': '两个文本是否完全相同（区分大小写）。' },
    signatures: [{ params: [text('first', '文本一'), text('second', '文本二')], result: 'boolean' }],
    js: ([a, b]) => sameValue(a as Value, b as Value),
    sql: (call) => `(${plain(call.arg(0))} IS NOT DISTINCT FROM ${plain(call.arg(1))})`,
  },
  {
    name: 'REPT',
    doc: { en: `A text several times in a row, up to ${MAX_TEXT_LENGTH} characters.`, 'zh-CN': `把文本重复若干次，最长 ${MAX_TEXT_LENGTH} 个字符。` },
    signatures: [{ params: [text('text', '文本'), number('times', '次数')], result: 'text' }],
    js: ([value, times]) => {
      if (typeof value !== 'string') return null;
      const enough = Math.floor(MAX_TEXT_LENGTH / Math.max(lengthOf(value), 1)) + 1;
      return limited(value.repeat(Math.min(wholeFrom(times as Decimal | null, 0, MAX_POSITION), enough)));
    },
    sql: (call) =>
      call.letting([call.arg(0), wholeFromSql(call.arg(1), 0, MAX_POSITION)], (value, times) =>
        limitedSql(`repeat(${value}, least(${times}, ${MAX_TEXT_LENGTH} / greatest(char_length(${value}), 1) + 1))`)),
  },
  padding('PADLEFT', true, { en: 'Filled up in front to a length, with spaces or another text, e.g. PADLEFT(number, 6, "0").', 'zh-CN': '在左侧补足到指定长度，默认补空格，如 PADLEFT(number, 6, "0")。' }),
  padding('PADRIGHT', false, { en: 'Filled up at the end to a length, with spaces or another text.', 'zh-CN': '在右侧补足到指定长度，默认补空格。' }),
  {
    name: 'SPLIT',
    doc: { en: `The parts of a text between separators, as a list of at most ${MAX_ITEMS}.`, 'zh-CN': `按分隔符把文本拆分为列表，最多 ${MAX_ITEMS} 项。` },
    signatures: [{ params: [text('text', '文本'), text('separator', '分隔符')], result: 'textList' }],
    js: ([value, separator]) => {
      if (typeof value !== 'string' || value === '') return [];
      return typeof separator === 'string' && separator !== '' ? value.split(separator).slice(0, MAX_ITEMS) : [value];
    },
    sql: (call) => limitedItemsSql(`string_to_array(${plain(call.arg(0))}, coalesce(${call.arg(1)}, ''))`),
  },
  {
    name: 'JOIN',
    doc: { en: 'The items of a list that are not blank as one text, between them ", " or another separator.', 'zh-CN': '把列表中不为空的项连接成文本，默认以“, ”分隔。' },
    signatures: [{ params: [anything('list', '列表', { list: 'only' }), text('separator', '分隔符', { optional: true })], result: 'text' }],
    js: ([items, separator], call) => joinItems(call.argTypes.length > 1 ? (separator as string | null) : ', ', [items as Value], call.argTypes.slice(0, 1), call),
    sql: (call) => joinedWith(call, call.count > 1 ? call.arg(1) : `', '`, 0, 1),
  },
  {
    name: 'TEXTJOIN',
    doc: { en: 'Joins values and lists with a separator; blanks are skipped.', 'zh-CN': '用分隔符连接各值与列表，跳过空值。' },
    signatures: [{ params: [text('separator', '分隔符'), anything('value', '值', { list: 'also' })], repeat: 1, result: 'text' }],
    js: ([separator, ...values], call) => joinItems(separator as string | null, values, call.argTypes.slice(1), call),
    sql: (call) => joinedWith(call, call.arg(0), 1, call.count),
  },
];

const joinedWith = (call: SqlCall, separator: string, from: number, to: number): string =>
  call.letting([textsOf(call, from, to), `left(coalesce(${separator}, ''), ${MAX_SEPARATOR})`], (texts, between) => joinTextsSql(texts as string, between as string));

/** Stops where the text is long enough, as the SQL does. */
function joinItems(separator: string | null, values: readonly Value[], types: readonly FormulaType[], call: JsCall): string {
  const between = sliceOf(separator ?? '', 0, MAX_SEPARATOR);
  const parts: string[] = [];
  let length = 0;
  values.forEach((value, i) => {
    for (const item of isList(value) ? value : [value as Scalar]) {
      const part = plainTextOf(item, itemType(types[i] as FormulaType), call.timeZone);
      if (part === null || part === '' || length >= MAX_TEXT_LENGTH) continue;
      parts.push(part);
      length += lengthOf(part);
    }
  });
  return limited(parts.join(between));
}

function finding(name: string, fold: (it: string) => string, foldSql: (call: SqlCall, sql: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [text('part', '要找的文本'), text('text', '文本'), number('start', '起始位置', { optional: true })], result: 'number' }],
    js: ([part, value, start], call) => {
      if (typeof part !== 'string' || typeof value !== 'string') return null;
      const skipped = call.argTypes.length > 2 ? wholeFrom(start as Decimal | null, 1, MAX_POSITION) - 1 : 0;
      if (skipped > lengthOf(value)) return null;
      const rest = fold(sliceOf(value, skipped, MAX_POSITION));
      const at = rest.indexOf(fold(part));
      return at < 0 ? null : new Exact(lengthOf(rest.slice(0, at)) + skipped + 1);
    },
    sql: (call) =>
      call.letting([foldSql(call, call.arg(0)), foldSql(call, call.arg(1)), call.count > 2 ? `${wholeFromSql(call.arg(2), 1, MAX_POSITION)} - 1` : '0'], (part, value, skipped) =>
        `CASE WHEN ${skipped} <= char_length(${value}) THEN (nullif(strpos(substr(${plain(value as string)}, ${skipped} + 1), ${part}), 0) + ${skipped})::numeric END`),
  };
}

function aroundSeparator(name: string, cut: (value: string, part: string) => string, cutSql: (value: string, part: string) => string, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [text('text', '文本'), text('separator', '分隔文本')], result: 'text' }],
    js: ([value, part]) => (typeof value === 'string' && typeof part === 'string' && part !== '' && value.includes(part) ? cut(value, part) : null),
    sql: (call) =>
      call.letting([plain(call.arg(0)), `nullif(${plain(call.arg(1))}, '')`], (value, part) => `CASE WHEN strpos(${value}, ${part}) > 0 THEN ${cutSql(value as string, part as string)} END`),
  };
}

function padding(name: string, atStart: boolean, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [{ params: [text('text', '文本'), number('length', '长度'), text('fill', '填充文本', { optional: true })], result: 'text' }],
    js: ([value, length, fill], call) => {
      if (typeof value !== 'string') return null;
      const filling = call.argTypes.length > 2 ? String(fill ?? '') : ' ';
      const missing = wholeFrom(length as Decimal | null, 0, MAX_TEXT_LENGTH) - lengthOf(value);
      if (missing <= 0 || filling === '') return value;
      const pad = sliceOf(filling.repeat(Math.ceil(missing / lengthOf(filling))), 0, missing);
      return atStart ? pad + value : value + pad;
    },
    sql: (call) =>
      call.letting([call.arg(0), wholeFromSql(call.arg(1), 0, MAX_TEXT_LENGTH), call.count > 2 ? `coalesce(${call.arg(2)}, '')` : `' '`], (value, length, fill) =>
        `CASE WHEN char_length(${value}) >= ${length} OR ${fill} = '' THEN ${value} ELSE ${atStart ? 'lpad' : 'rpad'}(${value}, ${length}, ${fill}) END`),
  };
}
