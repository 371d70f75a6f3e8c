/**
 * Names of what we make in a workspace's schema. Indexes, constraints, link tables and functions are called
 * `<entity>.<field>.<purpose>`: a dot can be in no key, so two fields never share a name; what is too long for
 * Postgres is cut and told apart by a hash. Columns of ours begin with `_`, which no key does.
 */

import { fieldType, type Design } from '@tessera/model';
import type { FieldDocument } from '@tessera/contract';

export type Purpose = 'key' | 'fk' | 'unique' | 'sort' | 'list' | 'hash' | 'link' | 'from' | 'to' | 'same' | 'kept' | 'search';

const MAX_BYTES = 63;

export function objectName(entity: string, field: string, purpose: Purpose): string {
  return cut(`${entity}.${field}.${purpose}`, purpose);
}

/** The table that keeps the links of a manyToMany relation: `"from"` the record, `"to"` the record it leads to, `"position"`. */
export const linkTable = (entity: string, field: string): string => objectName(entity, field, 'link');

/** Where the value of a computed field is kept, once the aids of a design have made it. */
export const keptColumn = (field: string): string => `_m_${field}`;

/** Where a field is put together before it takes the place of the one it replaces. */
export const nextColumn = (field: string): string => `_next_${field}`;

/** Where the values of a removed field are kept: `_trash_<key>_<revision>`. */
export const trashColumn = (field: string, revision: number, part = ''): string => cut(`_trash_${field}_${revision}${part}`, `${revision}${part}`);

/** Where the rows of a removed entity, or the links of a removed relation, are kept. */
export const trashTable = (table: string, revision: number): string => cut(`_trash_${revision}_${table}`, 'trash');

/** The field whose uniqueness a violation is about (`constraint` of SQLSTATE 23505); null when it is none of ours. */
export function fieldOfUniqueIndex(design: Design, constraint: string): { readonly entity: string; readonly field: string } | null {
  for (const { key: entity, document } of design.entities.values()) {
    const field = document.fields.find((candidate) => isUnique(candidate) && objectName(entity, candidate.key, 'unique') === constraint);
    if (field) return { entity, field: field.key };
  }
  return null;
}

/** Whether two living records may not share its value. */
export const isUnique = (field: FieldDocument): boolean => (field.unique === true && fieldType(field.type).mayBeUnique) || isOneToOne(field);

export const isOneToOne = (field: FieldDocument): boolean => fieldType(field.type).refersTo === 'record' && field.options?.['cardinality'] === 'oneToOne';
export const isManyToMany = (field: FieldDocument): boolean => fieldType(field.type).refersTo === 'record' && field.options?.['cardinality'] === 'manyToMany';

function cut(name: string, end: string): string {
  return name.length <= MAX_BYTES ? name : `${name.slice(0, MAX_BYTES - 10 - end.length)}.${fnv1a(name)}.${end}`;
}

function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
