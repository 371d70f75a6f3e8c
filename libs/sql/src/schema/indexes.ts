/**
 * The indexes a table has because of its document. Lists are read newest first, by owner, or by the record they hang
 * on, so each of these has an index in that order, which serves both directions; titles are what lists are sorted
 * and searched by. What saved views ask for on top is decided in aids/.
 */

import type { DuplicateRule, EntityDocument, FieldDocument, Filter } from '@tessera/contract';
import { columnType, duplicateColumn, fieldType, hashColumn, type Design } from '@tessera/model';
import { scopeCondition } from '../bare-rows.ts';
import { quoteIdent, tableName } from '../quoting.ts';
import { entityOf } from '../value-expression.ts';
import { inlineStatement } from './inline-statement.ts';
import { isOneToOne, isUnique, objectName } from './names.ts';

export interface TableIndex {
  readonly name: string;
  readonly unique: boolean;
  /** `CREATE INDEX …`. */
  readonly sql: string;
}

export const ALIVE = 'WHERE "deleted_at" IS NULL';

/** Longer texts do not fit into an index entry of Postgres (2,704 bytes), at four bytes a character. */
const MAX_INDEXED_LENGTH = 600;

/** Indexes over system columns, and over what duplicates have in common. */
export function tableIndexes(schema: string, { key, parent, duplicateRules = [] }: Pick<EntityDocument, 'key' | 'parent' | 'duplicateRules'>): readonly TableIndex[] {
  const table = tableName(schema, key);
  const lists =
    parent !== undefined
      ? [index(objectName(key, 'parent', 'list'), `ON ${table} ("parent", "position", "id")`)]
      : [
          index(objectName(key, 'created_at', 'list'), `ON ${table} ("created_at", "id") ${ALIVE}`),
          index(objectName(key, 'owner', 'list'), `ON ${table} ("owner", "created_at", "id") ${ALIVE}`),
        ];
  return [...lists, ...duplicateRules.map((rule) => duplicateIndex(schema, key, rule))];
}

export function duplicateIndex(schema: string, entity: string, { key }: DuplicateRule): TableIndex {
  const column = quoteIdent(duplicateColumn(key));
  return index(objectName(entity, key, 'same'), `ON ${tableName(schema, entity)} (${column}) ${ALIVE} AND ${column} IS NOT NULL`);
}

/** Indexes one field has. */
export function fieldIndexes(schema: string, design: Design, { key: entity, titleField }: Pick<EntityDocument, 'key' | 'titleField'>, field: FieldDocument): readonly TableIndex[] {
  const type = fieldType(field.type);
  const stored = columnType(field);
  if (stored === null) return [];
  const table = tableName(schema, entity);
  const column = quoteIdent(field.key);
  const indexes: TableIndex[] = [];
  if (type.refersTo === 'record') indexes.push(index(objectName(entity, field.key, 'list'), `ON ${table} (${column}, "created_at", "id")`));
  if (stored === 'uuid[]') indexes.push(index(objectName(entity, field.key, 'list'), `ON ${table} USING gin (${column})`));
  if (field.encrypted) indexes.push(index(objectName(entity, field.key, 'hash'), `ON ${table} (${quoteIdent(hashColumn(field.key))}) ${ALIVE}`));
  if (isSortIndexed(design, { titleField }, field)) indexes.push(index(objectName(entity, field.key, 'sort'), `ON ${table} (${column}, "id") ${ALIVE}`));
  const unique = uniqueness(schema, design, entity, field);
  if (unique) indexes.push(index(objectName(entity, field.key, 'unique'), `ON ${table} (${unique.value}) WHERE ${unique.condition}`, true));
  return indexes;
}

/** Whether reading the table in the order of the field needs no sort: titles are what people sort lists by. */
export function isSortIndexed(design: Design, { titleField }: Pick<EntityDocument, 'titleField'>, field: FieldDocument): boolean {
  return field.key === titleField && isIndexable(design, field);
}

/** Whether an index can put the records in the order of the stored field. */
export const isIndexable = (design: Design, field: FieldDocument): boolean =>
  columnType(field) !== null && !field.encrypted && fieldType(field.type).sortable && isShort(design, field);

/**
 * What two records may not share, as SQL over the columns of the table, and which records are meant: living ones that
 * have a value, and meet the field's own condition. Null when the field is not unique.
 */
export function uniqueness(schema: string, design: Design, entity: string, field: FieldDocument): { readonly value: string; readonly condition: string } | null {
  if (!isUnique(field) || columnType(field) === null) return null;
  const own = quoteIdent(field.encrypted ? hashColumn(field.key) : field.key);
  const { ignoreCase = false, where } = field.uniqueWithin ?? {};
  const compared = ignoreCase && !field.encrypted && fieldType(field.type).valueKind === 'text' ? `lower(${own})` : own;
  const value = field.encrypted || isOneToOne(field) || isShort(design, field) ? compared : `md5(${compared})`;
  const among = where === undefined ? '' : ` AND ${rowCondition(schema, design, entity, where)}`;
  return { value, condition: `"deleted_at" IS NULL AND ${own} IS NOT NULL${among}` };
}

/** Names of every index the field can have, whatever its settings were. */
export const fieldIndexNames = (entity: string, field: string): readonly string[] => [
  objectName(entity, field, 'list'),
  objectName(entity, field, 'sort'),
  objectName(entity, field, 'unique'),
  objectName(entity, field, 'hash'),
];

/** A condition on own columns with its values in the text: a predicate of an index names its table by name. */
function rowCondition(schema: string, design: Design, entity: string, where: Filter): string {
  const env = { statement: inlineStatement(), schema, design, member: null, timeZone: 'UTC' };
  return `(${scopeCondition(env, entityOf(design, entity), quoteIdent(entity), { kind: 'where', filter: where }) ?? 'TRUE'})`;
}

const index = (name: string, definition: string, unique = false): TableIndex => ({ name, unique, sql: `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteIdent(name)} ${definition}` });

function isShort(design: Design, field: FieldDocument): boolean {
  const type = fieldType(field.type);
  if (type.valueKind !== 'text') return true;
  const { maxLength, enum: choices } = type.valueSchema(field, design);
  return Array.isArray(choices) || (typeof maxLength === 'number' && maxLength <= MAX_INDEXED_LENGTH);
}
