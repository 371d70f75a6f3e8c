import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryFormula, arbitraryScope } from '../testing/arbitrary-formula.ts';
import { checkFormula } from '../check/check-formula.ts';
import { formulaNames, renderFormula } from './formula-names.ts';

const named = (text: string): string[] => formulaNames(text).map(({ name }) => name);

describe('formulaNames', () => {
  it('finds names and where they stand, not functions, texts or the words for yes and no', () => {
    expect(formulaNames('IF(a, b & "c", TRUE)')).toEqual([{ name: 'a', from: 3, to: 4 }, { name: 'b', from: 6, to: 7 }]);
    expect(named('SUM(lines.amount) + SUM([order:account].amount) + sum')).toEqual(['lines.amount', '[order:account].amount', 'sum']);
  });

  it('finds them in a formula that is not finished', () => {
    expect(named('IF(total > 1, ROUND(price')).toEqual(['total', 'price']);
    expect(named('total + ')).toEqual(['total']);
    expect(named('')).toEqual([]);
    expect(named('x'.repeat(20_000))).toEqual([]);
  });

  it('finds the same names as the checker', () => {
    fc.assert(
      fc.property(arbitraryFormula, (text) => {
        const checked = checkFormula(text, arbitraryScope);
        fc.pre(checked.ok);
        expect([...new Set(named(text))].sort()).toEqual(checked.value.names);
      }),
      { numRuns: 300 },
    );
  });
});

describe('renderFormula', () => {
  const labels: Readonly<Record<string, string>> = { unit_price: '单价', quantity: '数量' };
  const show = (name: string): string | null => (labels[name] === undefined ? null : `{${labels[name]}}`);

  it('shows labels in place of keys, and leaves the rest alone', () => {
    expect(renderFormula('unit_price*quantity & "unit_price" & other', show)).toBe('{单价}*{数量} & "unit_price" & other');
  });

  it('gives back the text when no name is known', () => {
    fc.assert(fc.property(fc.string(), (text) => renderFormula(text, () => null) === text));
  });
});
