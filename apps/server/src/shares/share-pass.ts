/** Says that a visitor has given the password of a link: signed, good for an hour, for this link and this password only. */

import { createHmac, type KeyObject } from 'node:crypto';
import { sameSecret } from '../accounts/session-token.ts';

const HOUR = 60 * 60_000;

interface Locked {
  readonly id: string;
  readonly passwordHash: string | null;
}

export function signPass(secret: KeyObject, share: Locked, now: Date): string {
  const until = (now.getTime() + HOUR).toString(36);
  return `${until}.${mac(secret, share, until)}`;
}

export function isPass(secret: KeyObject, share: Locked, pass: string, now: Date): boolean {
  const [until = '', signature = '', ...rest] = pass.split('.');
  return rest.length === 0 && sameSecret(signature, mac(secret, share, until)) && Number.parseInt(until, 36) > now.getTime();
}

const mac = (secret: KeyObject, { id, passwordHash }: Locked, until: string): string => createHmac('sha256', secret).update(JSON.stringify([id, passwordHash, until])).digest('base64url');
