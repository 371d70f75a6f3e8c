/** The links of a manyToMany relation: a table of pairs, read from both ends. */

import { quoteIdent, tableName } from '../quoting.ts';
import { linkTable, objectName } from './names.ts';

/** Statements of a new link table, after both tables are there. `from` is the entity the relation belongs to. */
export function createLinkTable(schema: string, from: string, field: string, to: string): readonly string[] {
  return [`CREATE TABLE ${tableName(schema, linkTable(from, field))} ("from" uuid NOT NULL, "to" uuid NOT NULL, "position" int NOT NULL)`, ...linkConstraints(schema, from, field, to)];
}

/** Keys and indexes alone, for a table that was put aside without them. */
export function linkConstraints(schema: string, from: string, field: string, to: string): readonly string[] {
  const table = tableName(schema, linkTable(from, field));
  const key = (column: 'from' | 'to', target: string): string =>
    `ALTER TABLE ${table} ADD CONSTRAINT ${name(from, field, column === 'from' ? 'from' : 'to')} FOREIGN KEY ("${column}") REFERENCES ${tableName(schema, target)} ("id") ON DELETE CASCADE`;
  return [
    `ALTER TABLE ${table} ADD CONSTRAINT ${name(from, field, 'key')} PRIMARY KEY ("from", "to")`,
    key('from', from),
    key('to', to),
    `CREATE INDEX ${name(from, field, 'list')} ON ${table} ("to", "from")`,
  ];
}

/** Takes them off again: a table put aside must not keep its ends from being deleted, nor its names from being used. */
export function dropLinkConstraints(schema: string, from: string, field: string): readonly string[] {
  const table = tableName(schema, linkTable(from, field));
  return [
    `DROP INDEX ${tableName(schema, objectName(from, field, 'list'))}`,
    ...(['from', 'to', 'key'] as const).map((purpose) => `ALTER TABLE ${table} DROP CONSTRAINT ${name(from, field, purpose)}`),
  ];
}

const name = (from: string, field: string, purpose: 'key' | 'from' | 'to' | 'list'): string => quoteIdent(objectName(from, field, purpose));
