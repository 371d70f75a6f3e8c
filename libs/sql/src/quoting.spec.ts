import { describe, expect, it } from '@jest/globals';
import { quoteIdent, quoteLiteral } from './quoting.ts';

describe('quoteIdent', () => {
  it('quotes, and doubles the quotes inside', () => {
    expect(quoteIdent('order')).toBe('"order"');
    expect(quoteIdent('a"; DROP TABLE x; --')).toBe('"a""; DROP TABLE x; --"');
  });

  it('takes 63 bytes and no more, counted as UTF-8', () => {
    expect(quoteIdent('a'.repeat(63))).toBe(`"${'a'.repeat(63)}"`);
    expect(quoteIdent('客'.repeat(21))).toBe(`"${'客'.repeat(21)}"`);
    expect(() => quoteIdent('a'.repeat(64))).toThrow('63 bytes');
    expect(() => quoteIdent('客'.repeat(22))).toThrow('63 bytes');
    expect(() => quoteIdent('😀'.repeat(16))).toThrow('63 bytes');
  });

  it('refuses nothing and NUL', () => {
    expect(() => quoteIdent('')).toThrow('empty');
    expect(() => quoteIdent('a\0b')).toThrow('NUL');
  });
});

describe('quoteLiteral', () => {
  it('doubles quotes, and backslashes in a form that no setting changes', () => {
    expect(quoteLiteral(`it's`)).toBe(`'it''s'`);
    expect(quoteLiteral(`a\\b'c`)).toBe(`E'a\\\\b''c'`);
    expect(() => quoteLiteral('a\0')).toThrow('NUL');
  });
});
