/**
 * Random well-typed formulas as source text, and random rows for them to be evaluated on, for tests that
 * compare back ends. Every function and operator occurs; values favour the edges where two
 * implementations part.
 */

import fc from 'fast-check';
import type { FormulaScope, FormulaType, FormulaValue, ScalarType } from '../formula-type.ts';

/** `v0` and `v1` are also what the SQL back end calls its own columns. */
export const arbitraryScope: FormulaScope = {
  names: {
    v0: 'number', v1: 'number', price: 'number', rate: 'number', t0: 'text', t1: 'text', t2: 'text', b0: 'boolean', b1: 'boolean',
    d0: 'date', d1: 'date', m0: 'datetime', m1: 'datetime', nothing: 'null',
  },
};

export interface ArbitraryRow {
  readonly values: Readonly<Record<string, FormulaValue>>;
  readonly now: string;
  readonly timeZone: string;
  readonly me: string | null;
}

type Formulas = Record<ScalarType, fc.Arbitrary<string>>;

const namesOf = (type: FormulaType): string[] => Object.keys(arbitraryScope.names).filter((name) => arbitraryScope.names[name] === type);

const numberText = fc.oneof(
  fc.constantFrom('0', '1', '2', '10', '0.5', '0.1', '100', '3', '7', '12', '0.00000000000000000001', '1.005', '2.5', '1000', '20', '21', '4000000'),
  fc.tuple(fc.nat(10_000_000), fc.nat(9999)).map(([whole, part]) => `${whole}.${part}`),
  fc.constantFrom('9999999999999999999999999999', '99999999999999.99999999999999999999', '123456789012345678.123456789'),
);
const signedNumber = fc.tuple(fc.boolean(), numberText).map(([negative, digits]) => (negative && digits !== '0' ? `-${digits}` : digits));

const PIECES = [
  'a', 'B', 'ab', 'é', 'ß', 'İ', 'ı', 'Σ', 'ς', 'я', 'Ж', 'ａ', 'Ｚ', '客户', '订单', '𝒳', '😀', '\u3000', ' ', '\t', '\n', '\u00a0', '0', '12', '-3.50',
  '.5', '2024-02-29', '2023-02-29', '1e5', "'", '"', '\\', '%', '_', '$&', 'e\u0301', '\uffee', '\ufb01', 'Ǆ', 'ა', '\ud7ff', '\ue000',
];
const anyText = fc.oneof(
  { weight: 50, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join('')) },
  { weight: 20, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 10, arbitrary: fc.constantFrom('', '2024-12-31', '0001-01-01', '9999-12-31', '0000-01-01', '2024-13-01', ' 42 ', '+7', '0009', 'abcabcabc') },
  { weight: 1, arbitrary: fc.constantFrom('a'.repeat(50_000), 'a'.repeat(60_000)) },
  { weight: 10, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\0', '')) },
);

const two = (value: number): string => String(value).padStart(2, '0');
const anyDate = fc.oneof(
  fc.constantFrom('2024-02-29', '2023-12-31', '2024-01-31', '2024-05-31', '1999-03-31', '1970-01-01', '0001-01-01', '9999-12-31', '1900-03-01', '2024-01-01'),
  fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`),
  fc.tuple(fc.integer({ min: 2020, max: 2030 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`),
);
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }), fc.constantFrom('', '.5', '.123', '.123456', '.999999'))
  .map(([hour, minute, second, fraction]) => `${two(hour)}:${two(minute)}:${two(second)}${fraction}`);
const anyInstant = fc.oneof(
  fc.tuple(anyDate, anyTime).map(([day, time]) => `${day}T${time}Z`),
  // Parts of a millisecond, and days that a time zone moves out of the calendar.
  fc.constantFrom('2024-05-05T10:00:00.123Z', '2024-05-05T10:00:00.123456Z', '2024-05-05T10:00:00.123999Z', '0001-01-01T00:30:00Z', '9999-12-31T23:30:00Z'),
  // Around changes of the clock: New York, Berlin, Lord Howe, Shanghai 1991, Apia's skipped day, Moscow 2014.
  fc.constantFrom(
    '2024-03-10T06:59:59.999Z', '2024-03-10T07:00:00Z', '2024-11-03T05:30:00Z', '2024-11-03T06:30:00Z', '2024-02-10T07:30:00Z', '2024-03-31T00:59:59Z',
    '2024-03-31T01:00:00Z', '2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', '2024-04-06T14:45:00Z', '2024-04-06T15:15:00Z', '2024-10-05T15:20:00Z', '1991-04-13T18:30:00Z',
    '2011-12-30T09:30:00Z', '2011-12-30T10:30:00Z', '2014-10-25T22:30:00Z', '1900-12-31T15:54:16Z', '1883-11-18T17:00:00Z',
  ),
);
export const timeZones = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'Europe/Moscow', 'America/Sao_Paulo'];

