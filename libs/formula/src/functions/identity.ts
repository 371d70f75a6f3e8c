/** What the numbers of Chinese identity cards and companies say: GB 11643-1999 and GB 32100-2015. */

import { plain, trimmedSql } from '../sql/expressions.ts';
import { parseDay } from '../values/calendar.ts';
import { trimmed } from '../values/text.ts';
import { text, type FunctionSpec, type SqlCall } from './function-spec.ts';
import { dayOfTextSql } from './text-format.ts';

const card = text('number', '身份证号');

export const identityFunctions: readonly FunctionSpec[] = [
  {
    name: 'IDCARDVALID',
    doc: { en: 'Whether an 18-character identity card number has a possible birth date and the right check character.', 'zh-CN': '18 位身份证号的出生日期与校验码是否正确。' },
    signatures: [{ params: [card], result: 'boolean' }],
    js: ([value]) => {
      const number = cardOf(value);
      return number !== null && number.length === 18 && birthOf(number) !== null && CHECKS.charAt(weighted(number, CARD_WEIGHTS, DIGITS) % 11) === number.charAt(17);
    },
    sql: (call) =>
      `(${call.letting([cardSql(call)], (number) =>
        call.letting([number as string, birthSql(call, number as string)], (known, birth) =>
          `CASE WHEN char_length(${known}) = 18 AND ${birth} IS NOT NULL THEN substr('${CHECKS}', (${weightedSql(known as string, CARD_WEIGHTS, DIGITS)} % 11)::int + 1, 1) = right(${known}, 1) END`))} IS TRUE)`,
  },
  {
    name: 'IDCARDBIRTH',
    doc: { en: 'The birth date in an identity card number of 18 or 15 characters; else blank.', 'zh-CN': '身份证号（18 或 15 位）中的出生日期，无法识别时为空值。' },
    signatures: [{ params: [card], result: 'date' }],
    js: ([value]) => {
      const number = cardOf(value);
      return number === null ? null : birthOf(number);
    },
    sql: (call) => call.letting([cardSql(call)], (number) => birthSql(call, number as string)),
  },
  {
    name: 'IDCARDSEX',
    doc: { en: 'The sex in an identity card number: 男 or 女, or the words given for male and female.', 'zh-CN': '身份证号中的性别：“男”或“女”，也可指定表示男、女的文本。' },
    signatures: [{ params: [card, text('male', '男', { optional: true }), text('female', '女', { optional: true })], result: 'text' }],
    js: ([value, male = '男', female = '女']) => {
      const number = cardOf(value);
      return number === null ? null : Number(number.charAt(number.length === 18 ? 16 : 14)) % 2 === 1 ? male : female;
    },
    sql: (call) =>
      call.letting([cardSql(call), call.count > 1 ? call.arg(1) : `'男'::text`, call.count > 2 ? call.arg(2) : `'女'::text`], (number, male, female) =>
        `CASE WHEN substr(${number}, CASE char_length(${number}) WHEN 18 THEN 17 ELSE 15 END, 1) IN ('1', '3', '5', '7', '9') THEN ${male} WHEN ${number} IS NOT NULL THEN ${female} END`),
  },
  {
    name: 'IDCARDREGION',
    doc: { en: 'The six-digit region code at the start of an identity card number; else blank.', 'zh-CN': '身份证号开头的六位行政区划代码，无法识别时为空值。' },
    signatures: [{ params: [card], result: 'text' }],
    js: ([value]) => cardOf(value)?.slice(0, 6) ?? null,
    sql: (call) => `left(${cardSql(call)}, 6)`,
  },
  {
    name: 'CREDITCODEVALID',
    doc: { en: 'Whether a unified social credit code has the right shape and check character.', 'zh-CN': '统一社会信用代码的格式与校验码是否正确。' },
    signatures: [{ params: [text('code', '统一社会信用代码')], result: 'boolean' }],
    js: ([value]) => {
      const code = typeof value === 'string' ? trimmed(value) : '';
      return CODE.test(code) && CODE_LETTERS.charAt((31 - (weighted(code, CODE_WEIGHTS, CODE_LETTERS) % 31)) % 31) === code.charAt(17);
    },
    sql: (call) =>
      `(${call.letting([plain(trimmedSql(call.arg(0)))], (code) =>
        `CASE WHEN ${code} ~ '${CODE.source}' THEN substr('${CODE_LETTERS}', ((31 - ${weightedSql(code as string, CODE_WEIGHTS, CODE_LETTERS)} % 31) % 31)::int + 1, 1) = right(${code}, 1) END`)} IS TRUE)`,
  },
];

const CARD = /^([0-9]{17}[0-9X]|[0-9]{15})$/;
const CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const DIGITS = '0123456789';

const CODE = /^[0-9A-HJ-NP-RT-UW-Y]{18}$/;
const CODE_LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Of the shape of a number, in capitals; its check character and birth date are not looked at. */
function cardOf(value: unknown): string | null {
  const number = typeof value === 'string' ? trimmed(value).replace(/x$/, 'X') : '';
  return CARD.test(number) ? number : null;
}

const cardSql = (call: SqlCall): string =>
  call.letting([`regexp_replace(${plain(trimmedSql(call.arg(0)))}, 'x$', 'X')`], (number) => `CASE WHEN ${plain(number as string)} ~ '${CARD.source}' THEN ${number} END`);

/** Numbers of 15 digits are of the twentieth century. */
function birthOf(number: string): number | null {
  const digits = number.length === 18 ? number.slice(6, 14) : `19${number.slice(6, 12)}`;
  return parseDay(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
}

const birthSql = (call: SqlCall, number: string): string =>
  call.letting([`CASE char_length(${number}) WHEN 18 THEN substr(${number}, 7, 8) ELSE '19' || substr(${number}, 7, 6) END`], (digits) =>
    dayOfTextSql(call, `left(${digits}, 4) || '-' || substr(${digits}, 5, 2) || '-' || substr(${digits}, 7, 2)`));

const weighted = (text: string, weights: readonly number[], letters: string): number => weights.reduce((sum, weight, at) => sum + weight * letters.indexOf(text.charAt(at)), 0);

const weightedSql = (text: string, weights: readonly number[], letters: string): string =>
  `(SELECT sum(w.v * (strpos('${letters}', substr(${plain(text)}, w.n::int, 1)) - 1)) FROM unnest(ARRAY[${weights.join(', ')}]) WITH ORDINALITY AS w(v, n))`;
