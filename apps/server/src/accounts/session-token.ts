/** The secret in a browser's cookie. We know only its hash, so a copy of the database signs nobody in. */

import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const PLAIN = 'tessera_session';
/** Browsers take a `__Host-` cookie only from this host over TLS. */
const SECURE = '__Host-tessera_session';

export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashSecret = (secret: string): string => hash('sha256', secret);

export function sameSecret(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Over TLS only the cookie that nobody but this host over TLS can have set. */
export function readSessionToken(cookieHeader: string | undefined, secure: boolean): string | undefined {
  const name = `${nameOf(secure)}=`;
  const found = cookieHeader?.split(';').find((part) => part.trimStart().startsWith(name));
  return found?.trim().slice(name.length);
}

export function sessionCookie(token: string, secure: boolean, seconds: number): string {
  return cookie(token, secure, seconds);
}

export function endedSessionCookie(secure: boolean): string {
  return cookie('', secure, 0);
}

function cookie(value: string, secure: boolean, maxAge: number): string {
  return `${nameOf(secure)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

const nameOf = (secure: boolean): string => (secure ? SECURE : PLAIN);
