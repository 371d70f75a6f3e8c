/** What a browser carries for us between two steps of signing in: sealed, for a few minutes, not for scripts. */

import { openText, sealText } from '../platform/sealed.ts';

const PLACE = '_cookie';

export interface CookieKind {
  readonly name: string;
  readonly minutes: number;
}

export function sealedCookie({ name, minutes }: CookieKind, value: unknown, { at, secure }: { at: Date; secure: boolean }): string {
  const sealed = sealText(PLACE, name, JSON.stringify({ value, until: at.getTime() + minutes * 60_000 }));
  return setCookie(nameOf(name, secure), sealed, secure, minutes * 60);
}

/** Undefined when there is none, it is over, or not ours. */
export function openCookie<Value>({ name }: CookieKind, header: string | undefined, { at, secure }: { at: Date; secure: boolean }): Value | undefined {
  const start = `${nameOf(name, secure)}=`;
  const sealed = header?.split(';').map((part) => part.trim()).find((part) => part.startsWith(start))?.slice(start.length);
  if (!sealed?.startsWith('v1:')) return undefined;
  try {
    const { value, until } = JSON.parse(openText(PLACE, name, sealed)) as { value: Value; until: number };
    return until > at.getTime() ? value : undefined;
  } catch {
    return undefined;
  }
}

export const endedCookie = ({ name }: CookieKind, secure: boolean): string => setCookie(nameOf(name, secure), '', secure, 0);

const nameOf = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name);
const setCookie = (name: string, value: string, secure: boolean, seconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
