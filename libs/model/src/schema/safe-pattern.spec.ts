import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PATTERN_TEXT } from './ajv.ts';
import { safePattern } from './safe-pattern.ts';

const check = (pattern: string): string => {
  const compiled = safePattern(pattern, MAX_PATTERN_TEXT);
  return compiled.ok ? 'ok' : compiled.problem;
};
/** Milliseconds the pattern takes on the one text that is worst for it. */
const worst = (pattern: RegExp): number => {
  const times = ['a', 'aA0', ' ', '-', 'ab', '中'].flatMap((stem) =>
    ['!', ''].map((end) => {
      const text = stem.repeat(MAX_PATTERN_TEXT).slice(0, MAX_PATTERN_TEXT - 1) + end;
      const start = process.hrtime.bigint();
      pattern.test(text);
      return Number(process.hrtime.bigint() - start) / 1e6;
    }),
  );
  return Math.max(...times);
};

describe('safePattern', () => {
  it.each([
    '(a+)+$', '(a*)*b', '(a|a)*$', '(a|aa)+$', '([a-zA-Z]+)*$', '(.*a){20}', '(.*)*x', '(a+){10}$', '(a?){50}a{50}', '^(\\w+\\s?)*$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y',
    '^(\\d+)*$', '(?:a+)+b', '(?<n>a+)+b', '((a+)+)+', '(a{1,50}){1,50}', 'a*a*a*a*a*b', '\\w*\\w*\\w*\\w*-', '^(.|\\n)*(.|\\n)*(.|\\n)*x', '(\\s+)*x', '(a|b|ab)*c',
    '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)+[a-z]{2,}$', '([^@]+)+@', '(0|[1-9][0-9]*)+x', '(\\p{L}+)+1', '(a+|b+|c+)*d', '^((ab)*)+$', '.*.*.*.*x', '(((((((((((((((((((((a)))))))))))))))))))))',
  ])('refuses %s, which can run away', (pattern) => {
    expect(check(pattern)).toBe('costly');
  });

  it.each([['(a)\\1', 'backreference'], ['(?<n>a)\\k<n>', 'backreference'], ['(?=a)b', 'lookaround'], ['(?!a)b', 'lookaround'], ['(?<=a)b', 'lookaround'], ['(?<!a)b', 'lookaround'], ['[', 'syntax'], ['(', 'syntax'], ['a{2,1}', 'syntax'], ['*', 'syntax'], ['\\', 'syntax'], ['a'.repeat(301), 'costly']])('refuses %s as %s', (pattern, problem) => {
    expect(check(pattern)).toBe(problem);
  });

  it.each([
    '^\\d{6}$', '^1[3-9]\\d{9}$', '^[A-Z]{2,4}-\\d{1,8}$', '^[\\w.-]+@[\\w-]+\\.[\\w.-]+$', '^[\\u4e00-\\u9fa5]{2,10}$', '^(SO|PO|QU)\\d{4}$', '\\p{Lu}', 'abc', '^a?b?c?$', '^[^\\s]+$', '^\\d+(?:\\.\\d{1,2})?$', '^(?:[01]\\d|2[0-3]):[0-5]\\d$',
  ])('takes %s', (pattern) => {
    expect(check(pattern)).toBe('ok');
  });

  it('lets through nothing that takes long, whatever it is made of', () => {
    const atom = fc.constantFrom('a', 'b', '.', '\\d', '\\w', '[a-z]', '[^x]', '-', ' ', '中');
    const pattern = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        atom,
        fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2,5}', '{3}', '*?', '{1,}')).map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a}|${b})`),
      ),
    })).node;
    let taken = 0;
    fc.assert(
      fc.property(pattern, fc.boolean(), fc.boolean(), (body, start, end) => {
        const compiled = safePattern(`${start ? '^' : ''}${body}${end ? '$' : ''}`, MAX_PATTERN_TEXT);
        if (!compiled.ok) return;
        taken += 1;
        expect(worst(compiled.value)).toBeLessThan(2000);
      }),
      { numRuns: 150 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('decides about any text at once', () => {
    const start = process.hrtime.bigint();
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('(', ')', 'a', '*', '+', '{', '9', '}', '|', '[', ']', '\\', '?', ':', '^'), maxLength: 300 }), (text) => expect(typeof check(text)).toBe('string')), { numRuns: 300 });
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(5000);
  });
});
