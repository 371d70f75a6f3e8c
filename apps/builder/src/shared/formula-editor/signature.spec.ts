import { describe, expect, it } from '@jest/globals';
import { functionNamed } from './suggestions.ts';
import { formAt, paramAt, signatureParts, writtenForm } from './signature.ts';
import { nameBefore, placeAt } from './written-place.ts';

/** The call at the caret `|` and its argument. */
function callAt(written: string): [string, number] | null {
  const call = placeAt(written.replace('|', ''), written.indexOf('|')).calls.at(-1);
  return call ? [call.callee, call.argument] : null;
}

function activeOf(name: string, argument: number): string[] {
  const description = functionNamed(name)!;
  return signatureParts(name, formAt(description, argument), argument, 'en').flatMap(({ text, active }) => (active ? [text] : []));
}

describe('placeAt', () => {
  it.each<[string, [string, number] | null]>([
    ['IF(|', ['IF', 0]], ['if (a, |', ['if', 1]], ['IF(a, ROUND(b, 2|', ['ROUND', 1]], ['IF(a, ROUND(b, 2), |)', ['IF', 2]], ['IF(a)|', null], ['IF(",(", |', ['IF', 1]], ['IF（a，|', ['IF', 1]], ['IF(“，(”, |', ['IF', 1]],
    ['SUM((a, |', ['SUM', 0]], ['SUM((a), |', ['SUM', 1]], ['a + |', null],
  ])('%s is in %j', (written, expected) => {
    expect(callAt(written)).toEqual(expected);
  });

  it('knows when the caret is in a text, also one that ends later', () => {
    expect(placeAt('LEFT("ab', 8).quoteFrom).toBe(5);
    expect(placeAt('LEFT("ab")', 7).quoteFrom).toBe(5);
    expect(placeAt('LEFT("ab")', 9).quoteFrom).toBeNull();
  });
});

describe('nameBefore', () => {
  it('splits a path at its last point', () => {
    expect(nameBefore('1 + account.ci', 14)).toEqual({ head: 'account', word: 'ci', from: 12 });
    expect(nameBefore('[order:account].a', 17)).toEqual({ head: '[order:account]', word: 'a', from: 16 });
    expect(nameBefore('数量', 2)).toEqual({ head: '', word: '数量', from: 0 });
    expect(nameBefore('3.', 2)).toBeNull();
  });
});

describe('signatureParts', () => {
  it('marks the parameter at hand, and goes round among those that repeat', () => {
    expect(activeOf('ROUND', 1)).toEqual(['[digits]']);
    expect(activeOf('SUM', 5)).toEqual(['number']);
    expect(activeOf('SUMIFS', 4)).toEqual(['list']);
    expect(activeOf('SUMIFS', 6)).toEqual(['value']);
    expect(activeOf('TODAY', 0)).toEqual([]);
  });

  it('takes the form that has so many parameters', () => {
    expect(paramAt(formAt(functionNamed('DATEADD')!, 2), 2)?.choices).toContain('month');
    expect(paramAt(formAt(functionNamed('TEXT')!, 2), 2)?.choices).toContain('Asia/Shanghai');
  });

  it('is in the language of the reader', () => {
    const round = functionNamed('ROUND')!;
    expect(writtenForm('ROUND', round, 'en')).toBe('ROUND(number, [digits])');
    expect(writtenForm('ROUND', round, 'zh-CN')).toBe('ROUND(数值，[小数位数])');
    expect(writtenForm('SUM', functionNamed('SUM')!, 'en')).toBe('SUM(number, …)');
  });
});
