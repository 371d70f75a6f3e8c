/**
 * What waits in one of our own tables for whoever may have it, and may hold values of encrypted fields: files that are
 * imported and exported, answers that may be given again. It is closed under the keys of those fields and bound to the
 * column it lies in; what was written before that is read as it is.
 */

import { fieldCipher } from './field-cipher.ts';

const ENVELOPE = /^v1:[\w-]{8}:/;

/** JSON text for a `json` column, or any text column. */
export const sealJson = (table: string, column: string, value: unknown): string => JSON.stringify(sealText(table, column, JSON.stringify(value)));

/** The value out of a `jsonb` column, parsed already. */
export function openJson<Value>(table: string, column: string, stored: unknown): Value {
  return (typeof stored === 'string' && ENVELOPE.test(stored) ? JSON.parse(fieldCipher().open(table, column, stored)) : stored) as Value;
}

export const sealText = (table: string, column: string, text: string): string => fieldCipher().seal(table, column, text);
export const openText = (table: string, column: string, stored: string): string => (ENVELOPE.test(stored) ? fieldCipher().open(table, column, stored) : stored);

export const sealBytes = (table: string, column: string, bytes: Buffer): Buffer => fieldCipher().sealBytes(table, column, bytes);
export const openBytes = (table: string, column: string, stored: Buffer): Buffer => fieldCipher().openBytes(table, column, stored);
