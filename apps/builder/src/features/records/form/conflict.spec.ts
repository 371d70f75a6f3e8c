import { describe, expect, it } from '@jest/globals';
import type { VersionConflict } from '@tessera/contract';
import { changedBesides, contested, isVersionConflict, resolvedChanges } from './conflict.ts';

const conflict: VersionConflict = {
  version: 4,
  changedBy: null,
  changedAt: '2024-01-05T00:00:00.000Z',
  fields: [
    { field: 'name', current: 'Theirs', yours: 'Mine' },
    { field: 'level', current: 'a', yours: null },
    { field: 'phone', current: '1' },
  ],
};

describe('a version conflict', () => {
  it('asks only about fields both wrote', () => {
    expect(contested(conflict).map(({ field }) => field)).toEqual(['name', 'level']);
    expect(changedBesides(conflict).map(({ field }) => field)).toEqual(['phone']);
  });
  it('keeps what was chosen and everything nobody contested', () => {
    expect(resolvedChanges({ name: 'Mine', level: null, city: 'X' }, conflict, { name: 'yours', level: 'theirs' })).toEqual({ name: 'Mine', city: 'X' });
  });
  it('leaves the value of the other where nothing was chosen', () => {
    expect(resolvedChanges({ name: 'Mine', level: null }, conflict, {})).toEqual({});
  });
  it('is told from other details', () => {
    expect(isVersionConflict(conflict)).toBe(true);
    expect(isVersionConflict(undefined)).toBe(false);
    expect(isVersionConflict({ version: 1 })).toBe(false);
  });
});
