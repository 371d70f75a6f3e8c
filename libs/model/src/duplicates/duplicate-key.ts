/**
 * What two records that a duplicate rule takes for the same have in common: one text per rule and record, kept in the
 * column `_dup_<rule>` by the write door and looked up there. Pure; a record that says nothing has no key.
 */

import type { DuplicateRule } from '@tessera/contract';
import { isValues, type Values } from '../record/normalize-values.ts';
import { NORMALISERS } from './normalise.ts';

const SEPARATOR = '\u001f'; // cannot be in what the normalisers leave, and is not stored in texts by people
const MAX_LENGTH = 300;

export const duplicateColumn = (rule: string): string => `_dup_${rule}`;

/**
 * `values` in canonical wire form; those of encrypted fields given as their hashes. Null when a field of the rule is empty,
 * or nothing is left of it.
 */
export function duplicateKey(rule: DuplicateRule, values: Values): string | null {
  const parts = rule.fields.map(({ field, as }) => partOf(values[field], as));
  if (parts.some((part) => part === null || part === '')) return null;
  const key = parts.join(SEPARATOR);
  return key.length <= MAX_LENGTH ? key : `${key.slice(0, 200)}${SEPARATOR}${key.length}${SEPARATOR}${fingerprint(key)}`;
}

function partOf(value: unknown, as: DuplicateRule['fields'][number]['as']): string | null {
  const plain = isValues(value) && typeof value['id'] === 'string' ? value['id'] : value;
  if (plain === null || plain === undefined || plain === '') return null;
  if (as === 'exact') return typeof plain === 'string' ? plain : JSON.stringify(plain);
  return typeof plain === 'string' ? NORMALISERS[as](plain) : null;
}

/** 53 bits (cyrb53); for texts too long for an index entry, beside their first 200 characters and their length. */
function fingerprint(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
