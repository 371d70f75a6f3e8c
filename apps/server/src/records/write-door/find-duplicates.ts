/** What `duplicates.ts` finds for values that are being entered. */

import type { DuplicateMatch } from '@tessera/contract';
import { duplicateKey, normalizeValues } from '@tessera/model';
import { findAlike, type AlikeQuestion } from '@tessera/sql/write';
import { fieldCipher } from '../../platform/field-cipher.ts';
import { tableOf, type Door } from './door.ts';
import { nameAlike, type Alike } from './duplicates.ts';
import { traitsOf } from './traits.ts';

/** By the rules of which the values hold every field; one match a rule and record. */
export async function findDuplicates(door: Door, given: Readonly<Record<string, unknown>>, id: string | undefined): Promise<DuplicateMatch[]> {
  const { db, writer, entity } = door;
  const { rules, encrypted } = traitsOf(entity);
  const values = normalizeValues(writer.design, entity.key, given);
  for (const key of encrypted) if (typeof values[key] === 'string') values[key] = fieldCipher().hash(entity.key, key, values[key]);
  const questions = rules.flatMap((rule): AlikeQuestion[] => {
    const key = rule.fields.every(({ field }) => writer.access.canField('read', entity.key, field)) ? duplicateKey(rule, values) : null;
    return key === null ? [] : [{ rule: rule.key, keys: [key] }];
  });
  if (questions.length === 0) return [];
  return [...(await nameAlike(door, await db.query<Alike>(findAlike(tableOf(door, entity), questions, id === undefined ? [] : [id]))))];
}
