import { describe, expect, it } from '@jest/globals';
import { listFunctions, type FormulaType } from '@tessera/formula';
import type { EditorScope } from './editor-scope.ts';
import { suggestionsAt, type SuggestionEnv } from './suggestions.ts';

const MEMBERS: Readonly<Record<string, Readonly<Record<string, FormulaType>>>> = {
  '': { unit_price: 'number', quantity: 'number', account: 'text', lines: 'textList', '[order:account]': 'textList' },
  account: { city: 'text' },
  '[order:account]': { amount: 'numberList' },
};
const scope: EditorScope = {
  names: { unit_price: 'number', quantity: 'number', account: 'text', lines: 'textList' },
  members: (path): Readonly<Record<string, FormulaType>> => MEMBERS[path] ?? {},
  label: (path) => ({ 'account.city': '城市', '[order:account]': '订单 · 客户' })[path],
};
const env: SuggestionEnv = { scope, labels: { unit_price: '单价', quantity: '数量', account: '客户' }, locale: 'zh-CN' };

/** `|` is the caret. */
function offered(written: string, asked = false): string[] {
  const caret = written.indexOf('|');
  return suggestionsAt(written.replace('|', ''), caret, asked, env)?.items.map(({ insert }) => insert) ?? [];
}

describe('suggestionsAt', () => {
  it('finds a field by its key, its label, and the pinyin of its label', () => {
    for (const typed of ['unit', '单', 'danjia', 'dj']) expect(offered(`1 + ${typed}|`)[0]).toBe('unit_price');
  });

  it('replaces the word at the caret by the key', () => {
    expect(suggestionsAt('2 * danj', 8, false, env)).toMatchObject({ from: 4, items: [{ kind: 'name', label: '单价', insert: 'unit_price', caretBack: 0 }] });
  });

  it('offers functions with the caret between their brackets, and after them when they take nothing', () => {
    expect(suggestionsAt('netw', 4, false, env)?.items).toMatchObject([{ insert: 'NETWORKDAYS()', caretBack: 1, detail: 'NETWORKDAYS(开始日期，结束日期，[节假日]，[调休工作日])' }]);
    expect(suggestionsAt('today', 5, false, env)?.items).toMatchObject([{ insert: 'TODAY()', caretBack: 0 }]);
  });

  it('offers what may follow a point, and the rows that point here', () => {
    expect(offered('account.|')).toEqual(['city']);
    expect(offered('account.chengs|')).toEqual(['city']);
    expect(offered('SUM([order:account].am|)')).toEqual(['amount']);
    expect(offered('COUNT([|')).toEqual(['[order:account]']);
    expect(offered('nothing.|')).toEqual([]);
  });

  it('offers the texts a parameter takes, in quotes or with the closing quote that is missing', () => {
    expect(offered('DATEADD(TODAY(), 1, |)')).toContain('"month"');
    expect(offered('DATEADD(TODAY(), 1, "mo|')).toEqual(['month"']);
    expect(offered('DATEADD(TODAY(), 1, "mo|")')).toEqual(['month']);
  });

  it('says nothing in a text, in a number, and at an empty place unless asked', () => {
    expect(offered('"quan|"')).toEqual([]);
    expect(offered('12|')).toEqual([]);
    expect(offered('1.5|')).toEqual([]);
    expect(offered('1 + |')).toEqual([]);
    expect(offered('1 + |', true).length).toBeGreaterThan(20);
  });

  it('finds every function by its name', () => {
    for (const { name } of listFunctions()) expect(offered(`${name.toLowerCase()}|`)).toContain(suggestionsAt(name, name.length, false, env)?.items.find((one) => one.label === name)?.insert);
  });
});