const orBlank = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 6, nil: null });
const values: Record<ScalarType | 'null', fc.Arbitrary<FormulaValue>> = {
  number: orBlank(signedNumber),
  text: orBlank(anyText),
  boolean: orBlank(fc.boolean()),
  date: orBlank(anyDate),
  datetime: orBlank(anyInstant),
  null: fc.constant(null),
};

export const arbitraryRow: fc.Arbitrary<ArbitraryRow> = fc.record({
  values: fc.record(Object.fromEntries(Object.entries(arbitraryScope.names).map(([name, type]) => [name, values[type as ScalarType]]))),
  now: anyInstant,
  timeZone: fc.constantFrom(...timeZones),
  me: orBlank(fc.constantFrom('a', '0190a1b2-0000-7000-8000-000000000001')),
});

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const call = (name: string, ...args: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...args).map((parts) => `${name}(${parts.join(', ')})`);
const many = (name: string, arg: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.array(arg, { minLength: 1, maxLength: 4 }).map((args) => `${name}(${args.join(', ')})`);
const binary = (left: fc.Arbitrary<string>, signs: string[], right: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(left, fc.constantFrom(...signs), right).map(([a, sign, b]) => `(${a} ${sign} ${b})`);
const optional = (...calls: fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.oneof(...calls);
const option = (...choices: string[]): fc.Arbitrary<string> => fc.constantFrom(...choices.map(quote));

const DAY_UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const CLOCK_UNITS = ['hour', 'minute', 'second'];

const leaves: Formulas = {
  number: fc.oneof(fc.constantFrom(...namesOf('number')), signedNumber, fc.constantFrom('1', '2', '0', '-1', '12')),
  text: fc.oneof(fc.constantFrom(...namesOf('text')), anyText.filter((text) => text.length < 100).map(quote), fc.constant('ME()')),
  boolean: fc.constantFrom(...namesOf('boolean'), 'TRUE', 'FALSE'),
  date: fc.constantFrom(...namesOf('date'), 'TODAY()'),
  datetime: fc.constantFrom(...namesOf('datetime'), 'NOW()'),
};

const names: Formulas = {
  number: fc.constantFrom(...namesOf('number')),
  text: fc.constantFrom(...namesOf('text')),
  boolean: fc.constantFrom(...namesOf('boolean')),
  date: fc.constantFrom(...namesOf('date')),
  datetime: fc.constantFrom(...namesOf('datetime')),
};

/** Formulas nested `depth` levels at most. */
function formulasOf(depth: number, leaves: Formulas): Formulas {
  if (depth === 0) return leaves;
  const below = formulasOf(depth - 1, leaves);
  const a: Formulas = Object.fromEntries(
    Object.entries(below).map(([type, formula]) => [type, fc.oneof({ weight: 4, arbitrary: leaves[type as keyof Formulas] }, { weight: 12, arbitrary: formula }, { weight: 1, arbitrary: fc.constantFrom('BLANK()', 'nothing') })]),
  ) as Formulas;
  const day = fc.oneof(a.date, a.datetime);
  const anything = fc.oneof(a.number, a.text, a.boolean, a.date, a.datetime);
  const chosen = (of: fc.Arbitrary<string>): fc.Arbitrary<string>[] => [
    optional(call('IF', a.boolean, of), call('IF', a.boolean, of, of)),
    optional(call('IFS', a.boolean, of), call('IFS', a.boolean, of, a.boolean, of)),
    fc.oneof(...[a.number, a.text, a.boolean, a.date, a.datetime].map((subject) => optional(call('SWITCH', subject, subject, of), call('SWITCH', subject, subject, of, subject, of, of)))),
    many('COALESCE', of),
  ];
  const extremes = (of: fc.Arbitrary<string>): fc.Arbitrary<string>[] => [many('MIN', of), many('MAX', of)];
  const compared = (of: fc.Arbitrary<string>): fc.Arbitrary<string> => binary(of, ['=', '<>', '<', '<=', '>', '>='], of);

  return {
    number: fc.oneof(
      binary(a.number, ['+', '-', '*', '/'], a.number),
      binary(a.number, ['+', '-', '*', '/'], a.number),
      binary(a.number, ['/'], a.number),
      binary(a.number, ['^'], fc.oneof(a.number, fc.integer({ min: -40, max: 40 }).map(String))),
      binary(a.date, ['-'], a.date),
      a.number.map((operand) => `(-(${operand}))`),
      a.number.map((operand) => `((${operand})%)`),
      ...chosen(a.number), ...extremes(a.number), many('SUM', a.number), many('AVERAGE', a.number),
      ...['ROUND', 'ROUNDUP', 'ROUNDDOWN'].flatMap((name) => [call(name, a.number), call(name, a.number, fc.oneof(a.number, fc.integer({ min: -22, max: 22 }).map(String)))]),
      ...['ABS', 'SIGN', 'INT', 'SQRT'].map((name) => call(name, a.number)),
      call('MOD', a.number, a.number), call('POWER', a.number, a.number),
      call('LEN', a.text), call('VALUE', a.text),
      ...['YEAR', 'MONTH', 'DAY', 'WEEKDAY'].map((name) => call(name, day)),
      call('WEEKDAY', day, fc.oneof(fc.constantFrom('1', '2', '3', '4'), a.number)),
      call('HOUR', a.datetime), call('MINUTE', a.datetime), call('DAYS', day, day),
      call('DATEDIF', day, day, option(...DAY_UNITS, 'Month')), call('DATEDIF', a.datetime, a.datetime, option(...CLOCK_UNITS)),
    ),
    text: fc.oneof(
      binary(anything, ['&'], anything), many('CONCAT', anything),
      ...chosen(a.text),
      ...['LEFT', 'RIGHT'].flatMap((name) => [call(name, a.text), call(name, a.text, a.number)]),
      call('MID', a.text, a.number, a.number),
      ...['UPPER', 'LOWER', 'TRIM'].map((name) => call(name, a.text)),
      call('SUBSTITUTE', a.text, a.text, a.text),
      call('TEXT', anything),
      call('TEXT', a.number, option('0', '0.00', '#,##0', '#,##0.00', '0.0%', '#,##0%', '0.00000000000000000000')),
      call('TEXT', a.date, option('yyyy-mm-dd', 'yyyy年m月d日', 'd/m/yyyy', 'mm', 'dd.mm.yyyy')),
      call('TEXT', a.datetime, option('yyyy-mm-dd hh:mm', 'yyyy年m月d日 hh:mm:ss', 'hh时mm分ss秒', 'mm/dd hh:mm')),
    ),
    boolean: fc.oneof(
      ...[a.number, a.text, a.date, a.datetime].map(compared),
      binary(a.boolean, ['=', '<>'], a.boolean),
      many('AND', a.boolean), many('OR', a.boolean), call('NOT', a.boolean), call('ISBLANK', anything),
      ...chosen(a.boolean),
      ...['CONTAINS', 'STARTSWITH', 'ENDSWITH'].map((name) => call(name, a.text, a.text)),
    ),
    date: fc.oneof(
      binary(a.date, ['+', '-'], a.number), binary(a.number, ['+'], a.date),
      ...chosen(a.date), ...extremes(a.date),
      call('DATE', fc.oneof(a.number, fc.integer({ min: -5, max: 10_050 }).map(String)), fc.oneof(a.number, fc.integer({ min: -30, max: 30 }).map(String)), fc.oneof(a.number, fc.integer({ min: -60, max: 60 }).map(String))),
      call('DATEVALUE', a.text), call('DATEVALUE', a.datetime),
      call('DATEADD', a.date, fc.oneof(a.number, fc.integer({ min: -50, max: 50 }).map(String)), option(...DAY_UNITS)),
    ),
    datetime: fc.oneof(
      ...chosen(a.datetime), ...extremes(a.datetime),
      call('DATEADD', a.datetime, fc.oneof(a.number, fc.integer({ min: -50, max: 50 }).map(String)), option(...DAY_UNITS, ...CLOCK_UNITS)),
      call('DATEADD', a.datetime, fc.integer({ min: -400, max: 400 }).map(String), option(...DAY_UNITS, ...CLOCK_UNITS)),
    ),
  };
}

const anyOf = ({ number, text, boolean, date, datetime }: Formulas): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: number }, { weight: 3, arbitrary: text }, { weight: 2, arbitrary: boolean }, { weight: 1, arbitrary: date }, { weight: 1, arbitrary: datetime });

/** Of any type and nested up to four levels; a few mix types that no signature takes. */
export const arbitraryFormula: fc.Arbitrary<string> = fc.oneof(...[1, 1, 2, 4].map((depth) => anyOf(formulasOf(depth, leaves))));

/** One function or sign, mostly on names: for evaluation on many rows. */
export const arbitraryCall: fc.Arbitrary<string> = anyOf(formulasOf(1, names));
