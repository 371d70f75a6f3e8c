import { describe, expect, it } from '@jest/globals';
import { createStatement } from '../statement.ts';
import { afterConditions, orderBy, type SortColumn } from './keyset.ts';

const key = (sql: string, more: Partial<SortColumn> = {}): SortColumn => ({ sql, kind: 'text', desc: false, nullable: true, indexed: false, ...more });
const id = (desc = false): SortColumn => key('id', { kind: 'uuid', desc, nullable: false, indexed: true });
const after = (keys: readonly SortColumn[], values: readonly unknown[]): readonly string[] => afterConditions(createStatement(), keys, values);

describe('the order of a page', () => {
  it('names no place for empty values: it is that of an index', () => {
    expect(orderBy([key('a'), key('b', { desc: true }), id(true)])).toBe('a, b DESC, id DESC');
  });
});

describe('the start of a page', () => {
  it('is one row comparison when every key runs the same way and no empty value can follow', () => {
    expect(after([key('at', { kind: 'timestamptz', desc: true, nullable: false }), id(true)], ['t', 'i'])).toEqual(['(at, id) < ($1::timestamptz, $2::uuid)']);
    expect(after([key('a', { desc: true }), id(true)], ['x', 'i'])).toEqual(['(a, id) < ($1::text, $2::uuid)']);
    expect(after([key('n', { kind: 'int', nullable: false }), id()], [1, 'i'])).toEqual(['(n, id) > ($1::int, $2::uuid)']);
  });

  it('says that empty values follow when ascending', () => {
    expect(after([key('a'), id()], ['x', 'i'])).toEqual(['((a > $1::text OR a IS NULL) OR (a = $1::text AND id > $2::uuid))']);
  });

  it('is two places when an index can jump to each', () => {
    expect(after([key('a', { indexed: true }), id()], ['x', 'i'])).toEqual(['(a, id) > ($1::text, $2::uuid)', 'a IS NULL']);
    expect(after([key('a', { indexed: true }), id()], [null, 'i'])).toEqual(['(a IS NULL AND id > $1::uuid)']);
  });

  it('goes from the empty values to the rest when descending', () => {
    expect(after([key('a', { desc: true }), id(true)], [null, 'i'])).toEqual(['(a IS NOT NULL OR (a IS NULL AND id < $1::uuid))']);
  });

  it('tells an index where the first key is when the keys run different ways', () => {
    expect(after([key('a', { nullable: false }), key('b', { desc: true }), id(true)], ['x', 'y', 'i'])).toEqual([
      'a >= $1::text AND (a > $1::text OR (a = $1::text AND (b < $2::text OR (b = $2::text AND id < $3::uuid))))',
    ]);
  });

  it('refuses a cursor of another sort', () => {
    expect(() => after([key('a'), id()], ['x'])).toThrow('1 values for 2 sort keys');
  });
});
