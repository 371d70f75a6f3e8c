/**
 * What a field is in the database: its columns, its foreign key, its link table. Pure; the indexes are in
 * indexes.ts, and plan-ddl.ts decides how to get from one to another.
 */

import type { DuplicateRule, EntityDocument, FieldDocument } from '@tessera/contract';
import { columnType, duplicateColumn, fieldType, hashColumn } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import { TEXT_COLLATION } from '../storage.ts';
import { isManyToMany, linkTable, objectName } from './names.ts';

export interface PhysicalColumn {
  readonly name: string;
  readonly type: string;
  /** Sorts as people read; keys and hashes do not. */
  readonly collated: boolean;
}

export interface ForeignKey {
  readonly constraint: string;
  readonly column: string;
  /** Entity the column refers to. */
  readonly target: string;
}

/** None for what is computed, for subforms, buttons and many links; two when encrypted. Nothing is NOT NULL: what is required may change. */
export function columnsOfField(field: FieldDocument): readonly PhysicalColumn[] {
  const type = columnType(field);
  if (type === null) return [];
  const own = { name: field.key, type, collated: type === 'text' && !field.encrypted };
  return field.encrypted ? [own, { name: hashColumn(field.key), type: 'text', collated: false }] : [own];
}

export function foreignKeyOf(entity: string, field: FieldDocument): ForeignKey | null {
  const target = targetOf(field);
  return target === null || columnType(field) === null ? null : { constraint: objectName(entity, field.key, 'fk'), column: field.key, target };
}

/** Table and the entity its links lead to; null when links are a column. */
export function linksOf(entity: string, field: FieldDocument): { readonly table: string; readonly target: string } | null {
  const target = targetOf(field);
  return target === null || !isManyToMany(field) ? null : { table: linkTable(entity, field.key), target };
}

export const duplicateColumns = (rules: readonly DuplicateRule[] | undefined): readonly PhysicalColumn[] =>
  (rules ?? []).map(({ key }) => ({ name: duplicateColumn(key), type: 'text', collated: false }));

export const SYSTEM_COLUMNS: readonly (PhysicalColumn & { readonly rest: string })[] = [
  { name: 'id', type: 'uuid', rest: ' PRIMARY KEY' },
  { name: 'version', type: 'int', rest: ' NOT NULL' },
  { name: 'created_at', type: 'timestamptz', rest: ' NOT NULL' },
  { name: 'created_by', type: 'uuid', rest: '' },
  { name: 'updated_at', type: 'timestamptz', rest: ' NOT NULL' },
  { name: 'updated_by', type: 'uuid', rest: '' },
  { name: 'owner', type: 'uuid', rest: '' },
  { name: 'deleted_at', type: 'timestamptz', rest: '' },
].map((column) => ({ ...column, collated: false }));

export const CHILD_COLUMNS: typeof SYSTEM_COLUMNS = [
  { name: 'parent', type: 'uuid', collated: false, rest: ' NOT NULL' },
  { name: 'position', type: 'int', collated: false, rest: ' NOT NULL' },
];

/** All columns a table has because of its document; kept computed values come on top. */
export const columnsOfEntity = (document: EntityDocument): readonly PhysicalColumn[] => [
  ...SYSTEM_COLUMNS,
  ...(document.parent === undefined ? [] : CHILD_COLUMNS),
  ...document.fields.flatMap(columnsOfField),
  ...duplicateColumns(document.duplicateRules),
];

/** `"name" text COLLATE …`. */
export const columnSql = ({ name, type, collated }: PhysicalColumn): string => `${quoteIdent(name)} ${type}${collated ? ` ${TEXT_COLLATION}` : type === 'text' ? ' COLLATE "C"' : ''}`;

function targetOf(field: FieldDocument): string | null {
  const target = field.options?.['entity'];
  return fieldType(field.type).refersTo === 'record' && typeof target === 'string' ? target : null;
}
