import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PATTERN_TEXT } from './ajv.ts';
import { safePattern, waysToMatch } from './safe-pattern.ts';

const check = (pattern: string): string => {
  const compiled = safePattern(pattern, MAX_PATTERN_TEXT);
  return compiled.ok ? 'ok' : compiled.problem;
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

  it('counts at least the ways that backtracking tries, whatever a pattern is made of', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[a-c]', '[^x]', 'x').map((text): Pattern => ({ text, kind: 'atom' }));
    const pattern = fc.letrec<{ node: Pattern }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        atom,
        fc.tuple(tie('node'), fc.constantFrom<readonly [string, number, number]>(['*', 0, Infinity], ['+', 1, Infinity], ['?', 0, 1], ['{2,5}', 2, 5], ['{3}', 3, 3], ['*?', 0, Infinity], ['{1,}', 1, Infinity]))
          .map(([part, [sign, min, max]]): Pattern => ({ text: `(?:${part.text})${sign}`, kind: 'repeat', part, min, max })),
        fc.tuple(tie('node'), tie('node')).map(([a, b]): Pattern => ({ text: a.text + b.text, kind: 'row', parts: [a, b] })),
        fc.tuple(tie('node'), tie('node')).map(([a, b]): Pattern => ({ text: `(${a.text}|${b.text})`, kind: 'choice', parts: [a, b] })),
      ),
    })).node;
    const texts = fc.constantFrom('aaaaaa', 'ababab', 'aaaaax', 'xxxxxx', 'bbbabb', '');
    fc.assert(
      fc.property(pattern, texts, fc.boolean(), (body, text, start) => {
        const ways = waysToMatch(`${start ? '^' : ''}(?:${body.text})`, text.length);
        if (!ways.ok) return;
        expect(waysTried(body, text, start)).toBeLessThanOrEqual(ways.value);
      }),
      { numRuns: 2000 },
    );
  });

  it('decides about any text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('(', ')', 'a', '*', '+', '{', '9', '}', '|', '[', ']', '\\', '?', ':', '^'), maxLength: 300 }), (text) => expect(typeof check(text)).toBe('string')), { numRuns: 300 });
  });
});

/** A pattern as it was put together, beside its text. */
type Pattern = { readonly text: string } & (
  | { readonly kind: 'atom' }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: 'row' | 'choice'; readonly parts: readonly [Pattern, Pattern] }
);

/** A backtracking matcher that never succeeds, so that it comes to every end there is; how many ends it came to. Beyond a bound it stops counting. */
function waysTried(pattern: Pattern, text: string, anchored: boolean): number {
  let ends = 0;
  const go = (node: Pattern, at: number, then: (at: number) => void): void => {
    if (ends > 50_000) return;
    switch (node.kind) {
      case 'atom':
        if (at < text.length && new RegExp(`^${node.text}$`, 'u').test(text.charAt(at))) then(at + 1);
        return;
      case 'row':
        return go(node.parts[0], at, (next) => go(node.parts[1], next, then));
      case 'choice':
        for (const part of node.parts) go(part, at, then);
        return;
      case 'repeat': {
        const more = (count: number, from: number): void => {
          // A round that takes nothing is not gone again.
          if (count < node.max) go(node.part, from, (next) => (next > from || count < node.min ? more(count + 1, next) : undefined));
          if (count >= node.min) then(from);
        };
        return more(0, at);
      }
    }
  };
  for (let start = 0; start <= (anchored ? 0 : text.length); start += 1) go(pattern, start, () => (ends += 1));
  return ends;
}
