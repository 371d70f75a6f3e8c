/** Characters: capitals, widths, codes, and what a text is without some of them. */

import type { Decimal } from 'decimal.js';
import { CASED_BEYOND_ASCII, limitedSql, plain, trimmedSql, wholeSql } from '../sql/expressions.ts';
import { Exact, wholeWithin } from '../values/number.ts';
import { lengthOf, limited, LOWER_CASE, lowerCase, trimmed, UPPER_CASE, upperCase } from '../values/text.ts';
import { number, text, type FunctionSpec, type SqlCall } from './function-spec.ts';
import { lettersSql } from './texts.ts';

const oneText = { params: [text('text', '文本')], result: 'text' } as const;
const measured = { params: [text('text', '文本')], result: 'number' } as const;

const printable = Array.from({ length: 94 }, (_, i) => i + 0x21);
const HALF_WIDTH = ` ${String.fromCodePoint(...printable)}`;
const FULL_WIDTH = `\u3000${String.fromCodePoint(...printable.map((point) => point + 0xfee0))}`;

export const textShapeFunctions: readonly FunctionSpec[] = [
  {
    name: 'PROPER',
    doc: { en: 'Each word with a capital first letter, the rest small.', 'zh-CN': '每个单词首字母大写，其余小写。' },
    signatures: [oneText],
    js: ([value]) =>
      typeof value === 'string' ? limited(lowerCase(value)).replace(WORD, (word) => upperCase(word.slice(0, 1)) + word.slice(1)) : null,
    // Letter by letter: initcap goes by the locale of the database.
    sql: (call) =>
      call.letting([limitedSql(lettersSql(call, call.arg(0), 'lower', LOWER_CASE)), call.bind(UPPER_CASE.from, 'text'), call.bind(UPPER_CASE.to, 'text')], (value, from, to) =>
        `CASE WHEN ${value} IS NOT NULL THEN coalesce((SELECT string_agg(CASE WHEN w.before ~ ${LETTER_SQL} THEN w.c WHEN w.c ~ ${CASED_BEYOND_ASCII} THEN translate(w.c, ${from}, ${to}) ELSE upper(w.c COLLATE "C") END, '' ORDER BY w.n) ` +
        `FROM (SELECT c.c, c.n, coalesce(lag(c.c) OVER (ORDER BY c.n), '') AS before FROM unnest(string_to_array(${value}, NULL)) WITH ORDINALITY AS c(c, n)) AS w), '') END`),
  },
  {
    name: 'CLEAN',
    doc: { en: 'Without line breaks and other control characters.', 'zh-CN': '去掉换行等控制字符。' },
    signatures: [oneText],
    js: ([value]) => (typeof value === 'string' ? value.replace(/[\x01-\x1f\x7f]/g, '') : null),
    sql: (call) => `regexp_replace(${plain(call.arg(0))}, E'[\\u0001-\\u001f\\u007f]', '', 'g')`,
  },
  {
    name: 'TRIMALL',
    doc: { en: 'Without spaces at both ends, and with a single one between words.', 'zh-CN': '去掉首尾空格，并把中间的连续空格合并为一个。' },
    signatures: [oneText],
    js: ([value]) => (typeof value === 'string' ? trimmed(value).replace(/[ \t\n\r\u00a0\u3000]+/g, ' ') : null),
    sql: (call) => `regexp_replace(${plain(trimmedSql(call.arg(0)))}, E'[ \\t\\n\\r\\u00a0\\u3000]+', ' ', 'g')`,
  },
  {
    name: 'DIGITS',
    doc: { en: 'Only the digits 0 to 9 of a text.', 'zh-CN': '只保留文本中的数字 0 到 9。' },
    signatures: [oneText],
    js: ([value]) => (typeof value === 'string' ? value.replace(/[^0-9]/g, '') : null),
    sql: (call) => `regexp_replace(${plain(call.arg(0))}, '[^0-9]', '', 'g')`,
  },
  {
    name: 'INITIALS',
    doc: { en: 'The first character of each word, in capitals: JS for "John Smith".', 'zh-CN': '各单词的首字符（大写），如 "John Smith" 得 JS。' },
    signatures: [oneText],
    js: ([value]) => (typeof value === 'string' ? upperCase(trimmed(value).replace(/([^ \t\n\r\u00a0\u3000])[^ \t\n\r\u00a0\u3000]*[ \t\n\r\u00a0\u3000]*/gu, '$1')) : null),
    sql: (call) => lettersSql(call, `regexp_replace(${plain(trimmedSql(call.arg(0)))}, E'([^${BLANK_CLASS}])[^${BLANK_CLASS}]*[${BLANK_CLASS}]*', E'\\\\1', 'g')`, 'upper', UPPER_CASE),
  },
  translated('HALFWIDTH', FULL_WIDTH, HALF_WIDTH, { en: 'Full-width letters, digits and signs as half-width ones.', 'zh-CN': '全角字符转为半角。' }),
  translated('FULLWIDTH', HALF_WIDTH, FULL_WIDTH, { en: 'Half-width letters, digits and signs as full-width ones.', 'zh-CN': '半角字符转为全角。' }),
  {
    name: 'LENB',
    doc: { en: 'The length where a character outside ASCII counts as two; 0 for blank.', 'zh-CN': '长度，汉字等非 ASCII 字符按 2 计；空值为 0。' },
    signatures: [measured],
    js: ([value]) => new Exact(typeof value === 'string' ? lengthOf(value) + lengthOf(value.replace(/[\x01-\x7f]/g, '')) : 0),
    sql: (call) => call.letting([plain(call.arg(0))], (value) => `coalesce(char_length(${value}) + char_length(regexp_replace(${value}, E'[\\u0001-\\u007f]', '', 'g')), 0)::numeric`),
  },
  {
    name: 'CHAR',
    doc: { en: 'The character with a Unicode number, e.g. CHAR(10) is a line break.', 'zh-CN': '指定 Unicode 编码的字符，如 CHAR(10) 为换行。' },
    signatures: [{ params: [number('code', '编码')], result: 'text' }],
    js: ([code]) => {
      const point = wholeWithin(code as Decimal | null, 0x10ffff);
      return point === null || point < 1 || (point >= 0xd800 && point <= 0xdfff) ? null : String.fromCodePoint(point);
    },
    sql: (call) => call.letting([wholeSql(call.arg(0), 0x10ffff)], (point) => `CASE WHEN ${point} >= 1 AND ${point} NOT BETWEEN ${0xd800} AND ${0xdfff} THEN chr(${point}) END`),
  },
  {
    name: 'CODE',
    doc: { en: 'The Unicode number of the first character; blank of an empty text.', 'zh-CN': '首字符的 Unicode 编码，空文本为空值。' },
    signatures: [measured],
    js: ([value]) => (typeof value === 'string' && value !== '' ? new Exact(value.codePointAt(0) as number) : null),
    sql: (call) => `ascii(nullif(${plain(call.arg(0))}, ''))::numeric`,
  },
  {
    name: 'ENCODEURL',
    doc: { en: 'A text as part of a web address, e.g. "a b" as a%20b.', 'zh-CN': '把文本编码为网址的一部分，如 "a b" 得 a%20b。' },
    signatures: [oneText],
    js: ([value]) => {
      if (typeof value !== 'string') return null;
      return limited(encodeURIComponent(limited(value)).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`));
    },
    sql: (call) =>
      call.letting([limitedSql(plain(call.arg(0)))], (value) =>
        `CASE WHEN ${value} ~ '[^A-Za-z0-9_.~-]' THEN ${limitedSql(`(SELECT string_agg(CASE WHEN c.c ~ '^[A-Za-z0-9_.~-]$' THEN c.c ELSE regexp_replace(upper(encode(convert_to(c.c, 'UTF8'), 'hex')), '(..)', E'%\\\\1', 'g') END, '' ORDER BY c.n) ` +
          `FROM unnest(string_to_array(${value}, NULL)) WITH ORDINALITY AS c(c, n))`)} ELSE ${value} END`),
  },
];

const BLANK_CLASS = ' \\t\\n\\r\\u00a0\\u3000';

/** Letters that have capitals, and digits; × and ÷ lie among them. */
const LETTERS = String.raw`A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u045f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a`;
const WORD = new RegExp(`[${LETTERS}]+`, 'g');
const LETTER_SQL = `E'[${LETTERS}]'`;

function translated(name: string, from: string, to: string, doc: FunctionSpec['doc']): FunctionSpec {
  const counterparts = new Map(Array.from(from).map((char, i) => [char, to.charAt(i)]));
  return {
    name,
    doc,
    signatures: [oneText],
    js: ([value]) => (typeof value === 'string' ? Array.from(value, (char) => counterparts.get(char) ?? char).join('') : null),
    sql: (call: SqlCall) => `translate(${plain(call.arg(0))}, ${call.bind(from, 'text')}, ${call.bind(to, 'text')})`,
  };
}
