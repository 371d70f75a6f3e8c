/** Texts with a part hidden behind asterisks, for showing what should not be read whole. */

import type { Decimal } from 'decimal.js';
import { plain, trimmedSql, wholeFromSql } from '../sql/expressions.ts';
import { wholeFrom } from '../values/number.ts';
import { lastOf, lengthOf, sliceOf, trimmed } from '../values/text.ts';
import { number, text, type FunctionSpec } from './function-spec.ts';

const oneText = { params: [text('text', '文本')], result: 'text' } as const;
const MAX_SHOWN = 100;
/** Of a longer text no more stars are shown. */
const MAX_STARS = 100;

export const maskFunctions: readonly FunctionSpec[] = [
  {
    name: 'MASK',
    doc: { en: 'Shows so many characters at the start and the end, the rest as *; all as * when it is too short.', 'zh-CN': '只显示开头和结尾的若干字符，其余以 * 代替；太短时全部以 * 代替。' },
    signatures: [{ params: [text('text', '文本'), number('first', '开头字符数'), number('last', '结尾字符数')], result: 'text' }],
    js: ([value, first, last]) => masked(value, wholeFrom(first as Decimal | null, 0, MAX_SHOWN), wholeFrom(last as Decimal | null, 0, MAX_SHOWN)),
    sql: (call) => call.letting([call.arg(0), wholeFromSql(call.arg(1), 0, MAX_SHOWN), wholeFromSql(call.arg(2), 0, MAX_SHOWN)], maskedSql),
  },
  masking('MASKPHONE', 3, 4, { en: 'A telephone number with the middle hidden: 138****5678.', 'zh-CN': '隐藏电话号码中间部分，如 138****5678。' }),
  masking('MASKIDCARD', 1, 1, { en: 'An identity card number with all but the first and last character hidden.', 'zh-CN': '身份证号只显示首尾各一位。' }),
  masking('MASKBANKCARD', 0, 4, { en: 'A bank card number with all but the last four digits hidden.', 'zh-CN': '银行卡号只显示后四位。' }),
  {
    name: 'MASKNAME',
    doc: { en: 'A name with all but the first character hidden: 张**.', 'zh-CN': '姓名只显示第一个字，如“张**”。' },
    signatures: [oneText],
    js: ([value]) => (typeof value === 'string' ? sliceOf(trimmed(value), 0, 1) + stars(lengthOf(trimmed(value)) - 1) : null),
    sql: (call) => call.letting([trimmedSql(call.arg(0))], (value) => `left(${value}, 1) || ${starsSql(`char_length(${value}) - 1`)}`),
  },
  {
    name: 'MASKEMAIL',
    doc: { en: 'An e-mail address with the name hidden but for its first character: z***@example.com.', 'zh-CN': '电子邮箱隐藏用户名，只显示首字符，如 z***@example.com。' },
    signatures: [oneText],
    js: ([value]) => {
      if (typeof value !== 'string') return null;
      const at = value.indexOf('@');
      return at < 0 ? masked(value, 0, 0) : `${sliceOf(value.slice(0, at), 0, 1)}***${value.slice(at)}`;
    },
    sql: (call) =>
      call.letting([plain(call.arg(0))], (value) =>
        `CASE WHEN strpos(${value}, '@') = 0 THEN ${starsSql(`char_length(${value})`)} ELSE left(split_part(${value}, '@', 1), 1) || '***' || substr(${value}, strpos(${value}, '@')) END`),
  },
];

const stars = (count: number): string => '*'.repeat(Math.max(0, Math.min(count, MAX_STARS)));
const starsSql = (count: string): string => `repeat('*', least(${count}, ${MAX_STARS}))`;

function masked(value: unknown, first: number, last: number): string | null {
  if (typeof value !== 'string') return null;
  const length = lengthOf(value);
  return first + last >= length ? stars(length) : sliceOf(value, 0, first) + stars(length - first - last) + (last === 0 ? '' : lastOf(value, last));
}

const maskedSql = (value: string, first: string, last: string): string =>
  `CASE WHEN ${first} + ${last} >= char_length(${value}) THEN ${starsSql(`char_length(${value})`)} ELSE left(${value}, ${first}) || ${starsSql(`char_length(${value}) - ${first} - ${last}`)} || right(${value}, ${last}) END`;

function masking(name: string, first: number, last: number, doc: FunctionSpec['doc']): FunctionSpec {
  return {
    name,
    doc,
    signatures: [oneText],
    js: ([value]) => masked(value, first, last),
    sql: (call) => call.letting([call.arg(0)], (value) => maskedSql(value as string, String(first), String(last))),
  };
}
