/** Values at which two implementations are likely to part, in all pairs, and formulas that meet both of a pair. */

import { timeZones, type ArbitraryRow } from './arbitrary-formula.ts';

const numbers = [
  null, '0', '1', '-1', '2', '-2', '3', '0.5', '-0.5', '1.5', '2.5', '-2.5', '10', '20', '21', '-20', '0.1', '0.00000000000000000001', '-0.00000000000000000001',
  '0.999999999999', '1000', '12345.6789012345', '9999999999999999999999999999', '-9999999999999999999999999999', '99999999999999.99999999999999999999',
];
const texts = [
  null, '', ' ', 'a', 'A', 'B', 'b', 'ab', 'aab', 'é', 'e\u0301', 'ß', '客户', '订单客户', '\ufb01', '\ue000', '\uffee', '😀', '𝒳😀', ' 12.50\u3000', '-7', '%', '\\', '2024-02-29',
  'a'.repeat(5),
];
const dates = [
  null, '0001-01-01', '0001-01-31', '0004-02-29', '1582-10-10', '1900-02-28', '1969-12-31', '1970-01-01', '1999-12-31', '2000-02-29', '2023-01-31', '2023-02-28', '2023-03-31',
  '2024-01-01', '2024-01-30', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-30', '2024-03-31', '2024-12-31', '2025-02-28', '9999-01-31', '9999-12-01', '9999-12-31',
];
const instants = [
  null, '0001-01-01T00:00:00.000Z', '0001-01-01T12:00:00Z', '1883-11-18T16:59:59Z', '1900-12-31T15:54:16Z', '1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z', '1986-05-03T16:30:00Z',
  '2011-12-29T10:30:00Z', '2011-12-30T10:30:00Z', '2014-10-25T22:30:00Z', '2018-11-04T02:30:00Z', '2024-02-29T23:59:59.999999Z', '2024-03-09T07:30:00Z', '2024-03-10T07:30:00Z', '2024-03-31T00:30:00Z', '2024-03-31T01:30:00Z',
  '2024-04-06T14:45:00Z', '2024-05-31T22:00:00Z', '2024-10-05T15:20:00Z', '2024-10-27T00:30:00Z', '2024-11-03T05:30:00Z', '2024-11-03T06:30:00Z', '9999-12-31T12:00:00Z', '9999-12-31T23:59:59.999Z',
];
const booleans = [null, true, false];

/** Every pair of numbers, of texts, of dates and of datetimes, each pair in one row. */
export function edgeRows(): ArbitraryRow[] {
  return numbers.flatMap((_, i) =>
    numbers.map((_, j) => ({
      values: {
        v0: numbers[i] ?? null, v1: numbers[j] ?? null, price: numbers[(i + 7) % numbers.length] ?? null, rate: '0.15',
        t0: texts[i] ?? null, t1: texts[j] ?? null, t2: texts[(i + j) % (texts.length - 1)] ?? null,
        b0: booleans[i % 3] ?? null, b1: booleans[j % 3] ?? null,
        d0: dates[i] ?? null, d1: dates[j] ?? null, m0: instants[i] ?? null, m1: instants[j] ?? null, nothing: null,
        vl: [numbers[i] ?? null, numbers[j] ?? null, numbers[(i + 3) % numbers.length] ?? null], wl: numbers.slice(0, j % 4), tl: [texts[i] ?? null, texts[j] ?? null], ul: texts.slice(i, i + (j % 4)),
        bl: [booleans[i % 3] ?? null, booleans[j % 3] ?? null].slice(0, (i + j) % 3), dl: [dates[i] ?? null, dates[j] ?? null], ml: [instants[i] ?? null, instants[j] ?? null],
        'lines.amount': [], '[order:account].note': ['x'],
      },
      now: instants[j] ?? '2024-06-01T00:00:00.000Z',
      timeZone: timeZones[(i + j) % timeZones.length] as string,
      me: texts[j] === '' ? null : 'me',
      departments: i % 2 === 0 ? [] : ['a', '客户'],
    })),
  );
}

const DAY_UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const CLOCK_UNITS = ['hour', 'minute', 'second'];
const signs = ['=', '<>', '<', '<=', '>', '>='];

