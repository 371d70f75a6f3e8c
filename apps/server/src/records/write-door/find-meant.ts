/**
 * Records that values mean, compared as the unique indexes compare them: letter case as the field says, encrypted values by
 * their hashes. Only records are found of which the writer may read what they are found by.
 */

import { hashColumn, validateRecord, type EntityModel } from '@tessera/model';
import { findByValues, rightsQuery } from '@tessera/sql/write';
import type { Db } from '../../platform/database.ts';
import { fieldCipher } from '../../platform/field-cipher.ts';
import { permissionOf, tableOf } from './door.ts';
import type { Writer } from './writer.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Meant {
  readonly index: number;
  readonly id: string;
}

/** `rows`: canonical values of every field of `by`. A row that has no value of one of them, or none that the field can have, finds nothing. */
export async function findMeant(db: Db, writer: Writer, key: string, by: readonly string[], rows: readonly { readonly index: number; readonly values: Values }[]): Promise<readonly Meant[]> {
  const entity = writer.design.entities.get(key);
  if (!entity || by.length === 0) return [];
  const fits = ({ values }: { readonly values: Values }): boolean =>
    by.every((field) => typeof values[field] === 'string' || typeof values[field] === 'boolean') && validateRecord(writer.design, key, pick(values, by), { mode: 'update', fields: by, readable: by }).length === 0;
  const asked = rows.filter(fits).map(({ index, values }) => ({ index, values: hashed(entity, pick(values, by)) }));
  if (asked.length === 0) return [];
  const found = await db.query<Meant & Record<string, unknown>>(findByValues(tableOf({ writer }, entity), by, asked));
  if (writer.system || found.length === 0) return found;
  const ids = [...new Set(found.map(({ id }) => id))];
  const rights = await db.query<{ id: string; allowed: boolean; refused: readonly string[] }>(rightsQuery({ ...tableOf({ writer }, entity), ids }, permissionOf({ writer }, 'read', by)));
  const seen = new Set(rights.filter(({ allowed, refused }) => allowed && refused.length === 0).map(({ id }) => id));
  return found.filter(({ id }) => seen.has(id));
}

const hashed = (entity: EntityModel, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => (entity.fields.get(key)?.encrypted ? [hashColumn(key), fieldCipher().hash(entity.key, key, String(value))] : [key, value])));

const pick = (values: Values, keys: readonly string[]): Values => Object.fromEntries(keys.map((key) => [key, values[key]]));
