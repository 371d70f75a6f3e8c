import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formulasPage, page } from './formula-functions.mjs';

describe('docs/formulas.md', () => {
  it('lists every function as the library has it (else: npm run docs:formulas)', async () => {
    expect(readFileSync(page, 'utf8')).toBe(await formulasPage());
  });
});
