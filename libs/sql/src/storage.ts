/**
 * How a value lies in Postgres. Everything in this lib that depends on a type depends on these few kinds,
 * never on a field type's key.
 */

import type { FieldModel, LookupModel, ValueKind } from '@tessera/model';

/** Also the name of the Postgres type a parameter of the kind is cast to. */
export type StorageKind = 'text' | 'numeric' | 'int' | 'boolean' | 'date' | 'timestamptz' | 'uuid' | 'text[]' | 'uuid[]' | 'jsonb';

const KINDS: Readonly<Record<Exclude<ValueKind, 'rows' | 'computed' | 'none'>, StorageKind>> = {
  text: 'text',
  decimal: 'numeric',
  integer: 'int',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  uuid: 'uuid',
  textList: 'text[]',
  uuidList: 'uuid[]',
  json: 'jsonb',
};

/** Chinese sorts by pinyin; deterministic, so that `=`, `LIKE` and unique indexes work as on any text. */
export const TEXT_COLLATION = 'COLLATE "zh-x-icu"';

/** The kind of a field's value, stored or computed. Throws for subforms and buttons, which have none. */
export function kindOf(field: FieldModel): StorageKind {
  const kind = field.valueType.valueKind;
  if (kind === 'rows' || kind === 'computed' || kind === 'none') throw new Error(`${field.key} has no value of its own`);
  return KINDS[kind];
}

/** The value is the id of a member, read with their name. */
export const isMember = (field: FieldModel): boolean => field.valueType.pointsTo === 'member' && field.valueType.valueKind === 'uuid';
/** The value is a list of ids of members. */
export const isMembers = (field: FieldModel): boolean => field.valueType.pointsTo === 'member' && field.valueType.valueKind === 'uuidList';
export const isDepartment = (field: FieldModel): boolean => field.valueType.pointsTo === 'department';
/** A relation to one record: a column with its id. */
export const isRelation = (field: FieldModel): boolean => field.type.refersTo === 'record' && !field.many;
/** A relation to many records: a table of links instead of a column. */
export const isLinks = (field: FieldModel): boolean => field.type.refersTo === 'record' && field.many;
/** The value is a list of uploaded files. */
export const isFiles = (field: FieldModel): boolean => field.valueType.pointsTo === 'file';
/** Read as a list whatever there is; an empty one lies as NULL. Of a lookup: what it shows. */
export const isToMany = (field: FieldModel): boolean => isMembers(field) || isFiles(field) || isLinks(field);
export const isSubform = (field: FieldModel): boolean => field.type.refersTo === 'rows';
/** A lookup whose value is read in the record it looks at, as far as that may be seen there; a published one has a value of its own unless that is another record. */
export const isLookedUp = (field: FieldModel): field is FieldModel & { readonly lookup: LookupModel } =>
  field.lookup !== undefined && !(field.document.published === true && field.valueType.refersTo === null);
/** Buttons have nothing to be read. */
export const hasValue = (field: FieldModel): boolean => field.valueType.valueKind !== 'none';
