/**
 * Random well-typed formulas as source text, and random rows for them to be evaluated on, for tests that
 * compare back ends. Made from the signatures of all functions and operators, so that none can be forgotten;
 * values favour the edges where two implementations part.
 */

import fc from 'fast-check';
import { isListType, itemType, listOf, VALUE_TYPES, type FormulaScope, type FormulaType, type FormulaValue, type ListType, type ScalarType, type ScalarValue } from '../formula-type.ts';
import type { FunctionSpec, Param, Signature } from '../functions/function-spec.ts';
import { listSpecs } from '../functions/registry.ts';

/** `v0` and `v1` are also what the SQL back end calls its own columns. */
export const arbitraryScope: FormulaScope = {
  names: {
    v0: 'number', v1: 'number', price: 'number', rate: 'number', t0: 'text', t1: 'text', t2: 'text', b0: 'boolean', b1: 'boolean',
    d0: 'date', d1: 'date', m0: 'datetime', m1: 'datetime', nothing: 'null',
    vl: 'numberList', wl: 'numberList', tl: 'textList', ul: 'textList', bl: 'booleanList', dl: 'dateList', ml: 'datetimeList', 'lines.amount': 'numberList', '[order:account].note': 'textList',
  },
};

export interface ArbitraryRow {
  readonly values: Readonly<Record<string, FormulaValue>>;
  readonly now: string;
  readonly timeZone: string;
  readonly me: string | null;
  readonly departments: readonly string[];
}

type Formulas = Readonly<Record<ScalarType | ListType, fc.Arbitrary<string>>>;

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
  {
    weight: 14,
    arbitrary: fc.constantFrom(
      '11010519491231002X', '11010519491231002x', '110105194912310021', '110105491231002', '44030020001332999X', '91350100M000100Y43', '91350100M000100Y44', '13800138000', '+8613912345678',
      'a.b@c.de', 'z@x', '08:30', '8:05', '23:59:59', '24:00', '2024-05-31 08:30', '2024-03-31T02:30:15', 'FF', 'ff0', '1010', 'https://x.cn/a?b=1', 'John  Smith', "don't stop", 'a,b,,c', '，', ',', '×', '张三', '欧阳 娜娜',
    ),
  },
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
const values: Record<ScalarType | 'null', fc.Arbitrary<ScalarValue>> = {
  number: orBlank(signedNumber),
  text: orBlank(anyText),
  boolean: orBlank(fc.boolean()),
  date: orBlank(anyDate),
  datetime: orBlank(anyInstant),
  null: fc.constant(null),
};

const valueOf = (type: FormulaType): fc.Arbitrary<FormulaValue> =>
  isListType(type) ? fc.array(values[itemType(type)].filter((item) => typeof item !== 'string' || item.length < 1000), { maxLength: 5 }) : values[type];

export const arbitraryRow: fc.Arbitrary<ArbitraryRow> = fc.record({
  values: fc.record(Object.fromEntries(Object.entries(arbitraryScope.names).map(([name, type]) => [name, valueOf(type)]))),
  now: anyInstant,
  timeZone: fc.constantFrom(...timeZones),
  me: orBlank(fc.constantFrom('a', '0190a1b2-0000-7000-8000-000000000001')),
  departments: fc.array(fc.constantFrom('a', 'B', '客户'), { maxLength: 2 }),
});

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const leaves: Formulas = withLists({
  number: fc.oneof(fc.constantFrom(...namesOf('number')), signedNumber, fc.integer({ min: -12, max: 30 }).map(String)),
  text: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...namesOf('text')) }, { weight: 4, arbitrary: anyText.filter((text) => text.length < 100).map(quote) }, { weight: 1, arbitrary: fc.constant('ME()') }),
  boolean: fc.constantFrom(...namesOf('boolean'), 'TRUE', 'FALSE'),
  date: fc.constantFrom(...namesOf('date'), 'TODAY()'),
  datetime: fc.constantFrom(...namesOf('datetime'), 'NOW()'),
});

const names: Formulas = withLists({
  number: fc.constantFrom(...namesOf('number')),
  text: fc.constantFrom(...namesOf('text')),
  boolean: fc.constantFrom(...namesOf('boolean')),
  date: fc.constantFrom(...namesOf('date')),
  datetime: fc.constantFrom(...namesOf('datetime')),
});

function withLists(scalars: Record<ScalarType, fc.Arbitrary<string>>): Formulas {
  const lists = VALUE_TYPES.map((type) => [listOf(type), fc.constantFrom(...namesOf(listOf(type)))] as const);
  return { ...scalars, ...Object.fromEntries(lists) } as Formulas;
}

