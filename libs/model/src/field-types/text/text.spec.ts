import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, optionsAreValid, refused, roundTrips } from '../../testing/values.ts';

const plain = field('name', 'text');
const coded = field('code', 'text', { options: { pattern: '^[A-Z]{2}\\d{4}$', maxLength: 10 } });

describe('text', () => {
  it('takes 255 characters unless told otherwise, counted as people count them', () => {
    expect(isValid(plain, '字'.repeat(255))).toBe(true);
    expect(isValid(plain, '😀'.repeat(255))).toBe(true);
    expect(isValid(plain, 'a'.repeat(256))).toBe(false);
    expect(cell(plain, 'a'.repeat(256))).toEqual(refused('FIELD_TOO_LONG'));
  });

  it('refuses what Postgres cannot store', () => {
    expect(isValid(plain, 'a\u0000b')).toBe(false);
    expect(isValid(plain, 'a\ud800b')).toBe(false);
    expect(cell(plain, 'a\u0000b')).toEqual(refused('FIELD_NOT_TEXT'));
  });

  it('holds values to the pattern', () => {
    expect(isValid(coded, 'AB1234')).toBe(true);
    expect(isValid(coded, 'ab1234')).toBe(false);
  });

  it.each(['(a+)+$', '(a|a)*b', '(\\w+\\s?)*$', '^(a*)*$', 'a*a*a*a*b', '(x)\\1', '(?=a)b', '(?<!a)b', '[', '(?<n>a)\\k<n>', '^(([a-z])+.)+[A-Z]([a-z])+$'])('refuses the run-away or unreadable pattern %s', (pattern) => {
    expect(optionsAreValid(field('t', 'text', { options: { pattern } }))).toBe(false);
  });

  it.each(['^\\d{3}-\\d{4}$', '^[A-Z]+$', '^[\\w.-]+@[\\w-]+\\.[\\w.-]+$', '^(SO|PO)-\\d{1,8}$', '^1[3-9]\\d{9}$', '^[\\u4e00-\\u9fa5]{2,10}$', '\\p{Lu}', '^a(?:bc)?d$'])('accepts the harmless pattern %s', (pattern) => {
    expect(optionsAreValid(field('t', 'text', { options: { pattern } }))).toBe(true);
  });

  it('trims cells and reads nothing as null', () => {
    expect(cell(plain, '  北京  ')).toBe('北京');
    expect(cell(plain, ' \t ')).toBeNull();
    expect(roundTrips(plain, 'México D.F.')).toEqual(['México D.F.', 'México D.F.']);
  });
});
