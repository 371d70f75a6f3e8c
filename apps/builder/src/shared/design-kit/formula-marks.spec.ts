import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { insertAt, markProblems } from './formula-marks.ts';

describe('markProblems', () => {
  it('loses nothing of the text, whatever the positions', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.record({ from: fc.integer({ min: -2, max: 30 }), to: fc.integer({ min: -2, max: 30 }) })), (text, problems) => {
        expect(markProblems(text, problems).map((segment) => segment.text).join('')).toBe(text);
      }),
    );
  });

  it('marks exactly what the problem is about', () => {
    expect(markProblems('total * prize', [{ from: 8, to: 13 }])).toEqual([
      { text: 'total * ', wrong: false },
      { text: 'prize', wrong: true },
    ]);
  });

  it('marks the last character when something is missing at the end', () => {
    expect(markProblems('a +', [{ from: 3, to: 3 }]).at(-1)).toEqual({ text: '+', wrong: true });
  });
});

describe('insertAt', () => {
  it('keeps words apart', () => {
    expect(insertAt('total', 5, 5, 'price')).toEqual({ text: 'total price', caret: 11 });
    expect(insertAt('total * ', 8, 8, 'price')).toEqual({ text: 'total * price', caret: 13 });
  });

  it('replaces what is selected', () => {
    expect(insertAt('a + b', 4, 5, 'IF()')).toEqual({ text: 'a + IF()', caret: 8 });
  });
});
