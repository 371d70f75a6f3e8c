import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_JSON_DEPTH, parseJsonBody } from './json-body.ts';

const parse = (text: string) => parseJsonBody(Buffer.from(text));

describe('a JSON body', () => {
  it('comes out as it was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        const parsed = parse(text);
        if (parsed.ok) expect(JSON.stringify(parsed.value)).toBe(text);
        else expect(text).toMatch(/__proto__|constructor|prototype|\\u/);
      }),
    );
  });

  it('never adds to an object what JavaScript would look up', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      expect(parse(`{"a":[{"${key}":{"x":1}}]}`)).toMatchObject({ ok: false, problem: [{ path: `a.0.${key}`, code: 'FIELD_NAME_FORBIDDEN' }] });
    }
  });

  it('may be nested to the limit and no deeper', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parse(nested(MAX_JSON_DEPTH)).ok).toBe(true);
    expect(parse(nested(MAX_JSON_DEPTH + 1))).toMatchObject({ ok: false, problem: [{ code: 'JSON_TOO_DEEP' }] });
  });

  it('is nothing when it is empty', () => {
    expect(parse('')).toEqual({ ok: true, value: undefined });
  });

  it('lists many problems without listing them all', () => {
    const parsed = parse(JSON.stringify(Array.from({ length: 10_000 }, () => '\u0000')));
    expect(parsed.ok ? [] : parsed.problem.length).toBeLessThan(10_001);
  });
});
