/**
 * The indexes a table has. Lists are read newest first, by owner, or by the record they hang on, so each of these
 * has an index in that order, which serves both directions; titles are what lists are sorted and searched by.
 */

import type { EntityDocument, FieldDocument } from '@tessera/contract';
import { fieldType, type Design } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import { objectName } from './names.ts';

export interface TableIndex {
  readonly name: string;
  readonly sql: string;
}

const ALIVE = 'WHERE "deleted_at" IS NULL';

/** Longer texts do not fit into an index entry of Postgres (2,704 bytes), at four bytes a character. */
const MAX_INDEXED_LENGTH = 600;

/** Indexes over system columns only. */
export function tableIndexes(schema: string, { key, parent }: Pick<EntityDocument, 'key' | 'parent'>): readonly TableIndex[] {
  const table = tableName(schema, key);
  if (parent !== undefined) return [index(objectName(key, 'parent', 'list'), `ON ${table} ("parent", "position", "id")`)];
  return [
    index(objectName(key, 'created_at', 'list'), `ON ${table} ("created_at", "id") ${ALIVE}`),
    index(objectName(key, 'owner', 'list'), `ON ${table} ("owner", "created_at", "id") ${ALIVE}`),
  ];
}

/** Indexes one field has. */
export function fieldIndexes(schema: string, design: Design, { key: entity, titleField }: Pick<EntityDocument, 'key' | 'titleField'>, field: FieldDocument): readonly TableIndex[] {
  const type = fieldType(field.type);
  if (type.column(field) === null) return [];
  const table = tableName(schema, entity);
  const column = quoteIdent(field.key);
  const indexes: TableIndex[] = [];
  if (type.refersTo === 'record') indexes.push(index(objectName(entity, field.key, 'list'), `ON ${table} (${column}, "created_at", "id")`));
  if (isSortIndexed(design, { titleField }, field)) indexes.push(index(objectName(entity, field.key, 'sort'), `ON ${table} (${column}, "id") ${ALIVE}`));
  if (field.unique && type.mayBeUnique) {
    const target = isShort(design, field) ? column : `md5(${column})`;
    indexes.push(index(objectName(entity, field.key, 'unique'), `ON ${table} (${target}) ${ALIVE} AND ${column} IS NOT NULL`, 'UNIQUE INDEX'));
  }
  return indexes;
}

/** Whether reading the table in the order of the field needs no sort: titles are what people sort lists by. */
export function isSortIndexed(design: Design, { titleField }: Pick<EntityDocument, 'titleField'>, field: FieldDocument): boolean {
  const type = fieldType(field.type);
  return field.key === titleField && type.column(field) !== null && type.sortable && isShort(design, field);
}

/** Names of every index the field can have, whatever its settings were. */
export const fieldIndexNames = (entity: string, field: string): readonly string[] => [
  objectName(entity, field, 'list'),
  objectName(entity, field, 'sort'),
  objectName(entity, field, 'unique'),
];

const index = (name: string, definition: string, kind = 'INDEX'): TableIndex => ({ name, sql: `CREATE ${kind} ${quoteIdent(name)} ${definition}` });

function isShort(design: Design, field: FieldDocument): boolean {
  const type = fieldType(field.type);
  if (type.valueKind !== 'text') return true;
  const { maxLength, enum: choices } = type.valueSchema(field, design);
  return Array.isArray(choices) || (typeof maxLength === 'number' && maxLength <= MAX_INDEXED_LENGTH);
}
