/**
 * Between texts and other values: TEXT, VALUE, DATEVALUE, and the plain text that & and CONCAT use. A
 * format is a literal, so that the checker knows it and Postgres gets a pattern of our own making.
 */

import { Decimal } from 'decimal.js';
import type { FormulaType } from '../formula-type.ts';
import { boundedSql, daySql, localSql, plain, textSql, trimmedSql, SQL_TYPES } from '../sql/expressions.ts';
import { civilOf, clockText, dayText, dayWithin, parseDay, two, yearText, type Civil } from '../values/calendar.ts';
import { canonicalNumber, Exact, roundTo, settled } from '../values/number.ts';
import { trimmed } from '../values/text.ts';
import { localTime, ZONES } from '../values/time-zone.ts';
import type { Scalar } from '../values/value.ts';
import { anything, date, datetime, number, text, type FunctionSpec, type SqlCall, type TextOption } from './function-spec.ts';

/** Blank stays blank. */
export function plainTextOf(value: Scalar, type: FormulaType, timeZone: string): string | null {
  if (value === null) return null;
  if (value instanceof Decimal) return canonicalNumber(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  if (type === 'date') return dayText(value);
  const local = localTime(value, timeZone);
  return local && `${dayText(local.day)} ${clockText(local.ms)}`;
}

const numberFormat: TextOption = {
  expected: { en: 'a format like "0", "0.00", "#,##0.00" or "0.0%"', 'zh-CN': '格式，如“0”“0.00”“#,##0.00”或“0.0%”' },
  choices: ['0', '0.00', '#,##0', '#,##0.00', '0%', '0.0%'],
  accepts: (written) => parseNumberFormat(written) !== null,
};
const dateFormat: TextOption = {
  expected: { en: 'a format of yyyy, mm, m, dd, d, like "yyyy-mm-dd"', 'zh-CN': '由 yyyy、mm、m、dd、d 组成的格式，如“yyyy年m月d日”' },
  choices: ['yyyy-mm-dd', 'yyyy年m月d日', 'd/m/yyyy', 'dd.mm.yyyy', 'yyyy-mm'],
  accepts: (written) => parseDateFormat(written, 'date') !== null,
};
const datetimeFormat: TextOption = {
  expected: { en: 'a format like "yyyy-mm-dd hh:mm"', 'zh-CN': '格式，如“yyyy-mm-dd hh:mm”' },
  choices: ['yyyy-mm-dd hh:mm', 'yyyy年m月d日 hh:mm:ss', 'hh:mm', 'hh时mm分ss秒', 'mm/dd hh:mm'],
  accepts: (written) => parseDateFormat(written, 'datetime') !== null,
};

const zone: TextOption = {
  expected: { en: 'a time zone like "Asia/Shanghai"', 'zh-CN': '时区，如“Asia/Shanghai”' },
  choices: ZONES,
  accepts: (written) => ZONES.includes(zoneNamed(written)),
};

/** The spelling that every Postgres knows. */
function zoneNamed(written: string): string {
  const wanted = written.toLowerCase();
  return ZONES.find((name) => name.toLowerCase() === wanted) ?? '';
}

export const textFormatFunctions: readonly FunctionSpec[] = [
  {
    name: 'TEXT',
    doc: {
      en: 'A value as text, e.g. TEXT(amount, "#,##0.00") or TEXT(due, "yyyy-mm-dd"); of a moment also in another time zone.',
      'zh-CN': '把值转为文本，如 TEXT(amount, "#,##0.00")、TEXT(due, "yyyy年m月d日")；日期时间还可指定时区。',
    },
    signatures: [
      { params: [anything('value', '值')], result: 'text' },
      { params: [number('number', '数值'), text('format', '格式', { option: numberFormat })], result: 'text' },
      { params: [date('date', '日期'), text('format', '格式', { option: dateFormat })], result: 'text' },
      { params: [datetime('time', '日期时间'), text('format', '格式', { option: datetimeFormat }), text('zone', '时区', { optional: true, option: zone })], result: 'text' },
    ],
    js: ([value, format, written], call) => {
      const type = call.argTypes[0] as FormulaType;
      if (value === null || value === undefined) return null;
      if (typeof format !== 'string') return plainTextOf(value as Scalar, type, call.timeZone);
      if (value instanceof Decimal) return formatNumber(value, format);
      return formatTime(value as number, type, format, typeof written === 'string' ? zoneNamed(written) : call.timeZone);
    },
    sql: (call) => {
      const type = call.argTypes[0] as FormulaType;
      const format = call.literal(1);
      if (format === undefined) return textSql(call.arg(0), type, call);
      return type === 'number' ? formatNumberSql(call, format) : formatTimeSql(call, type as 'date' | 'datetime', format);
    },
  },
  {
    name: 'VALUE',
    doc: { en: 'The number that a text like "-12.5" spells; else blank.', 'zh-CN': '把“-12.5”这样的文本转为数字，无法识别时为空值。' },
    signatures: [{ params: [text('text', '文本')], result: 'number' }],
    js: ([value]) => {
      const written = typeof value === 'string' ? trimmed(value) : '';
      return NUMBER.test(written) ? settled(new Exact(written)) : null;
    },
    sql: (call) =>
      call.letting([plain(trimmedSql(call.arg(0)))], (written) =>
        `CASE WHEN ${written} ~ '${NUMBER.source}' THEN ${boundedSql(`round(${written}::numeric, 20)`)} END`),
  },
  {
    name: 'DATEVALUE',
    doc: {
      en: 'The date that a text like "2024-05-31" spells, or the day of a date with time; else blank.',
      'zh-CN': '取“2024-05-31”这样的文本或日期时间中的日期，无法识别时为空值。',
    },
    signatures: [
      { params: [text('text', '文本')], result: 'date' },
      { params: [datetime('time', '日期时间')], result: 'date' },
    ],
    js: ([value], call) => {
      if (typeof value === 'string') return parseDay(trimmed(value));
      if (typeof value !== 'number') return null;
      const local = localTime(value, call.timeZone);
      return local && dayWithin(local.day);
    },
    sql: (call) => {
      if (call.argTypes[0] === 'datetime') return daySql(call.arg(0), 'datetime', call);
      return dayOfTextSql(call, call.arg(0));
    },
  },
];

/** The date a text spells, or null. */
export const dayOfTextSql = (call: SqlCall, text: string): string =>
  call.letting(
    [
      call.letting([plain(trimmedSql(text))], (written) =>
        `CASE WHEN ${written} ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' AND ${written} >= '0001' THEN ${written} END`),
    ],
    (written) => {
      const first = `make_date(left(${written}, 4)::int, substr(${written}, 6, 2)::int, 1)`;
      const day = `right(${written}, 2)::int`;
      return `CASE WHEN ${first} + ${day} - 1 < (${first} + interval '1 month')::date THEN ${first} + ${day} - 1 END`;
    },
  );

export const NUMBER = /^[+-]?([0-9]{1,28}([.][0-9]{1,40})?|[.][0-9]{1,40})$/;

// ---- number formats -------------------------------------------------------------------------------

interface NumberFormat {
  readonly grouped: boolean;
  readonly digits: number;
  readonly percent: boolean;
}

function parseNumberFormat(format: string): NumberFormat | null {
  const match = /^(#,##)?0(?:\.(0{1,20}))?(%)?$/.exec(format);
  return match && { grouped: match[1] !== undefined, digits: match[2]?.length ?? 0, percent: match[3] !== undefined };
}

function formatNumber(value: Decimal, written: string): string | null {
  const format = parseNumberFormat(written);
  if (!format) return null;
  const shown = roundTo(format.percent ? value.times(100) : value, format.digits, Decimal.ROUND_HALF_UP);
  const plainDigits = shown.toFixed(format.digits);
  const digits = format.grouped ? plainDigits.replace(/\d(?=(\d{3})+(\.|$))/g, '$&,') : plainDigits;
  return `${digits}${format.percent ? '%' : ''}`;
}

function formatNumberSql(call: SqlCall, written: string): string {
  const format = parseNumberFormat(written) as NumberFormat;
  const shown = `round(${call.arg(0)}${format.percent ? ' * 100' : ''}, ${format.digits})`;
  const pattern = `FM${'999,'.repeat(15)}990${format.digits > 0 ? `.${'0'.repeat(format.digits)}` : ''}`;
  const digits = format.grouped ? `to_char(${shown}, '${pattern}')` : `${shown}::text`;
  return format.percent ? `(${digits} || '%')` : `(${digits})`;
}

// ---- date formats ---------------------------------------------------------------------------------

interface TimePiece {
  /** Of Postgres's to_char. */
  readonly pattern: string;
  readonly write: (civil: Civil, ms: number) => string;
}

const PIECES: Readonly<Record<string, TimePiece>> = {
  yyyy: { pattern: 'YYYY', write: ({ year }) => yearText(year) },
  mm: { pattern: 'MM', write: ({ month }) => two(month) },
  m: { pattern: 'FMMM', write: ({ month }) => String(month) },
  dd: { pattern: 'DD', write: ({ day }) => two(day) },
  d: { pattern: 'FMDD', write: ({ day }) => String(day) },
  hh: { pattern: 'HH24', write: (_, ms) => two(Math.floor(ms / 3_600_000)) },
  minutes: { pattern: 'MI', write: (_, ms) => two(Math.floor(ms / 60_000) % 60) },
  ss: { pattern: 'SS', write: (_, ms) => two(Math.floor(ms / 1000) % 60) },
};
const separator = (char: string): TimePiece => ({ pattern: `"${char}"`, write: () => char });

/** As in spreadsheets, mm after hh means minutes. */
function parseDateFormat(format: string, type: 'date' | 'datetime'): TimePiece[] | null {
  const pieces: TimePiece[] = [];
  let afterHours = false;
  for (let at = 0; at < format.length; ) {
    const token = /^(?:yyyy|mm?|dd?|hh|ss)/i.exec(format.slice(at))?.[0].toLowerCase();
    const char = format.charAt(at);
    if (token === undefined) {
      if (!/[-/.:, 年月日时分秒号]/.test(char)) return null;
      pieces.push(separator(char));
      at += 1;
      continue;
    }
    if (type === 'date' && (token === 'hh' || token === 'ss')) return null;
    pieces.push(PIECES[token === 'mm' && afterHours ? 'minutes' : token] as TimePiece);
    if (token === 'hh') afterHours = true;
    else if (token === 'mm') afterHours = false;
    at += token.length;
  }
  return pieces.length > 0 && format.length <= 40 ? pieces : null;
}

function formatTime(value: number, type: FormulaType, format: string, timeZone: string): string | null {
  const pieces = parseDateFormat(format, type as 'date' | 'datetime');
  const local = type === 'date' ? { day: value, ms: 0 } : localTime(value, timeZone);
  if (!pieces || !local) return null;
  const civil = civilOf(local.day);
  return pieces.map((piece) => piece.write(civil, local.ms)).join('');
}

function formatTimeSql(call: SqlCall, type: 'date' | 'datetime', format: string): string {
  const pattern = (parseDateFormat(format, type) as TimePiece[]).map((piece) => piece.pattern).join('');
  const written = call.literal(2);
  const where = written === undefined ? call : { ...call, timeZone: () => `'${zoneNamed(written)}'::text` };
  const local = type === 'date' ? `(${call.arg(0)})::timestamp` : localSql(call.arg(0), where);
  return `to_char(${local}, ${call.bind(pattern, SQL_TYPES.text)})`;
}
