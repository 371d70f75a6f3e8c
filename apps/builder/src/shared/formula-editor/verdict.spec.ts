import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { underlines, verdictOf } from './verdict.ts';

const scope = { names: { total: 'number', name: 'text' } } as const;

describe('verdictOf', () => {
  it('is the type, the problems, or nothing for an empty formula', () => {
    expect(verdictOf('total * 2', scope)).toEqual({ type: 'number' });
    expect(verdictOf('  ', scope)).toBeNull();
    expect(verdictOf('total * 2', scope, ['boolean'])).toMatchObject({ problems: [{ code: 'FORMULA_RESULT' }] });
  });
});

describe('underlines', () => {
  const of = (text: string) => {
    const verdict = verdictOf(text, scope);
    return underlines(text, verdict && 'problems' in verdict ? verdict.problems : [], 'zh-CN');
  };

  it('covers what the problem is about, in the language of the reader', () => {
    expect(of('total * prize')).toEqual([{ from: 8, to: 13, message: '没有字段“prize”。' }]);
  });

  it('covers the last character when something is missing at the end', () => {
    expect(of('total +  ')).toMatchObject([{ from: 6, to: 7 }]);
  });

  it('lies inside the text and is never empty', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (text) => of(text).every(({ from, to }) => from >= 0 && from < to && to <= text.length)),
      { numRuns: 300 },
    );
  });
});
