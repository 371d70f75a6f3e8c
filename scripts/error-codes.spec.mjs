import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCodesPage, page } from './error-codes.mjs';

describe('docs/error-codes.md', () => {
  it('lists every declared error as the sources have it (else: npm run docs:errors)', async () => {
    expect(readFileSync(page, 'utf8')).toBe(await errorCodesPage());
  });

  it('has both languages for every code, and nothing left to fill in', async () => {
    const lines = (await errorCodesPage()).split('\n').filter((line) => /^\| `[A-Z]/.test(line));
    expect(lines.length).toBeGreaterThan(60);
    expect(lines.filter((line) => /undefined|\[object/.test(line) || / \|\s*\|/.test(line))).toEqual([]);
  });
});
