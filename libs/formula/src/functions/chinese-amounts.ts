/** Amounts in words, as Chinese invoices and contracts write them. */

import { Decimal } from 'decimal.js';
import { roundTo } from '../values/number.ts';
import { number, type FunctionSpec } from './function-spec.ts';

const NUMERALS = '零壹贰叁肆伍陆柒捌玖';
/** From the right. */
const UNITS = ['元', '拾', '佰', '仟', '万', '拾', '佰', '仟', '亿', '拾', '佰', '仟', '万', '拾', '佰', '仟'];
/** Carried out in this order; a pattern means the same to JavaScript and Postgres. */
const SIMPLER: readonly (readonly [pattern: string, replacement: string])[] = [
  ['零[仟佰拾]', '零'],
  ['零+', '零'],
  ['零亿', '亿'],
  ['零万', '万'],
  ['零元', '元'],
  ['亿万', '亿'],
];

export const amountFunctions: readonly FunctionSpec[] = [
  {
    name: 'RMB',
    doc: {
      en: 'An amount in Chinese capital numerals: 壹仟贰佰叁拾肆元伍角整 for 1234.5; below 10^16, else blank.',
      'zh-CN': '人民币大写金额，如 1234.5 得“壹仟贰佰叁拾肆元伍角整”；须小于 10^16，否则为空值。',
    },
    signatures: [{ params: [number('amount', '金额')], result: 'text' }],
    js: ([value]) => {
      if (!(value instanceof Decimal)) return null;
      const rounded = roundTo(value, 2, Decimal.ROUND_HALF_UP);
      const [yuan = '', cents = ''] = rounded.abs().toFixed(2).split('.');
      if (yuan.length > UNITS.length) return null;
      if (rounded.isZero()) return '零元整';
      return (rounded.lt(0) ? '负' : '') + (yuan === '0' ? '' : yuanInWords(yuan)) + centsInWords(yuan, cents);
    },
    sql: (call) =>
      call.letting([`round(${call.arg(0)}, 2)`], (rounded) =>
        call.letting([rounded as string, `trunc(abs(${rounded}))::text`, `right(abs(${rounded})::text, 2)`], (value, yuan, cents) => {
          const raw = `(SELECT string_agg(substr('${NUMERALS}', d.c::int + 1, 1) || (ARRAY[${UNITS.map((unit) => `'${unit}'`).join(', ')}])[char_length(${yuan}) - d.n::int + 1], '' ORDER BY d.n) FROM unnest(string_to_array(${yuan}, NULL)) WITH ORDINALITY AS d(c, n))`;
          const words = SIMPLER.reduce((so, [pattern, replacement]) => `regexp_replace(${so}, '${pattern}', '${replacement}', 'g')`, raw);
          const digit = (at: number): string => `substr('${NUMERALS}', substr(${cents}, ${at}, 1)::int + 1, 1)`;
          const tail =
            `CASE WHEN ${cents} = '00' THEN '整' WHEN right(${cents}, 1) = '0' THEN ${digit(1)} || '角整' ` +
            `WHEN left(${cents}, 1) = '0' THEN CASE WHEN ${yuan} = '0' THEN '' ELSE '零' END || ${digit(2)} || '分' ELSE ${digit(1)} || '角' || ${digit(2)} || '分' END`;
          return `CASE WHEN ${value} = 0 THEN '零元整' WHEN char_length(${yuan}) <= ${UNITS.length} THEN CASE WHEN ${value} < 0 THEN '负' ELSE '' END || CASE WHEN ${yuan} = '0' THEN '' ELSE ${words} END || ${tail} END`;
        })),
  },
];

const numeral = (digit: string): string => NUMERALS.charAt(Number(digit));

function yuanInWords(yuan: string): string {
  const raw = Array.from(yuan, (digit, at) => numeral(digit) + (UNITS[yuan.length - at - 1] as string)).join('');
  return SIMPLER.reduce((so, [pattern, replacement]) => so.replace(new RegExp(pattern, 'g'), replacement), raw);
}

function centsInWords(yuan: string, cents: string): string {
  const [jiao, fen] = [cents.charAt(0), cents.charAt(1)];
  if (cents === '00') return '整';
  if (fen === '0') return `${numeral(jiao)}角整`;
  return (jiao === '0' ? (yuan === '0' ? '' : '零') : `${numeral(jiao)}角`) + `${numeral(fen)}分`;
}
