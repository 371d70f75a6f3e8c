/**
 * Names of indexes and constraints: `<entity>.<field>.<purpose>`. A dot can be in no key, so two fields never
 * share a name; what is too long for Postgres is cut and told apart by a hash.
 */

import type { Design } from '@tessera/model';

export type Purpose = 'key' | 'fk' | 'unique' | 'sort' | 'list' | 'hash' | 'link' | 'from' | 'to' | 'same' | 'kept' | 'search';

const MAX_BYTES = 63;

export function objectName(entity: string, field: string, purpose: Purpose): string {
  const name = `${entity}.${field}.${purpose}`;
  return name.length <= MAX_BYTES ? name : `${name.slice(0, 40)}.${fnv1a(name)}.${purpose}`;
}

/** The table that keeps the links of a manyToMany relation: `"from"` the record, `"to"` the record it leads to, `"position"`. */
export const linkTable = (entity: string, field: string): string => objectName(entity, field, 'link');

/** The field whose uniqueness a violation is about (`constraint` of SQLSTATE 23505); null when it is none of ours. */
export function fieldOfUniqueIndex(design: Design, constraint: string): { readonly entity: string; readonly field: string } | null {
  for (const { key: entity, document } of design.entities.values()) {
    const field = document.fields.find(({ key, unique }) => unique && objectName(entity, key, 'unique') === constraint);
    if (field) return { entity, field: field.key };
  }
  return null;
}

/** Where the values of a removed field are kept: `_trash_<key>_<revision>`. */
export const trashColumn = (field: string, revision: number): string => `_trash_${field}_${revision}`;

function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
