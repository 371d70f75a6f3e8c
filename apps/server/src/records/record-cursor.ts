/**
 * Page marks. A cursor holds the sort keys of the row at one end of the page the actor was shown, signed together with
 * the actor and the question, so that it is good for nobody else and no other query. It holds nothing the page did not
 * show.
 */

import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { PageMark, RowKeys } from '@tessera/sql/read';

const MAC_BYTES = 16;

/** `bound`: what the cursor is valid for, e.g. actor, entity, filter and sort as one text. */
export function signCursor(secret: KeyObject, bound: string, { side, keys }: PageMark): string {
  const body = Buffer.from(JSON.stringify([side === 'after' ? 1 : 0, ...keys]), 'utf8');
  return Buffer.concat([mac(secret, bound, body), body]).toString('base64url');
}

/** The mark in it, or null for anything not signed here for exactly this. */
export function openCursor(secret: KeyObject, bound: string, cursor: string): PageMark | null {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= MAC_BYTES) return null;
  const body = bytes.subarray(MAC_BYTES);
  if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(secret, bound, body))) return null;
  const [side, ...keys] = JSON.parse(body.toString('utf8')) as [number, ...RowKeys];
  return { side: side === 1 ? 'after' : 'before', keys };
}

function mac(secret: KeyObject, bound: string, body: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${bound.length}:${bound}`).update(body).digest().subarray(0, MAC_BYTES);
}
