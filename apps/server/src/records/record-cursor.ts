/**
 * Page marks. A cursor holds the sort keys of the row at one end of the page the actor was shown, sealed together with
 * the actor and the question: it is good for nobody else and no other query, and only this installation can read what it
 * was sorted by.
 */

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, createSecretKey, type KeyObject } from 'node:crypto';
import type { PageMark, RowKeys } from '@tessera/sql/read';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** `bound`: what the cursor is valid for, e.g. actor, entity, filter and sort as one text. */
export function sealCursor(secret: KeyObject, bound: string, { side, keys }: PageMark): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(secret), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(digest(bound));
  const body = cipher.update(JSON.stringify([side === 'after' ? 1 : 0, ...keys]), 'utf8');
  return Buffer.concat([iv, body, cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** The mark in it, or null for anything not sealed here for exactly this. */
export function openCursor(secret: KeyObject, bound: string, cursor: string): PageMark | null {
  const bytes = Buffer.from(cursor, 'base64url');
  // One spelling only: what decodes to the same bytes is another text.
  if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return null;
  const decipher = createDecipheriv(CIPHER, keyFor(secret), bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(digest(bound));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return null;
  }
  const [side, ...keys] = JSON.parse(body.toString('utf8')) as [number, ...RowKeys];
  return { side: side === 1 ? 'after' : 'before', keys };
}

const digest = (bound: string): Buffer => createHash('sha256').update(bound).digest();

const derived = new WeakMap<KeyObject, KeyObject>();

/** The secret is for making keys of; cursors have one of their own. */
function keyFor(secret: KeyObject): KeyObject {
  let key = derived.get(secret);
  if (!key) derived.set(secret, (key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'page mark', 32)))));
  return key;
}
