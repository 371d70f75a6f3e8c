import { describe, expect, it } from '@jest/globals';
import type { ApiKeyView } from '@tessera/contract';
import { byUse, keyStatus } from './key-status.ts';

const NOW = Date.parse('2026-11-22T00:00:00Z');
const key = (name: string, more: Partial<ApiKeyView>): ApiKeyView => ({
  id: name, name, prefix: 'tsk_abc', role: 'rep', only: null, owner: { id: 'm', label: 'M' }, createdAt: '2026-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z', lastUsedAt: null, revokedAt: null, ...more,
});

describe('API keys', () => {
  it('end when they are revoked or expire', () => {
    expect(keyStatus(key('a', {}), NOW)).toBe('alive');
    expect(keyStatus(key('a', { expiresAt: '2026-11-22T00:00:00Z' }), NOW)).toBe('expired');
    expect(keyStatus(key('a', { revokedAt: '2026-02-01T00:00:00Z', expiresAt: '2026-03-01T00:00:00Z' }), NOW)).toBe('revoked');
  });
  it('are listed with those that work first, and the newest of them before older ones', () => {
    const keys = [key('gone', { revokedAt: '2026-02-01T00:00:00Z' }), key('old', {}), key('over', { expiresAt: '2026-02-01T00:00:00Z' }), key('new', { createdAt: '2026-05-01T00:00:00Z' })];
    expect(keys.sort(byUse(NOW)).map(({ name }) => name)).toEqual(['new', 'old', 'over', 'gone']);
  });
});
