import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryFormula, arbitraryScope } from '../testing/arbitrary-formula.ts';
import type { FormulaProblem } from '../problems.ts';
import type { FormulaScope, FormulaType } from '../formula-type.ts';
import { checkFormula } from './check-formula.ts';

const scope = {
  names: {
    quantity: 'number', price: 'number', discount: 'number', name: 'text', city: 'text', due: 'date', created_at: 'datetime', active: 'boolean', Task_1_outcome: 'text',
    'account.owner': 'text',
  },
} as const;

function checked(text: string) {
  const result = checkFormula(text, scope);
  if (!result.ok) throw new Error(result.problem.map((problem) => problem.message.en).join('\n'));
  return result.value;
}

function problemsOf(text: string): FormulaProblem[] {
  const result = checkFormula(text, scope);
  return result.ok ? [] : result.problem;
}

/** Code and the piece of text that the problem points at. */
const located = (text: string): string[] => problemsOf(text).map(({ code, from, to }) => `${code} ${text.slice(from, to)}`);

describe('checkFormula', () => {
  it('tells the type of a formula and the names it depends on', () => {
    expect(checked('quantity * price * (1 - COALESCE(discount, 0))')).toMatchObject({ type: 'number', names: ['discount', 'price', 'quantity'], context: [] });
    expect(checked('IF(due < TODAY(), "late", BLANK())')).toMatchObject({ type: 'text', names: ['due'], context: ['now'] });
    expect(checked('AND(account.owner = ME(), NOW() > created_at)')).toMatchObject({ type: 'boolean', context: ['me', 'now'] });
    expect(checked('BLANK()')).toMatchObject({ type: 'null', names: [] });
    expect(checked('Task_1_outcome = "approve"')).toMatchObject({ type: 'boolean', names: ['Task_1_outcome'] });
  });

  it.each([
    ['due + 30', 'date'], ['30 + due', 'date'], ['due - due', 'number'], ['due - 1', 'date'], ['DATEADD(created_at, 1, "hour")', 'datetime'], ['MAX(due, TODAY())', 'date'],
    ['IF(active, BLANK(), 1)', 'number'], ['COALESCE(BLANK(), due)', 'date'], ['SWITCH(city, "A", 1, "B", 2, 0)', 'number'], ['true', 'boolean'], ['if(active, 1, 2)', 'number'],
    ['BLANK() + 1', 'number'], ['due - BLANK()', 'date'], ['name & 1 & due', 'text'], ['DATEVALUE(created_at)', 'date'],
  ])('%s is of type %s', (text, type) => {
    expect(checked(text).type).toBe(type);
  });

  it('survives being stored as JSON', () => {
    const formula = checked('=IF(quantity >= 10%, "x""y", name)');
    expect(JSON.parse(JSON.stringify(formula))).toEqual(formula);
  });

  it.each([
    ['quantity＋price×（1－discount）', 'quantity + price * (1 - discount)'],
    ['IF（active，“是”，“否”）', 'IF(active, "是", "否")'],
    ['quantity ≥ 5', 'quantity >= 5'],
    ['quantity != 5', 'quantity <> 5'],
    ['= quantity == 5', 'quantity = 5'],
  ])('reads %s like %s', (written, usual) => {
    const withoutPlaces = (text: string): unknown => JSON.parse(JSON.stringify(checked(text).node, (key, value) => (key === 'from' || key === 'to' ? undefined : (value as unknown))));
    expect(withoutPlaces(written)).toEqual(withoutPlaces(usual));
  });

  it.each([
    ['quantty * 2', ['FORMULA_UNKNOWN_NAME quantty']],
    ['1 + SUMM(price)', ['FORMULA_UNKNOWN_FUNCTION SUMM']],
    ['name * 2 + city', ['FORMULA_TYPE name', 'FORMULA_TYPE city']],
    ['IF(name, 1, 2)', ['FORMULA_TYPE name']],
    ['IF(active, 1, "no")', ['FORMULA_TYPE "no"']],
    ['due = created_at', ['FORMULA_TYPE created_at']],
    ['active < active', ['FORMULA_TYPE active', 'FORMULA_TYPE active']],
    ['ROUND()', ['FORMULA_ARGUMENTS ROUND']],
    ['ROUND(1, 2, 3)', ['FORMULA_ARGUMENTS ROUND']],
    ['SWITCH(city, "A")', ['FORMULA_ARGUMENTS SWITCH']],
    ['DATEADD(due, 1, "fortnight")', ['FORMULA_OPTION "fortnight"']],
    ['DATEADD(due, 1, "hour")', ['FORMULA_OPTION "hour"']],
    ['DATEADD(due, 1, name)', ['FORMULA_OPTION name']],
    ['TEXT(price, "€0")', ['FORMULA_OPTION "€0"']],
    ['0.000000000000000000001', ['FORMULA_NUMBER 0.000000000000000000001']],
    ['nope + name + other', ['FORMULA_UNKNOWN_NAME nope', 'FORMULA_TYPE name', 'FORMULA_UNKNOWN_NAME other']],
    ['', ['FORMULA_EMPTY ']],
    [' = ', ['FORMULA_EMPTY  = ']],
    ['price +', ['FORMULA_SYNTAX ']],
    ['(price', ['FORMULA_SYNTAX ']],
    ['price)', ['FORMULA_SYNTAX )']],
    ['IF(active,,1)', ['FORMULA_SYNTAX ,']],
    ['price quantity', ['FORMULA_SYNTAX quantity']],
    ['name & "x', ['FORMULA_SYNTAX "']],
    ["name = 'x'", ["FORMULA_SYNTAX '"]],
    ['< price', ['FORMULA_SYNTAX <']],
    ['price # 2', ['FORMULA_SYNTAX #']],
    ['"a\0b"', ['FORMULA_CHARACTER \0']],
    ['"\ud800"', ['FORMULA_CHARACTER \ud800']],
  ])('finds in %j the problems %j', (text, expected) => {
    expect(located(text)).toEqual(expected);
  });

  it('says in both languages what was expected and what to do', () => {
    expect(problemsOf('name * 2')[0]?.message).toEqual({
      en: '"*", left side, needs a number, but this is a text. VALUE() reads a number from a text; & joins texts.',
      'zh-CN': '“*”左边需要数字，但这里是文本。可用 VALUE() 把文本转为数字；连接文本用 &。',
    });
    expect(problemsOf('MIN(name)')[0]?.message.en).toContain('needs a number or a date or a date with time or a list of these, but this is a text');
    expect(problemsOf('SWITCH(city)')[0]?.message).toEqual({
      en: 'SWITCH is written SWITCH(subject, case, value, …, [default]); 1 value was given.',
      'zh-CN': 'SWITCH 的写法是 SWITCH(subject, case, value, …, [default])，这里给了 1 个值。',
    });
    expect(problemsOf('DATEADD(due, 1, "hour")')[0]?.message['zh-CN']).toBe('DATEADD 的“单位”必须是带引号的“day”、“week”、“month”、“quarter”、“year”之一。');
    expect(problemsOf('-name')[0]?.message.en).toMatch(/^The sign "-" needs a number/);
  });

  it('suggests similar names, and only such as are in scope', () => {
    expect(problemsOf('Quantiy')[0]?.message).toEqual({ en: 'There is no field "Quantiy". Did you mean quantity?', 'zh-CN': '没有字段“Quantiy”。您是否想用 quantity？' });
    const hidden = checkFormula('credit_limt', { names: { name: 'text' } });
    const absent = checkFormula('credit_limt', { names: { name: 'text', other: 'text' } });
    expect(hidden).toEqual(absent);
    expect(problemsOf('COALESC(name)')[0]?.message.en).toContain('Did you mean COALESCE()?');
    expect(problemsOf('TODAY')[0]?.message.en).toBe('TODAY is a function: write TODAY(…).');
  });

  it('reads paths and rows of other entities as one name each', () => {
    const lists: FormulaScope = { names: { total: 'number' }, resolve: (path) => ({ 'account.owner': 'text', 'lines.amount': 'numberList', lines: 'textList', '[order:account].amount': 'numberList' } as const)[path] };
    expect(checkFormula('SUM(lines.amount, [order:account].amount) / COUNT(lines) + total & account.owner', lists)).toMatchObject({
      ok: true, value: { type: 'text', names: ['[order:account].amount', 'account.owner', 'lines', 'lines.amount', 'total'] },
    });
    expect(checkFormula('lines.amount', lists, ['number'])).toMatchObject({
      problem: [{ code: 'FORMULA_RESULT', from: 0, to: 12, message: { en: 'The formula must give a number, but it gives a list of numbers. SUM(), MAX() or COUNT() makes one number of a list, FIRST() takes its first item.' } }],
    });
    expect(checkFormula('total + lines.amount', lists)).toMatchObject({ problem: [{ code: 'FORMULA_TYPE', from: 8, to: 20 }] });
    expect(checkFormula('JOIN(total)', lists)).toMatchObject({ problem: [{ message: { en: 'JOIN, list, needs a list, but this is a number.', 'zh-CN': 'JOIN 的“列表”需要列表，但这里是数字。' } }] });
    expect(checkFormula('[order].amount', lists)).toMatchObject({ problem: [{ code: 'FORMULA_SYNTAX', from: 0 }] });
  });

  it('suggests the part of a path that is mistyped', () => {
    const paths: FormulaScope = {
      names: { account: 'text', quantity: 'number' },
      resolve: () => undefined,
      members: (path) => (({ '': { account: 'text', '[order:account]': 'textList' }, account: { city: 'text', owner: 'text' } }) as Readonly<Record<string, Readonly<Record<string, FormulaType>>>>)[path] ?? {},
    };
    const meant = (text: string): string => { const result = checkFormula(text, paths); return result.ok ? '' : (result.problem[0]?.message.en ?? ''); };
    expect(meant('account.citi')).toContain('Did you mean account.city?');
    expect(meant('acount.city')).toContain('Did you mean account.city?');
    expect(meant('SUM([oder:account].amount)')).toContain('Did you mean [order:account].amount?');
    expect(meant('account.nothing_like_it')).toBe('There is no field "account.nothing_like_it".');
  });

  it('may be told which types the value can have', () => {
    expect(checkFormula('quantity > 1', scope, ['boolean']).ok).toBe(true);
    expect(checkFormula('BLANK()', scope, ['boolean']).ok).toBe(true);
    expect(checkFormula('quantity', scope, ['boolean'])).toMatchObject({ problem: [{ code: 'FORMULA_RESULT', message: { 'zh-CN': '公式的结果须为是/否值，但现在是数字。' } }] });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('does not take %s for a name or function', (word) => {
    expect(located(word)).toEqual([`FORMULA_UNKNOWN_NAME ${word}`]);
    expect(located(`${word}(1)`)).toEqual([`FORMULA_UNKNOWN_FUNCTION ${word}`]);
  });

  it('prefers a name in scope to the word true', () => {
    expect(checkFormula('true', { names: { true: 'number' } })).toMatchObject({ ok: true, value: { type: 'number' } });
  });

  it('takes 100 levels and refuses the 101st', () => {
    expect(checked(`${'('.repeat(99)}1${')'.repeat(99)}`).type).toBe('number');
    expect(located(`${'('.repeat(100)}1${')'.repeat(100)}`)).toEqual(['FORMULA_TOO_DEEP 1']);
    expect(problemsOf(`${'price + '.repeat(99)}1`)).toEqual([]);
    // Deeper than the parser itself goes.
    for (const text of [`${'(1+'.repeat(2000)}1${')'.repeat(2000)}`, `${'1+'.repeat(4000)}1`, '-'.repeat(9000), `${'('.repeat(4000)}1`]) expect(problemsOf(text)).toMatchObject([{ code: 'FORMULA_TOO_DEEP' }]);
    expect(problemsOf(`${'price + '.repeat(100)}1`)).toMatchObject([{ code: 'FORMULA_TOO_DEEP' }]);
  });

  it('takes 10 kB of UTF-8 and refuses more', () => {
    expect(checked(`"${'客'.repeat(3332)}"`).type).toBe('text');
    expect(problemsOf(`"${'客'.repeat(3333)}"`)).toMatchObject([{ code: 'FORMULA_TOO_LONG' }]);
  });

  it.each(['(', ')', '-', 'f(', 'f(1,', '"', '1 ', '=', '((1', 'IF(', '%', 'a&'])('answers for 10 kB of %j with problems', (piece) => {
    expect(problemsOf(piece.repeat(Math.floor(9_999 / piece.length))).length).toBeGreaterThan(0);
  });

  it.each([['100 kB', 'price + '.repeat(12_500)], ['10 MB', '('.repeat(10_000_000)], ['a quote of 1 MB', `"${'客'.repeat(350_000)}`]])('refuses %s by its length', (_, text) => {
    expect(problemsOf(text)).toMatchObject([{ code: 'FORMULA_TOO_LONG', from: 0, to: text.length, message: { en: 'The formula is longer than 10000 bytes.' } }]);
  });

  it('never throws, and places every problem inside the text, in order', () => {
    const pieces = fc.constantFrom('IF', 'SUM', '(', ')', ',', '"', '“', '”', '+', '-', '%', '&', '<>', '=', '1', '.5', 'price', 'name', 'nope', ' ', '，', '\0', '\ud800', '客户', "'", 'TRUE', '^');
    const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')));
    fc.assert(
      fc.property(texts, (text) => {
        const found = problemsOf(text);
        const places = found.map(({ from }) => from);
        return found.every(({ from, to }) => from >= 0 && from <= to && to <= text.length) && places.every((from, i) => i === 0 || from >= (places[i - 1] as number));
      }),
      { numRuns: 800 },
    );
  });

  it('gives the same answer for the same text', () => {
    fc.assert(fc.property(arbitraryFormula, (text) => JSON.stringify(checkFormula(text, arbitraryScope)) === JSON.stringify(checkFormula(text, arbitraryScope))), { numRuns: 100 });
  });
});
