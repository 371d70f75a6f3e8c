/**
 * One-time codes (RFC 6238: SHA-1, six digits, 30 seconds) and the recovery codes for a lost device. A code is taken one
 * step early or late, and none twice: the step of the last one is remembered.
 */

import { hash, randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';

const ISSUER = 'Tessera';
const RECOVERY_CODES = 10;
/** Crockford's: nothing that is read for something else. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_LENGTH = 16;

export const newTotpSecret = (): string => generateSecret();

export const totpUri = (secret: string, label: string): string => generateURI({ issuer: ISSUER, label, secret });

/** The time step of a right code that is later than `lastStep`; undefined for any other. */
export function stepOfCode(secret: string, code: string, at: Date, lastStep: number | null): number | undefined {
  const token = code.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const result = verifySync({ secret, token, epoch: Math.floor(at.getTime() / 1000), epochTolerance: 30, ...(lastStep === null ? {} : { afterTimeStep: lastStep }) });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** 80 bits each, `xxxx-xxxx-xxxx-xxxx`; shown once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = Array.from({ length: RECOVERY_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return (text.match(/.{4}/g) ?? []).join('-');
  });
}

/** What is kept of a recovery code, however it is typed; undefined for what cannot be one. */
export function hashRecoveryCode(code: string): string | undefined {
  const text = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return text.length === RECOVERY_LENGTH ? hash('sha256', text) : undefined;
}