export const edgeFormulas: readonly string[] = [
  ...['+', '-', '*', '/', '^'].map((sign) => `v0 ${sign} v1`),
  ...['v', 't', 'd', 'm'].flatMap((letter) => signs.map((sign) => `${letter}0 ${sign} ${letter}1`)),
  'v0 ^ 2', 'POWER(v0, 9)', 'b0 = b1', 'b0 <> b1', 'AND(b0, b1)', 'OR(b0, b1)', 'NOT(b0)', 'IF(b0, b1)', 'IFS(b0, 1, b1, 2)', '-v0', 'v0%', 'v0 / v1 * v1', '(v0 + v1) / 3', 'v0 + v1 - v0 - v1',
  ...['MOD', 'POWER', 'ROUND', 'ROUNDUP', 'ROUNDDOWN', 'MIN', 'MAX', 'SUM', 'AVERAGE'].map((name) => `${name}(v0, v1)`),
  ...['ABS', 'SIGN', 'INT', 'SQRT', 'ROUND', 'TEXT'].map((name) => `${name}(v0)`),
  'AVERAGE(v0, v1, price)', 'TEXT(v0, "#,##0.00")', 'TEXT(v0, "0%")', 'TEXT(v0 / v1)', 'SWITCH(v0, v1, "same", 0, "zero", "other")', 'COALESCE(v0, v1)',
  't0 & t1', 'v0 & "|" & t0 & "|" & b0 & "|" & d0 & "|" & m0', 'COALESCE(t0, t1)', 'ISBLANK(t0)', 'LEN(t0)', 'UPPER(t0) & LOWER(t0)', 'TRIM(t0)', 'VALUE(t0)', 'DATEVALUE(t0)',
  ...['CONTAINS', 'STARTSWITH', 'ENDSWITH'].map((name) => `${name}(t0, t1)`),
  'SUBSTITUTE(t0, t1, t2)', 'SUBSTITUTE(t0, "a", "bb")', 'SUBSTITUTE(t0, "a", "bbb")', 'LEFT(t0, v1)', 'RIGHT(t0, v1)', 'MID(t0, v1, price)', 'SWITCH(t0, t1, 1, "", 2, 3)',
  'd0 + v1', 'd0 - v1', 'v1 + d0', 'd0 - d1', 'DAYS(d0, m1)', 'DATE(v0, v1, price)', 'DATE(YEAR(d0), MONTH(d1) + 12, DAY(d0))', 'MIN(d0, d1)', 'MAX(m0, m1)',
  'YEAR(m0) * 10000 + MONTH(m0) * 100 + DAY(m0)', 'HOUR(m0) * 100 + MINUTE(m0)', 'WEEKDAY(d0)', 'WEEKDAY(m0, 2)', 'WEEKDAY(d0, v1)', 'TODAY()', 'NOW()', 'DATEVALUE(m0)',
  'TEXT(d0, "yyyy年m月d日")', 'TEXT(m0, "yyyy-mm-dd hh:mm:ss")', 'ME() = "me"',
  ...DAY_UNITS.flatMap((unit) => [`DATEADD(d0, v1, "${unit}")`, `DATEADD(m0, v1, "${unit}")`, `DATEDIF(d0, d1, "${unit}")`, `DATEDIF(m0, m1, "${unit}")`, `DATEDIF(m0, d1, "${unit}")`, `DATEADD(m0, 1, "${unit}")`]),
  'v0 ^ (v1 / 2)', 'POWER(v0, 0.5)', ...['LN', 'LOG10', 'EXP', 'FACT', 'EVEN', 'ODD', 'RMB', 'FORMATDURATION', 'DEC2BIN', 'DEC2HEX', 'CHAR', 'FROMTIMESTAMP', 'CEILING', 'FLOOR', 'TRUNC'].map((name) => `${name}(v0)`),
  ...['LOG', 'QUOTIENT', 'CEILING', 'FLOOR', 'MROUND', 'GCD', 'LCM', 'COMBIN', 'PRODUCT', 'TRUNC', 'STDEV', 'VARP', 'MEDIAN'].map((name) => `${name}(v0, v1)`),
  ...['SUM', 'AVERAGE', 'MIN', 'MAX', 'MEDIAN', 'MODE', 'VAR', 'STDEVP', 'PRODUCT', 'COUNT', 'SORT', 'UNIQUE', 'LARGE'].map((name) => `${name}(vl)`), 'PERCENTILE(vl, v1)', 'SUMPRODUCT(vl, wl)', 'RANK(v0, vl)',
  'COUNTIF(vl, ">", v1)', 'SUMIF(vl, "<=", v0)', 'SUMIFS(vl, tl, "=", t0)', 'FILTER(vl, wl, "<>", v0)', 'INDEX(tl, v1)', 'SLICE(ul, v0, v1)', 'MATCH(t0, ul)', 'JOIN(ul)', 'TEXTJOIN(t0, tl, v0)', 'SORT(tl, "desc")',
  ...['PROPER', 'CLEAN', 'TRIMALL', 'DIGITS', 'INITIALS', 'HALFWIDTH', 'FULLWIDTH', 'LENB', 'CODE', 'ENCODEURL', 'REVERSE', 'MASKNAME', 'MASKEMAIL', 'MASKPHONE'].map((name) => `${name}(t0)`),
  ...['FIND', 'SEARCH', 'TEXTBEFORE', 'TEXTAFTER', 'OCCURRENCES', 'EXACT', 'SPLIT'].map((name) => `${name}(t0, t1)`), 'FIND(t0, t1, v1)', 'REPLACE(t0, v0, v1, t1)', 'REPT(t0, v1)', 'PADLEFT(t0, v1, t1)', 'MASK(t0, v0, v1)',
  ...['WEEKNUM', 'ISOWEEKNUM', 'QUARTER', 'DAYOFYEAR', 'DAYSINMONTH', 'EOMONTH', 'WEEKDAYNAME', 'MONTHNAME', 'AGE'].map((name) => `${name}(d0)`), 'WEEKNUM(d0, 2)', 'AGE(d0, d1)', 'EDATE(d0, v1)', 'EOMONTH(d0, v1)',
  'WORKDAY(d0, v1)', 'WORKDAY(d0, v1, dl)', 'NETWORKDAYS(d0, d1)', 'NETWORKDAYS(d0, d1, dl)', 'NETWORKDAYS(d0, d1, dl, dl)', 'ISWORKDAY(d0, dl)', 'OVERLAPDAYS(d0, d1, d1, d0)', 'DATETIME(d0, "02:30")', 'TIMESTAMP(m0)',
  ...['week', 'month', 'quarter', 'year'].flatMap((unit) => [`STARTOF(d0, "${unit}")`, `ENDOF(m0, "${unit}")`, `ISSAME(d0, m1, "${unit}")`]), 'TEXT(m0, "hh:mm", "America/New_York")', 'SECOND(m0)',
  ...CLOCK_UNITS.flatMap((unit) => [`DATEADD(m0, v1, "${unit}")`, `DATEDIF(m0, m1, "${unit}")`, `DATEADD(m0, -1, "${unit}")`]),
];
