/**
 * How a value lies in Postgres. Everything in this lib that depends on a type depends on these few kinds,
 * never on a field type's key.
 */

import type { FieldModel, ValueKind } from '@tessera/model';

/** Also the name of the Postgres type a parameter of the kind is cast to. */
export type StorageKind = 'text' | 'numeric' | 'int' | 'boolean' | 'date' | 'timestamptz' | 'uuid' | 'text[]';

const KINDS: Readonly<Record<Exclude<ValueKind, 'rows' | 'computed'>, StorageKind>> = {
  text: 'text',
  decimal: 'numeric',
  integer: 'int',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  uuid: 'uuid',
  textList: 'text[]',
};

/** Chinese sorts by pinyin; deterministic, so that `=`, `LIKE` and unique indexes work as on any text. */
export const TEXT_COLLATION = 'COLLATE "zh-x-icu"';

/** The kind of a field's value, stored or computed. Throws for subforms, which have none. */
export function kindOf(field: FieldModel): StorageKind {
  const kind = field.valueType.valueKind;
  if (kind === 'rows' || kind === 'computed') throw new Error(`${field.key} has no value of its own`);
  return KINDS[kind];
}

export const isMember = (field: FieldModel): boolean => field.type.key === 'member';
export const isRelation = (field: FieldModel): boolean => field.type.refersTo === 'record';
export const isSubform = (field: FieldModel): boolean => field.type.refersTo === 'rows';
