import { describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { hashRecoveryCode, newRecoveryCodes, newTotpSecret, stepOfCode, totpUri } from './totp.ts';

const AT = new Date('2026-11-22T08:00:10Z');
const STEP = Math.floor(AT.getTime() / 30_000);
/** RFC 6238 appendix B: the ASCII text 12345678901234567890. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const codeAt = (secret: string, step: number): string => generateSync({ secret, epoch: step * 30 });

describe('a one-time code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [2_000_000_000, '279037'],
  ])('at %i seconds is what RFC 6238 says', (seconds, code) => {
    expect(stepOfCode(RFC_SECRET, code, new Date(seconds * 1000), null)).toBe(Math.floor(seconds / 30));
  });

  it.each([-2, -1, 0, 1, 2])('of %i steps from now is taken when it is one step off at most', (steps) => {
    const secret = newTotpSecret();
    expect(stepOfCode(secret, codeAt(secret, STEP + steps), AT, null)).toBe(Math.abs(steps) <= 1 ? STEP + steps : undefined);
  });

  it('is not taken again, nor one before it', () => {
    const secret = newTotpSecret();
    for (const steps of [-1, 0]) expect(stepOfCode(secret, codeAt(secret, STEP + steps), AT, STEP)).toBeUndefined();
    expect(stepOfCode(secret, codeAt(secret, STEP + 1), AT, STEP)).toBe(STEP + 1);
  });

  it('may be typed with spaces', () => {
    const secret = newTotpSecret();
    expect(stepOfCode(secret, ` ${codeAt(secret, STEP).replace(/^(...)/, '$1 ')}`, AT, null)).toBe(STEP);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '-12345', '1e5000'])('is not %j', (code) => {
    expect(stepOfCode(RFC_SECRET, code, AT, null)).toBeUndefined();
  });

  it('has a secret of 160 bits, in an address that apps read', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(totpUri(secret, 'li@example.com')).toBe(`otpauth://totp/Tessera:li%40example.com?secret=${secret}&issuer=Tessera`);
  });
});

describe('recovery codes', () => {
  it('are ten, each with 80 bits in letters that are not mistaken', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  });

  it('are the same with other case, without dashes, and with letters for digits', () => {
    expect(new Set(['0123-4567-89ab-1100', '0123456789AB1100', 'O123 4567 89ab IlO0'].map(hashRecoveryCode)).size).toBe(1);
    expect(hashRecoveryCode('0123-4567-89ab-1101')).not.toBe(hashRecoveryCode('0123-4567-89ab-1100'));
    expect(hashRecoveryCode('123456')).toBeUndefined();
  });
});