/** Formulas nested `depth` levels at most. */
function formulasOf(depth: number, leaves: Formulas): Formulas {
  if (depth === 0) return leaves;
  const below = formulasOf(depth - 1, leaves);
  const types = Object.keys(leaves) as (keyof Formulas)[];
  const args = Object.fromEntries(
    types.map((type) => [type, fc.oneof({ weight: 4, arbitrary: leaves[type] }, { weight: 10, arbitrary: below[type] }, { weight: 1, arbitrary: fc.constantFrom('BLANK()', 'nothing') })]),
  ) as unknown as Formulas;
  const calls = new Map<keyof Formulas, fc.Arbitrary<string>[]>(types.map((type) => [type, []]));
  for (const spec of listSpecs()) {
    for (const signature of spec.signatures) {
      for (const [type, written] of callsOf(spec, signature, args)) if (type !== 'null') calls.get(type)?.push(written);
    }
  }
  return Object.fromEntries(types.map((type) => [type, fc.oneof(...(calls.get(type) as fc.Arbitrary<string>[]))])) as unknown as Formulas;
}

/** Every type a signature can result in, with calls of it. */
function callsOf(spec: FunctionSpec, signature: Signature, args: Formulas): [FormulaType, fc.Arbitrary<string>][] {
  const { result } = signature;
  if (typeof result === 'string') return [[result, callOf(spec, signature, args, {})]];
  return typesOf(signature, result.group).map((type) => [result.list === true ? listOf(type) : type, callOf(spec, signature, args, { [result.group]: type })]);
}

/** The types that all params of a group take. */
const typesOf = ({ params, last }: Signature, group: string): ScalarType[] => {
  const members = [...params, ...(last ? [last] : [])].filter((param) => param.group === group);
  return VALUE_TYPES.filter((type) => members.every((param) => param.types.includes(type)));
};

function callOf(spec: FunctionSpec, signature: Signature, args: Formulas, fixed: Readonly<Record<string, ScalarType>>): fc.Arbitrary<string> {
  const groups = [...new Set(signature.params.flatMap((param) => (param.group !== undefined && !(param.group in fixed) ? [param.group] : [])))];
  const chosen = fc.record(Object.fromEntries(groups.map((group) => [group, fc.constantFrom(...typesOf(signature, group))])));
  const { params, repeat = 0, last } = signature;
  const required = params.slice(0, params.length - repeat).filter((param) => param.optional !== true);
  const optional = params.filter((param) => param.optional === true);
  const repeated = params.slice(params.length - repeat);
  return chosen.chain((random) => {
    const types = { ...fixed, ...random };
    const all = (some: readonly Param[]): fc.Arbitrary<string[]> => fc.tuple(...some.map((param) => argumentFor(param, args, types)));
    const again = fc.nat({ max: repeat === 0 ? 0 : 2 }).chain((times) => {
      // A group within one repetition may be of another type in the next.
      const rounds = Array.from({ length: repeat === 0 ? 0 : times + 1 }, () => fc.constantFrom(...VALUE_TYPES).chain((type) => {
        const own = Object.fromEntries(repeated.flatMap((param) => (param.perRepeat === true ? [[param.group as string, type]] : [])));
        return fc.tuple(...repeated.map((param) => argumentFor(param, args, { ...types, ...own })));
      }));
      return fc.tuple(...rounds).map((parts) => parts.flat());
    });
    const some = fc.nat({ max: optional.length }).chain((count) => all(optional.slice(0, count)));
    const trailing = last ? fc.boolean().chain((present) => all(present ? [last] : [])) : fc.constant([]);
    return fc.tuple(repeat === 0 ? all(required) : all(required), some, again, trailing).map((parts) => write(spec.name, parts.flat()));
  });
}

function argumentFor(param: Param, args: Formulas, groups: Readonly<Record<string, ScalarType>>): fc.Arbitrary<string> {
  if (param.option) return fc.constantFrom(...param.option.choices).map(quote);
  const item = param.group === undefined ? fc.constantFrom(...param.types) : fc.constant(groups[param.group] as ScalarType);
  return item.chain((type) => {
    if (param.list === 'only') return args[listOf(type)];
    return param.list === 'also' ? fc.oneof(args[type], args[listOf(type)]) : args[type];
  });
}

function write(callee: string, args: readonly string[]): string {
  if (callee === 'negative') return `(-(${args[0]}))`;
  if (callee === '%') return `((${args[0]})%)`;
  return /^[A-Z]/.test(callee) ? `${callee}(${args.join(', ')})` : `(${args.join(` ${callee} `)})`;
}

/** Every callee as often as any other, whatever its type. */
const anyCall = (depth: number, leaves: Formulas): fc.Arbitrary<string> => {
  const below = formulasOf(depth - 1, leaves);
  return fc.oneof(...listSpecs().map((spec) => fc.oneof(...spec.signatures.flatMap((signature) => callsOf(spec, signature, below).map(([, written]) => written)))));
};

/** Of any type and nested up to four levels. */
export const arbitraryFormula: fc.Arbitrary<string> = fc.oneof(...[1, 1, 2, 3].map((depth) => anyCall(depth, leaves)));

/** One function or sign, mostly on names: for evaluation on many rows. */
export const arbitraryCall: fc.Arbitrary<string> = anyCall(1, names);
