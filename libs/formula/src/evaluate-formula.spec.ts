import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFormula, evaluateFormula, isListType, itemType, type FormulaEnv, type FormulaScope, type FormulaType, type FormulaValue } from './index.ts';
import { arbitraryFormula, arbitraryRow, arbitraryScope } from './testing/arbitrary-formula.ts';

const scope: FormulaScope = {
  names: { n: 'number', m: 'number', t: 'text', b: 'boolean', d: 'date', at: 'datetime', none: 'number', empty: 'text', nobody: 'text' },
};
const values: Record<string, FormulaValue> = { n: '12.50', m: '-3', t: '客户😀', b: true, d: '2024-01-31', at: '2024-03-31T16:30:00Z', none: null, empty: '', nobody: null };
const env: FormulaEnv = { value: (name) => values[name] ?? null, now: '2024-05-31T17:00:00.000Z', timeZone: 'Asia/Shanghai', me: 'm1' };

function evaluate(text: string, more: Partial<FormulaEnv> = {}): FormulaValue {
  const result = checkFormula(text, scope);
  if (!result.ok) throw new Error(`${text}: ${result.problem.map((problem) => problem.message.en).join(' ')}`);
  return evaluateFormula(result.value, { ...env, ...more });
}

describe('evaluateFormula', () => {
  it.each<[string, FormulaValue]>([
    // precedence, as in spreadsheets
    ['1 + 2 * 3', '7'], ['(1 + 2) * 3', '9'], ['10 - 2 - 3', '5'], ['-2 ^ 2', '4'], ['2 ^ 3 ^ 2', '64'], ['50% * 10', '5'], ['1 & 2 + 3', '15'], ['1 + 1 = 2', true], ['2 * 3 & "x" = "6x"', true],
    // exact decimals
    ['0.1 + 0.2', '0.3'], ['n', '12.5'], ['1 / 3', '0.33333333333333333333'], ['2 / 3', '0.66666666666666666667'], ['-2 / 3', '-0.66666666666666666667'], ['1 / 3 * 3', '0.99999999999999999999'],
    ['0.00000000000000000001 * 0.5', '0.00000000000000000001'], ['-0.00000000000000000001 * 0.5', '-0.00000000000000000001'], ['0.00000000000000000001 * 0.4', '0'], ['-0.4 * 0', '0'],
    ['1 / 0', null], ['MOD(5, 0)', null], ['9999999999999999999999999999 + 1', null], ['9999999999999999999999999999 + 1 - 1', '9999999999999999999999999999'], ['10 ^ 27', '1000000000000000000000000000'],
    ['10 ^ 28', null], ['2 ^ -2', '0.25'], ['2 ^ 0.5', '1.414213562373095'], ['(-2) ^ 0.5', null], ['0.00000001 ^ 1.5', '0.000000000001'], ['0.000000000025 ^ 1.5', '0'], ['0 ^ 0', '1'], ['0 ^ -1', null], ['1.01 ^ 360', '35.9496413276849205627'], ['SQRT(2)', '1.4142135623730950488'], ['SQRT(-1)', null],
    ['ROUND(2.5)', '3'], ['ROUND(-2.5)', '-3'], ['ROUND(1.005, 2)', '1.01'], ['ROUND(1250, -2)', '1300'], ['ROUND(1, 21)', null], ['ROUNDUP(1.01)', '2'], ['ROUNDUP(-1.01, 1)', '-1.1'],
    ['ROUNDUP(101, -2)', '200'], ['ROUNDDOWN(-1.99, 1)', '-1.9'], ['INT(-1.5)', '-2'], ['MOD(-3, 2)', '1'], ['MOD(3, -2)', '-1'], ['ABS(m)', '3'], ['SIGN(m)', '-1'],
    // blanks
    ['none + 1', null], ['-none', null], ['none = BLANK()', true], ['none <> 1', true], ['none < 1', false], ['none >= none', false], ['NOT(none < 1)', true], ['nobody & "x"', 'x'], ['nobody = ""', false],
    ['SUM(n, none, m)', '9.5'], ['SUM(none)', '0'], ['AVERAGE(n, none, 0.5)', '6.5'], ['AVERAGE(none)', null], ['MIN(n, none, m)', '-3'], ['MAX(none)', null], ['COALESCE(nobody, empty, "x")', 'x'],
    ['ISBLANK(empty)', true], ['ISBLANK(none)', true], ['ISBLANK(0)', false], ['LEN(nobody)', '0'], ['UPPER(nobody)', null], ['IF(BLANK(), 1, 2)', '2'], ['AND(b, BLANK())', false], ['OR(BLANK(), b)', true],
    // choice
    ['IF(n > 10, "A", "B")', 'A'], ['IF(n > 100, "A")', null], ['IFS(n < 0, 1, n > 0, 2)', '2'], ['IFS(n < 0, 1)', null], ['SWITCH(n, 12.5, "hit", "miss")', 'hit'], ['SWITCH(none, BLANK(), "blank", "other")', 'blank'],
    ['SWITCH(n, 1, "one")', null], ['12.50 = n', true],
    // texts: characters are code points
    ['LEN(t)', '3'], ['LEFT(t, 2)', '客户'], ['RIGHT(t)', '😀'], ['MID(t, 2, 2)', '户😀'], ['MID(t, 0, 1)', '客'], ['LEFT(t, -1)', ''], ['"ﬁ" < "😀"', true], ['"Z" < "a"', true],
    ['UPPER("straße é я ａ")', 'STRAßE É Я Ａ'], ['LOWER("İΑΣ")', 'İασ'], ['TRIM("\u3000 a b\u00a0")', 'a b'], ['CONTAINS(t, "户")', true], ['CONTAINS("abc", "B")', false], ['STARTSWITH(t, "")', true],
    ['ENDSWITH(t, "😀")', true], ['SUBSTITUTE("aaa", "aa", "$&")', '$&a'], ['SUBSTITUTE("abc", "", "x")', 'abc'], ['SUBSTITUTE("abc", "b", nobody)', 'ac'], ['CONCAT(1, TRUE, d, none, "x")', '1TRUE2024-01-31x'],
    ['VALUE(" -12.50 ")', '-12.5'], ['VALUE("1e5")', null], ['VALUE("12,5")', null], ['VALUE("")', null], ['TEXT(1234567.005, "#,##0.00")', '1,234,567.01'], ['TEXT(-0.004, "0.00")', '0.00'],
    ['TEXT(0.1234, "0.0%")', '12.3%'], ['TEXT(n)', '12.5'], ['"x" & n / 4', 'x3.125'], ['TEXT(d, "yyyy年m月d日")', '2024年1月31日'], ['TEXT(at, "mm/dd hh:mm")', '04/01 00:30'], ['TEXT(none, "0")', null],
    // dates, in the time zone
    ['TODAY()', '2024-06-01'], ['NOW()', '2024-05-31T17:00:00.000Z'], ['d + 30', '2024-03-01'], ['d - 31.9', '2023-12-31'], ['DATE(2024, 2, 29) - d', '29'], ['DATE(2024, 13, 1)', '2025-01-01'],
    ['DATE(2024, 1, 0)', '2023-12-31'], ['DATE(0, 1, 1)', null], ['DATE(9999, 12, 32)', null], ['YEAR(at) * 100 + MONTH(at)', '202404'], ['DAY(d)', '31'], ['HOUR(at)', '0'], ['MINUTE(at)', '30'],
    ['WEEKDAY(d)', '4'], ['WEEKDAY(d, 2)', '3'], ['WEEKDAY(d, 3)', '2'], ['DAYS(at, d)', '61'], ['DATEVALUE(at)', '2024-04-01'], ['DATEVALUE("2023-02-29")', null], ['DATEVALUE(" 2024-02-29 ")', '2024-02-29'],
    ['DATEADD(d, 1, "month")', '2024-02-29'], ['DATEADD(d, -1, "quarter")', '2023-10-31'], ['DATEADD(d, 1, "Year")', '2025-01-31'], ['DATEADD(d, 100000, "year")', null],
    ['DATEADD(at, -1, "month")', '2024-02-29T16:30:00.000Z'], ['DATEADD(at, 90, "minute")', '2024-03-31T18:00:00.000Z'], ['DATEDIF(d, DATE(2024, 2, 29), "month")', '0'], ['DATEDIF(DATE(2024, 3, 31), d, "month")', '-2'],
    ['DATEDIF(d, DATE(2025, 1, 31), "year")', '1'], ['DATEDIF(at, NOW(), "hour")', '1464'], ['ME() = "m1"', true],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  it('reads a wall time that never was with the offset before the change, one that was twice with the one after', () => {
    const berlin = { timeZone: 'Europe/Berlin' };
    const from = (at: string) => ({ ...berlin, value: () => at });
    expect(evaluate('DATEADD(at, 1, "day")', from('2024-03-30T01:30:00Z'))).toBe('2024-03-31T01:30:00.000Z');
    expect(evaluate('DATEADD(at, 1, "day")', from('2024-10-26T00:30:00Z'))).toBe('2024-10-27T01:30:00.000Z');
  });

  it.each<[string, unknown]>([['n', 'abc'], ['n', 'NaN'], ['n', '0x10'], ['n', true], ['n', {}], ['d', '2023-02-29'], ['d', '2024-1-1'], ['at', '2024-01-01'], ['b', 'true'], ['t', 5]])(
    'takes a %s of %j for blank',
    (name, raw) => {
      expect(evaluate(`ISBLANK(${name})`, { value: () => raw as FormulaValue })).toBe(true);
    },
  );

  it('cuts finer parts than milliseconds off, and NUL and broken characters out', () => {
    expect(evaluate('at', { value: () => '2024-01-01T00:00:00.123999+08:00' })).toBe('2023-12-31T16:00:00.123Z');
    expect(evaluate('t', { value: () => 'a\0b\ud800' })).toBe('ab\ufffd');
  });

  it('has no value for what depends on a time zone or moment that is none', () => {
    expect(evaluate('TODAY()', { timeZone: 'Mars/Olympus' })).toBeNull();
    expect(evaluate('HOUR(at)', { timeZone: '+08:00' })).toBeNull();
    expect(evaluate('NOW()', { now: 'soon' })).toBeNull();
  });

  it('is total: every formula has a value of its type for every row', () => {
    const shape: Partial<Record<FormulaType, RegExp>> = { number: /^-?\d{1,28}(\.\d{1,20})?$/, date: /^\d{4}-\d\d-\d\d$/, datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ };
    const isValueOf = (type: FormulaType, value: FormulaValue): boolean => {
      if (value === null) return true;
      if (type === 'boolean') return typeof value === 'boolean';
      return typeof value === 'string' && (type === 'text' || (shape[type]?.test(value) ?? false));
    };
    fc.assert(
      fc.property(arbitraryFormula, arbitraryRow, (text, row) => {
        const result = checkFormula(text, arbitraryScope);
        fc.pre(result.ok);
        const formula = result.value;
        const value = evaluateFormula(formula, { ...row, value: (name) => row.values[name] as FormulaValue });
        if (isListType(formula.type)) return Array.isArray(value) && value.every((item) => isValueOf(itemType(formula.type), item));
        return isValueOf(formula.type, value);
      }),
      { numRuns: 1500 },
    );
  });
});
