/**
 * Decides which regular expressions a designer may use. A backtracking engine can take hours on a short text;
 * so a pattern is refused unless the number of ways it can match is small for the longest text it will see.
 * The bound is computed over the pattern's own structure; nested quantifiers blow it up by themselves.
 * Backreferences and lookarounds are refused outright.
 */

import { fail, ok, type Result } from '@tessera/contract';

export type PatternRefusal = 'syntax' | 'backreference' | 'lookaround' | 'costly';

/** Ways to match, times starting positions: about a tenth of a second at worst. */
const MAX_WAYS = 2e7;
const MAX_PATTERN_LENGTH = 300;
const MAX_DEPTH = 20;

/** Compiles a pattern (JSON Schema semantics: unanchored, flag `u`) for texts of at most `maxLength` characters. */
export function safePattern(pattern: string, maxLength: number): Result<RegExp, PatternRefusal> {
  if (pattern.length > MAX_PATTERN_LENGTH) return fail('costly');
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern, 'u');
    compiled.test(''); // "too large" is only thrown on first use
  } catch {
    return fail('syntax');
  }
  const ways = waysToMatch(pattern, maxLength);
  return ways.ok && ways.value > MAX_WAYS ? fail('costly') : ways.ok ? ok(compiled) : ways;
}

/** In how many ways a text of `maxLength` could match at most, times the places to start from; no engine tries more. Of a pattern that `RegExp` takes. */
export function waysToMatch(pattern: string, maxLength: number): Result<number, PatternRefusal> {
  const reader = new PatternReader(pattern, maxLength);
  const ways = reader.readAlternatives(0);
  if (reader.refusal) return fail(reader.refusal);
  return ok(ways * (pattern.startsWith('^') && !reader.alternatesAtTop ? 1 : maxLength + 1));
}

/** Walks a pattern that `RegExp` has already accepted, and counts the ways it can match at one position. */
class PatternReader {
  refusal: PatternRefusal | null = null;
  alternatesAtTop = false;
  private at = 0;
  private readonly pattern: string;
  private readonly maxLength: number;

  constructor(pattern: string, maxLength: number) {
    this.pattern = pattern;
    this.maxLength = maxLength;
  }

  /** Alternatives add up. */
  readAlternatives(depth: number): number {
    if (depth > MAX_DEPTH) this.refusal ??= 'costly';
    let ways = this.readSequence(depth);
    while (this.refusal === null && this.pattern[this.at] === '|') {
      if (depth === 0) this.alternatesAtTop = true;
      this.at += 1;
      ways += this.readSequence(depth);
    }
    return ways;
  }

  /** Parts of a sequence multiply. */
  private readSequence(depth: number): number {
    let ways = 1;
    while (this.refusal === null && this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at] ?? '')) {
      const atom = this.readAtom(depth);
      ways *= this.readQuantifier(atom);
    }
    return ways;
  }

  private readAtom(depth: number): number {
    const char = this.pattern[this.at];
    if (char === '(') return this.readGroup(depth);
    if (char === '[') {
      this.skipClass();
      return 1;
    }
    if (char === '\\') {
      const next = this.pattern[this.at + 1] ?? '';
      if (/[1-9]/.test(next) || (next === 'k' && this.pattern[this.at + 2] === '<')) this.refusal ??= 'backreference';
      const braced = /^\\(?:[pP]|u)\{[^}]*\}/.exec(this.pattern.slice(this.at));
      this.at += braced ? braced[0].length : 2;
      return 1;
    }
    this.at += 1;
    return 1;
  }

  private readGroup(depth: number): number {
    const rest = this.pattern.slice(this.at);
    if (/^\(\?(?:=|!|<=|<!)/.test(rest)) this.refusal ??= 'lookaround';
    this.at += /^\((?:\?(?::|<[^>]*>|[a-z-]*:))?/.exec(rest)?.[0].length ?? 1;
    const ways = this.readAlternatives(depth + 1);
    this.at += 1;
    return ways;
  }

  private skipClass(): void {
    this.at += 1;
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']') this.at += this.pattern[this.at] === '\\' ? 2 : 1;
    this.at += 1;
  }

  /** Between `min` and `max` repetitions of something with `ways` ways: the sum of their powers. */
  private readQuantifier(ways: number): number {
    const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.pattern.slice(this.at));
    if (!match) return ways;
    this.at += match[0].length;
    const [, sign, least, comma, most] = match;
    const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
    const open = sign === '*' || sign === '+' || (comma === ',' && most === '');
    const max = open ? Math.max(min, this.maxLength) : sign === '?' ? 1 : comma === ',' ? Number(most) : min;
    if (ways === 1) return max - min + 1;
    let sum = 0;
    for (let count = min; count <= max && sum <= MAX_WAYS; count += 1) sum += ways ** count;
    return sum;
  }
}
