/**
 * Pieces of SQL that several functions share. Each uses its argument once and raises no error: a bound
 * that is exceeded turns into null through greatest/least, which skip nulls, and nullif.
 */

import type { FormulaType } from '../formula-type.ts';
import { INEXACT_SCALE, MAX_TEXT_LENGTH, NUMBER_LIMIT, SCALE } from '../limits.ts';
import { MAX_DAY, MIN_DAY } from '../values/calendar.ts';
import { BLANKS, CASED_BLOCKS } from '../values/text.ts';
import type { SqlContext } from './sql-context.ts';

export const SQL_TYPES: Readonly<Record<FormulaType, string>> = {
  text: 'text', number: 'numeric', boolean: 'boolean', date: 'date', datetime: 'timestamptz', null: 'text',
  textList: 'text[]', numberList: 'numeric[]', booleanList: 'boolean[]', dateList: 'date[]', datetimeList: 'timestamptz[]',
};

/** The value when it lies strictly between the two bounds, else null; null stays null. */
export const between = (sql: string, low: string, high: string): string =>
  `nullif(nullif(least(greatest(${sql}, ${low}), ${high}), ${high}), ${low})`;

/** Every item of an array through an expression, in order. */
export const mapItemsSql = (array: string, body: (item: string) => string): string =>
  `ARRAY(SELECT ${body('i.v')} FROM unnest(${array}) WITH ORDINALITY AS i(v, n) ORDER BY i.n)`;

// ---- numbers --------------------------------------------------------------------------------------

export const boundedSql = (sql: string): string => between(sql, `-${NUMBER_LIMIT}`, NUMBER_LIMIT);

export const settledSql = (sql: string): string => boundedSql(`round(${sql}, ${SCALE})`);

/** See `inexact` of the JavaScript side. */
export const inexactSql = (sql: string): string => boundedSql(`round(round(${sql}, 35), ${INEXACT_SCALE})`);

/**
 * a ÷ b, rounded once: the integer quotient at one digit more than is kept decides the rounding. Plain
 * numeric division rounds to a scale of its own first.
 */
export const quotientSql = (a: string, b: string): string =>
  settledSql(`div(${a} * 1e${SCALE + 1}, nullif(${b}, 0)) * 1e-${SCALE + 1}`);

/** The whole part as int, or null outside ±limit. */
export const wholeSql = (sql: string, limit: number): string => `${between(`trunc(${sql})`, `${-limit - 1}`, `${limit + 1}`)}::int`;

/** The whole part as int, at least `least`, which also stands for null. */
export const wholeFromSql = (sql: string, least: number, most: number): string => `least(greatest(trunc(${sql}), ${least}), ${most})::int`;

export const canonicalNumberSql = (sql: string): string => `trim_scale(${sql})`;

// ---- texts ----------------------------------------------------------------------------------------

export const limitedSql = (sql: string): string => `left(${sql}, ${MAX_TEXT_LENGTH})`;

/** Comparisons are by code point, also of literals and of what other functions return. */
export const plain = (sql: string): string => `(${sql} COLLATE "C")`;

const escaped = (point: number): string => `\\u${point.toString(16).padStart(4, '0')}`;
const blanks = [...BLANKS].map((char) => escaped(char.charCodeAt(0))).join('');
export const trimmedSql = (sql: string): string => `btrim(${sql}, E'${blanks}')`;

/** A pattern for the letters of UPPER and LOWER that are not ASCII. */
export const CASED_BEYOND_ASCII = `E'[${CASED_BLOCKS.map(([first, last]) => `${escaped(Math.max(first, 0x80))}-${escaped(last)}`).join('')}]'`;

/** Null stays null. */
export function textSql(sql: string, type: FormulaType, context: SqlContext): string {
  switch (type) {
    case 'number':
      return `(${canonicalNumberSql(sql)})::text`;
    case 'boolean':
      return `upper((${sql})::text COLLATE "C")`;
    case 'date':
      return `to_char((${sql})::timestamp, 'YYYY-MM-DD')`;
    case 'datetime':
      return `to_char(${localSql(sql, context)}, 'YYYY-MM-DD HH24:MI:SS')`;
    default:
      return sql;
  }
}

// ---- times ----------------------------------------------------------------------------------------

export const EPOCH_DAY = `date '1970-01-01'`;

/** Days since 1970-01-01 to a date of years 1 to 9999, or null. */
export const dateOfDaysSql = (days: string): string => `(${EPOCH_DAY} + ${between(days, String(MIN_DAY - 1), String(MAX_DAY + 1))})`;

export const addDaysSql = (date: string, days: string): string => dateOfDaysSql(`(${date} - ${EPOCH_DAY} + ${days})`);

/** Null outside years 1 to 9999 UTC. */
export const instantWithinSql = (sql: string): string =>
  between(sql, `timestamptz '0001-12-31 23:59:59.999+00 BC'`, `timestamptz '10000-01-01 00:00:00+00'`);

/** The wall clock, as timestamp. */
export const localSql = (sql: string, context: SqlContext): string => `(${sql} AT TIME ZONE ${context.timeZone()})`;

/** The day of a date or datetime. */
export const daySql = (sql: string, type: FormulaType, context: SqlContext): string =>
  type === 'datetime' ? dateOfDaysSql(`(${localSql(sql, context)}::date - ${EPOCH_DAY})`) : sql;

/** Cut, not rounded, to the millisecond; through UTC, because the form that takes a timestamptz is not immutable. */
export const toMillisecondSql = (sql: string): string => `(date_trunc('milliseconds', ${sql} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')`;
