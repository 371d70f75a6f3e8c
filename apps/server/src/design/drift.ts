/**
 * Compares the tables of a workspace with the design that describes them: whether somebody changed a
 * table by hand, or a backup was put back by halves. Empty when they agree.
 */

import { fieldType, type Design } from '@tessera/model';
import type { Db } from '../platform/database.ts';

export interface Drift {
  readonly entity: string;
  /** Null: the whole table. */
  readonly column: string | null;
  readonly expected: string | null;
  readonly found: string | null;
}

const SYSTEM_COLUMNS: Readonly<Record<string, string>> = {
  id: 'uuid',
  version: 'integer',
  created_at: 'timestamp with time zone',
  created_by: 'uuid',
  updated_at: 'timestamp with time zone',
  updated_by: 'uuid',
  owner: 'uuid',
  deleted_at: 'timestamp with time zone',
};
const CHILD_COLUMNS = { parent: 'uuid', position: 'integer' };
/** Postgres names them in full. */
const SPELLINGS: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone', bool: 'boolean', int: 'integer', int4: 'integer', decimal: 'numeric' };

export async function findDrift(db: Db, design: Design): Promise<Drift[]> {
  const rows = await db.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND left(c.relname, 1) <> '_' AND left(a.attname, 1) <> '_'`,
    [db.schema],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(column, type));
  const strays = [...tables.keys()].filter((table) => !design.entities.has(table));
  return [
    ...strays.map((entity) => ({ entity, column: null, expected: null, found: 'table' })),
    ...[...design.entities.keys()].flatMap((entity) => driftOf(entity, expectedColumns(design, entity), tables.get(entity))),
  ];
}

function driftOf(entity: string, expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string> | undefined): Drift[] {
  if (!found) return [{ entity, column: null, expected: 'table', found: null }];
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((column) => {
    const [wanted, actual] = [expected.get(column) ?? null, found.get(column) ?? null];
    return wanted === actual ? [] : [{ entity, column, expected: wanted, found: actual }];
  });
}

function expectedColumns(design: Design, entity: string): Map<string, string> {
  const document = design.entities.get(entity)?.document;
  const own = (document?.fields ?? []).flatMap((field): [string, string][] => {
    const type = fieldType(field.type).column(field);
    return type === null ? [] : [[field.key, spelled(type)]];
  });
  return new Map([...Object.entries(SYSTEM_COLUMNS), ...(document?.parent === undefined ? [] : Object.entries(CHILD_COLUMNS)), ...own]);
}

const spelled = (type: string): string => type.replaceAll(/\s*,\s*/g, ',').replace(/^\w+/, (name) => SPELLINGS[name] ?? name);
