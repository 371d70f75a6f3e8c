/** What each function gives, by example: the two back ends agreeing does not make them right. */

import { describe, expect, it } from '@jest/globals';
import { checkFormula, evaluateFormula, listFunctions, type FormulaScope, type FormulaValue } from '../index.ts';

const scope: FormulaScope = {
  names: {
    amounts: 'numberList', kinds: 'textList', flags: 'booleanList', days: 'dateList', holidays: 'dateList', made_up: 'dateList', none: 'numberList', members: 'textList', department: 'text',
    d: 'date', at: 'datetime', blank: 'text', no_number: 'number', card: 'text',
  },
};
const values: Record<string, FormulaValue> = {
  amounts: ['10', null, '25.5', '10', '-3'], kinds: ['A', 'B', 'A', '', null], flags: [true, false, null], days: ['2024-03-05', null, '2024-01-31'], none: [], members: ['m2', 'm1'], department: 'sales',
  holidays: ['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04', '2024-10-07'], made_up: ['2024-09-29', '2024-10-12'],
  d: '2024-05-31', at: '2024-05-31T16:45:30.250Z', blank: null, no_number: null, card: '11010519491231002X',
};

function evaluate(text: string): FormulaValue {
  const result = checkFormula(text, scope);
  if (!result.ok) throw new Error(`${text}: ${result.problem.map((problem) => problem.message.en).join(' ')}`);
  return evaluateFormula(result.value, { value: (name) => values[name] ?? null, now: '2024-06-15T02:00:00.000Z', timeZone: 'Asia/Shanghai', me: 'm1', departments: ['sales', 'east'] });
}

const EXAMPLES: readonly (readonly [formula: string, value: FormulaValue])[] = [
  // logic
  ['IF(TRUE, 1, 2)', '1'], ['JOIN(IF(FALSE, kinds, LIST("x", "y")))', 'x, y'], ['IFS(FALSE, 1, TRUE, 2)', '2'], ['SWITCH("b", "a", 1, "b", 2)', '2'], ['AND(flags)', false],
  ['OR(flags)', true], ['XOR(TRUE, TRUE, TRUE)', true], ['XOR(flags, TRUE)', false], ['NOT(FALSE)', true], ['TRUE()', true], ['FALSE()', false], ['CHOOSE(2, "a", "b")', 'b'], ['CHOOSE(3, "a", "b")', null],
  ['ISBLANK(blank)', true], ['ISNOTBLANK("")', false], ['BLANK()', null], ['COALESCE(blank, "", "x")', 'x'], ['IFBLANK(no_number, 0)', '0'], ['IFERROR(1 / 0, -1)', '-1'], ['BETWEEN(5, 1, 5)', true],
  ['BETWEEN(no_number, 1, 5)', false], ['IN("A", "B", kinds)', true], ['IN(3, 1, 2)', false], ['ISNUMBER(" -1.5 ")', true], ['ISNUMBER("1e5")', false], ['ISDATE("2023-02-29")', false], ['ISEVEN(-2.9)', true],
  ['ISODD(3)', true], ['ISODD(no_number)', false], ['ISEMAIL("a.b@example.com")', true], ['ISEMAIL("a@b")', false], ['ISMOBILE("13800138000")', true], ['ISMOBILE("12800138000")', false], ['ISURL("https://例.cn")', false],
  ['ISURL("https://example.cn/a?b=1")', true],
  // numbers
  ['SUM(amounts, 1)', '43.5'], ['SUM(none)', '0'], ['AVERAGE(amounts)', '10.625'], ['AVERAGE(none)', null], ['MIN(amounts, 5)', '-3'], ['MAX(days)', '2024-03-05'], ['ROUND(2.345, 2)', '2.35'], ['ROUNDUP(2.1)', '3'],
  ['ROUNDDOWN(2.9)', '2'], ['ABS(-1)', '1'], ['SIGN(-5)', '-1'], ['INT(-1.5)', '-2'], ['MOD(7, 3)', '1'], ['POWER(2, 10)', '1024'], ['POWER(8, 1 / 3)', '2'], ['POWER(1.05, 0.5)', '1.02469507659596'], ['SQRT(16)', '4'],
  ['CEILING(2.1)', '3'], ['CEILING(22, 5)', '25'], ['CEILING(-22, 5)', '-20'], ['FLOOR(22, 5)', '20'], ['FLOOR(-2.1)', '-3'], ['FLOOR(1, 0)', null], ['MROUND(7, 5)', '5'], ['MROUND(7.5, 5)', '10'], ['MROUND(-7.5, 5)', '-10'],
  ['TRUNC(-2.987, 2)', '-2.98'], ['EVEN(1.5)', '2'], ['EVEN(-1)', '-2'], ['ODD(2)', '3'], ['ODD(0)', '1'], ['ODD(-1.5)', '-3'], ['QUOTIENT(-7, 2)', '-3'], ['PRODUCT(amounts)', '-7650'], ['PRODUCT(none)', null], ['GCD(12, 18, 27)', '3'],
  ['LCM(4, 6)', '12'], ['FACT(5)', '120'], ['FACT(27)', null], ['COMBIN(49, 6)', '13983816'], ['PI()', '3.14159265358979323846'], ['EXP(1)', '2.718281828459045'], ['LN(EXP(2))', '2'], ['LN(0)', null], ['LOG10(1000)', '3'],
  ['LOG(8, 2)', '3'], ['LOG(2)', '0.301029995663981'], ['DEC2BIN(10)', '1010'], ['DEC2HEX(255)', 'FF'], ['BIN2DEC("1010")', '10'], ['HEX2DEC("ff")', '255'], ['HEX2DEC("g")', null],
  // statistics
  ['MEDIAN(amounts)', '10'], ['MEDIAN(1, 2, 3, 4)', '2.5'], ['MODE(amounts)', '10'], ['VAR(2, 4, 4, 4, 5, 5, 7, 9)', '4.57142857142857142857'], ['VARP(2, 4, 4, 4, 5, 5, 7, 9)', '4'], ['STDEV(1)', null],
  ['STDEV(1, 3)', '1.4142135623730950488'], ['STDEVP(2, 4, 4, 4, 5, 5, 7, 9)', '2'], ['LARGE(amounts)', '25.5'], ['LARGE(amounts, 2)', '10'], ['SMALL(amounts, 1)', '-3'], ['LARGE(amounts, 9)', null], ['RANK(10, amounts)', '2'],
  ['RANK(10, amounts, "asc")', '2'], ['PERCENTILE(amounts, 0.5)', '10'], ['PERCENTILE(LIST(1, 2), 0.25)', '1.25'], ['COUNTIF(amounts, ">", 5)', '3'], ['COUNTIF(kinds, "A")', '2'], ['COUNTIF(kinds, "=", BLANK())', '1'],
  ['SUMIF(amounts, ">=", 10)', '45.5'], ['SUMIF(kinds, "A", amounts)', '35.5'], ['SUMIF(kinds, "<>", "A", amounts)', '7'], ['AVERAGEIF(amounts, "<", 20)', '5.66666666666666666667'], ['COUNTIFS(kinds, "=", "A", amounts, ">", 20)', '1'],
  ['SUMIFS(amounts, kinds, "=", "A", amounts, "<", 20)', '10'], ['AVERAGEIFS(amounts, kinds, "=", "A")', '17.75'], ['MAXIFS(amounts, kinds, "=", "A")', '25.5'], ['MINIFS(amounts, kinds, "=", "A")', '10'],
  ['JOIN(FILTER(kinds, amounts, ">", 5))', 'A, A'],
  // lists
  ['LIST(1, none, 2)', ['1', '2']], ['FIRST(days)', '2024-03-05'], ['FIRST(none)', null], ['LAST(kinds)', 'A'], ['INDEX(amounts, 3)', '25.5'], ['INDEX(amounts, -1)', '-3'], ['INDEX(amounts, 0)', null], ['MATCH("B", kinds)', '2'],
  ['MATCH("C", kinds)', null], ['LOOKUP("B", kinds, days)', null], ['LOOKUP("A", kinds, amounts)', '10'], ['UNIQUE(amounts)', ['10', '25.5', '-3']], ['COMPACT(kinds)', ['A', 'B', 'A']],
  ['SORT(amounts)', ['-3', '10', '10', '25.5', null]], ['SORT(amounts, "desc")', ['25.5', '10', '10', '-3', null]], ['REVERSE(days)', ['2024-01-31', null, '2024-03-05']], ['REVERSE("a😀")', '😀a'],
  ['SLICE(amounts, 2, 2)', [null, '25.5']], ['SLICE(amounts, -2)', ['10', '-3']], ['CONTAINS(kinds, "B")', true], ['CONTAINSANY(kinds, "X", "B")', true], ['CONTAINSALL(kinds, "X", "B")', false],
  ['INTERSECT(kinds, LIST("B", "C"))', ['B']], ['EXCEPT(kinds, LIST("B"))', ['A']], ['SUMPRODUCT(amounts, LIST(1, 2, 3))', '86.5'], ['COUNT(amounts, 1, "x")', '6'], ['COUNTA(kinds)', '3'], ['COUNTBLANK(kinds)', '2'],
  ['COUNTALL(kinds)', '5'], ['COUNTUNIQUE(amounts)', '3'],
  // texts
  ['CONCAT("a", amounts, TRUE)', 'a1025.510-3TRUE'], ['LEN("客户😀")', '3'], ['LEFT("abc", 2)', 'ab'], ['RIGHT("abc", 2)', 'bc'], ['MID("abcd", 2, 2)', 'bc'], ['UPPER("aé")', 'AÉ'], ['LOWER("AÉ")', 'aé'], ['TRIM(" a ")', 'a'],
  ['CONTAINS("abc", "bc")', true], ['STARTSWITH("abc", "ab")', true], ['ENDSWITH("abc", "bc")', true], ['SUBSTITUTE("a-b-c", "-", "+")', 'a+b+c'], ['FIND("b", "abcb")', '2'], ['FIND("b", "abcb", 3)', '4'], ['FIND("B", "abc")', null],
  ['SEARCH("B", "abc")', '2'], ['REPLACE("abcdef", 2, 3, "X")', 'aXef'], ['TEXTBEFORE("a@b@c", "@")', 'a'], ['TEXTAFTER("a@b@c", "@")', 'b@c'], ['TEXTAFTER("abc", "@")', null], ['OCCURRENCES("banana", "an")', '2'],
  ['EXACT("a", "A")', false], ['REPT("ab", 3)', 'ababab'], ['LEN(REPT("ab", 1000000))', '100000'], ['PADLEFT("7", 3, "0")', '007'], ['PADLEFT("7777", 3, "0")', '7777'], ['PADRIGHT("7", 3)', '7  '], ['SPLIT("a,b,,c", ",")', ['a', 'b', '', 'c']],
  ['JOIN(SPLIT("a,b,,c", ","), "/")', 'a/b/c'], ['TEXTJOIN("-", "a", blank, amounts)', 'a-10-25.5-10--3'], ['PROPER("john o\'neil SMITH")', "John O'Neil Smith"], ['CLEAN("a" & CHAR(10) & "b")', 'ab'], ['TRIMALL("  a   b ")', 'a b'],
  ['DIGITS("+86 138-0013")', '861380013'], ['INITIALS("john smith")', 'JS'], ['HALFWIDTH("ＡＢ１（")', 'AB1('], ['FULLWIDTH("A1")', 'Ａ１'], ['LENB("客户a")', '5'], ['CHAR(23458)', String.fromCodePoint(23458)],
  ['CODE("A")', '65'], ['ENCODEURL("a b&客")', 'a%20b%26%E5%AE%A2'], ['TEXT(1234.5, "#,##0.00")', '1,234.50'], ['TEXT(at, "hh:mm", "America/New_York")', '12:45'], ['VALUE("12.5")', '12.5'], ['DATEVALUE("2024-05-31")', '2024-05-31'],
  // dates
  ['TODAY()', '2024-06-15'], ['NOW()', '2024-06-15T02:00:00.000Z'], ['DATE(2024, 2, 30)', '2024-03-01'], ['YEAR(d)', '2024'], ['MONTH(d)', '5'], ['DAY(at)', '1'], ['WEEKDAY(d)', '6'], ['DAYS(d, DATE(2024, 5, 1))', '30'],
  ['DATEADD(d, 1, "month")', '2024-06-30'], ['DATEDIF(d, TODAY(), "day")', '15'], ['DATETIME_DIFF(NOW(), at, "hour")', '345'], ['EDATE(d, -3)', '2024-02-29'], ['EOMONTH(d, 1)', '2024-06-30'], ['EOMONTH(DATE(2024, 2, 1))', '2024-02-29'],
  ['OVERLAPDAYS(DATE(2024, 5, 1), d, DATE(2024, 5, 30), DATE(2024, 6, 9))', '2'], ['QUARTER(d)', '2'], ['DAYOFYEAR(d)', '152'], ['DAYSINMONTH(DATE(2023, 2, 1))', '28'], ['ISOWEEKNUM(DATE(2021, 1, 3))', '53'], ['WEEKNUM(DATE(2021, 1, 3))', '2'],
  ['WEEKNUM(DATE(2021, 1, 3), 2)', '1'], ['STARTOF(d, "week")', '2024-05-27'], ['STARTOF(d, "quarter")', '2024-04-01'], ['ENDOF(d, "year")', '2024-12-31'], ['ENDOF(d, "week")', '2024-06-02'], ['ISSAME(d, at, "month")', false],
  ['AGE(DATE(2000, 6, 16))', '23'], ['AGE(DATE(2000, 6, 16), DATE(2024, 6, 16))', '24'], ['WEEKDAYNAME(d)', '星期五'], ['WEEKDAYNAME(d, "en")', 'Friday'], ['MONTHNAME(d, "en")', 'May'], ['HOUR(at)', '0'], ['HOUR("08:30")', '8'],
  ['MINUTE("08:30")', '30'], ['SECOND(at)', '30'], ['TIME(25, 61, 1)', '02:01:01'], ['TIMEOF(at)', '00:45:30'], ['TIMEVALUE("08:30")', '30600'], ['TIMEVALUE("24:00")', null], ['DATETIME(d, "08:30")', '2024-05-31T00:30:00.000Z'],
  ['DATETIMEVALUE("2024-05-31 08:30")', '2024-05-31T00:30:00.000Z'], ['TIMESTAMP(at)', '1717173930.25'], ['FROMTIMESTAMP(1717173930.25)', '2024-05-31T16:45:30.250Z'], ['FORMATDURATION(5400)', '1:30:00'], ['FORMATDURATION(-61)', '-0:01:01'],
  // The week of the national holiday in China, 2024: off from 1 to 7 October, worked on 29 September and 12 October.
  ['WORKDAY(DATE(2024, 9, 30), 1)', '2024-10-01'], ['WORKDAY(DATE(2024, 9, 30), 1, holidays)', '2024-10-08'], ['WORKDAY(DATE(2024, 10, 11), 1, holidays, made_up)', '2024-10-12'], ['WORKDAY(DATE(2024, 10, 8), -1, holidays, made_up)', '2024-09-30'],
  ['WORKDAY(d, 0)', '2024-05-31'], ['NETWORKDAYS(DATE(2024, 9, 28), DATE(2024, 10, 13))', '10'], ['NETWORKDAYS(DATE(2024, 9, 28), DATE(2024, 10, 13), holidays, made_up)', '7'], ['NETWORKDAYS(DATE(2024, 10, 13), DATE(2024, 9, 28))', '-10'],
  ['ISWORKDAY(DATE(2024, 10, 12))', false], ['ISWORKDAY(DATE(2024, 10, 12), holidays, made_up)', true],
  // people
  ['ME()', 'm1'], ['ISME(members)', true], ['ISME("m2")', false], ['MYDEPARTMENTS()', ['sales', 'east']], ['INDEPARTMENT(department)', true], ['INDEPARTMENT("west")', false],
  // china
  ['MASK("abcdef", 1, 2)', 'a***ef'], ['MASK("ab", 1, 2)', '**'], ['MASKPHONE("13800138000")', '138****8000'], ['MASKIDCARD(card)', '1****************X'], ['MASKBANKCARD("6222021234567890")', '************7890'], ['MASKNAME("欧阳娜娜")', '欧***'],
  ['MASKEMAIL("zhang@example.com")', 'z***@example.com'], ['IDCARDVALID(card)', true], ['IDCARDVALID("110105194912310021")', false], ['IDCARDBIRTH(card)', '1949-12-31'], ['IDCARDBIRTH("110105491231002")', '1949-12-31'], ['IDCARDSEX(card)', '女'],
  ['IDCARDSEX(card, "M", "F")', 'F'], ['IDCARDREGION(card)', '110105'], ['CREDITCODEVALID("91350100M000100Y43")', true], ['CREDITCODEVALID("91350100M000100Y44")', false],
  ['RMB(1234.5)', '壹仟贰佰叁拾肆元伍角整'], ['RMB(0)', '零元整'], ['RMB(0.05)', '伍分'], ['RMB(10.05)', '壹拾元零伍分'], ['RMB(100010000)', '壹亿零壹万元整'], ['RMB(1000000000000)', '壹万亿元整'], ['RMB(-20300.4)', '负贰万零叁佰元肆角整'], ['RMB(10 ^ 16)', null],
];

describe('functions', () => {
  it.each(EXAMPLES)('%s is %j', (formula, value) => {
    expect(evaluate(formula)).toEqual(value);
  });

  it('are all among the examples', () => {
    const shown = new Set(EXAMPLES.flatMap(([formula]) => [...formula.matchAll(/([A-Z][A-Z0-9_]*)\(/g)].map(([, name]) => name)));
    expect(listFunctions().map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('keep what they make within bounds', () => {
    expect(evaluate('LEN(REPLACE(REPT("a", 100000), 1, 0, REPT("b", 100000)))')).toBe('100000');
    expect(evaluate('LEN(JOIN(SPLIT(REPT("ab,", 30000), ","), REPT("-", 1000)))')).toBe('100000');
    expect(evaluate('LEN(ENCODEURL(REPT("客", 100000)))')).toBe('100000');
    expect(evaluate('COUNTALL(LIST(SPLIT(REPT(",", 100000), ","), SPLIT(REPT(",", 100000), ",")))')).toBe('100000');
    expect(evaluate('LEN(PADLEFT("a", 10 ^ 20))')).toBe('100000');
  });
});
