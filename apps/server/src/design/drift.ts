/**
 * Compares the tables of a workspace with the design that describes them: whether somebody changed a table by hand, or a
 * backup was put back by halves. Columns, link tables, keys, indexes, and the triggers of kept values. Empty when they
 * agree; what was put into the trash and what is still being built is no drift.
 */

import type { Design } from '@tessera/model';
import { expectedTables, keepStatements, type ExpectedTable } from '@tessera/sql/schema';
import type { Db } from '../platform/database.ts';
import { aidEnv, keptTriggers, loadAids, type AidRow } from './aid-plan.ts';

export interface Drift {
  readonly table: string;
  readonly kind: 'table' | 'column' | 'key' | 'index' | 'trigger';
  readonly name: string;
  readonly expected: string | null;
  readonly found: string | null;
}

export async function findDrift(db: Db, design: Design): Promise<Drift[]> {
  const schema = db.schema ?? '';
  const aids = await loadAids(db);
  const expected = expectedTables(schema, design);
  const columns = await columnsIn(db);
  const names = new Set(expected.map(({ name }) => name));
  const strays = [...columns.keys()].filter((table) => !names.has(table)).map((table): Drift => ({ table, kind: 'table', name: table, expected: null, found: 'table' }));
  const [keys, indexes] = [await keysIn(db), await indexesIn(db)];
  return [
    ...strays,
    ...expected.flatMap((table) => {
      const found = columns.get(table.name);
      if (!found) return [{ table: table.name, kind: 'table' as const, name: table.name, expected: 'table', found: null }];
      return [...columnDrift(table, found, aids), ...missing(table, 'key', table.constraints, keys), ...indexDrift(table, indexes, aids)];
    }),
    ...(await triggerDrift(db, schema, design, aids)),
  ];
}

function columnDrift(table: ExpectedTable, found: ReadonlyMap<string, string>, aids: readonly AidRow[]): Drift[] {
  const kept = aids.filter(({ entity, kind }) => entity === table.name && kind === 'computed');
  const wanted = new Map([...table.columns].map(([name, type]) => [name, spelled(type)]));
  for (const { key, status } of kept) if (status === 'ready' || status === 'building') wanted.set(key, found.get(key) ?? 'kept value');
  const ours = [...found.keys()].filter((name) => !name.startsWith('_trash_') && !kept.some(({ key }) => key === name));
  return [...new Set([...wanted.keys(), ...ours])].flatMap((name) => {
    const [expected, actual] = [wanted.get(name) ?? null, found.get(name) ?? null];
    return expected === actual ? [] : [{ table: table.name, kind: 'column', name, expected, found: actual }];
  });
}

/** A key or index that is missing, or not valid; others than ours are nobody's business. */
function missing(table: ExpectedTable, kind: 'key' | 'index', wanted: readonly string[], valid: ReadonlyMap<string, boolean>): Drift[] {
  return wanted.flatMap((name) => (valid.get(`${table.name} ${name}`) === true ? [] : [{ table: table.name, kind, name, expected: 'valid', found: valid.has(`${table.name} ${name}`) ? 'not valid' : null }]));
}

function indexDrift(table: ExpectedTable, indexes: ReadonlyMap<string, boolean>, aids: readonly AidRow[]): Drift[] {
  const building = new Set(aids.filter(({ status }) => status === 'waiting' || status === 'building').map(({ key }) => key));
  const ready = aids.filter(({ entity, key, kind, status }) => entity === table.name && kind !== 'computed' && status === 'ready' && !table.columns.has(key)).map(({ key }) => key);
  const wanted = [...new Set([...table.indexes.map(({ name }) => name), ...ready])];
  return missing(table, 'index', wanted.filter((name) => !building.has(name)), indexes);
}

async function triggerDrift(db: Db, schema: string, design: Design, aids: readonly AidRow[]): Promise<Drift[]> {
  const found = new Set((await keptTriggers(db, schema)).map(({ table, name }) => `${table} ${name}`));
  const env = aidEnv({ schema, timeZone: 'UTC' }, design);
  return [...design.entities.keys()].flatMap((entity) => {
    const fields = aids.filter((aid) => aid.entity === entity && aid.kind === 'computed' && (aid.status === 'ready' || aid.status === 'building')).flatMap((aid) => aid.fields);
    return keepStatements(env, entity, fields).triggers.flatMap(({ table, name }): Drift[] => (found.has(`${table} ${name}`) ? [] : [{ table, kind: 'trigger', name, expected: 'trigger', found: null }]));
  });
}

/** Types of columns by table; without tables of ours and what lies in the trash. */
async function columnsIn(db: Db): Promise<Map<string, Map<string, string>>> {
  const rows = await db.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND left(c.relname, 1) <> '_'`,
    [db.schema],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(column, type));
  return tables;
}

async function keysIn(db: Db): Promise<Map<string, boolean>> {
  const rows = await db.query<{ table: string; name: string; valid: boolean }>(
    'SELECT r.relname AS table, c.conname AS name, c.convalidated AS valid FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = $1',
    [db.schema],
  );
  return new Map(rows.map(({ table, name, valid }) => [`${table} ${name}`, valid]));
}

async function indexesIn(db: Db): Promise<Map<string, boolean>> {
  const rows = await db.query<{ table: string; name: string; valid: boolean }>(
    `SELECT t.relname AS table, c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1`,
    [db.schema],
  );
  return new Map(rows.map(({ table, name, valid }) => [`${table} ${name}`, valid]));
}

/** Postgres names types in full. */
const SPELLINGS: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone', bool: 'boolean', int: 'integer', int4: 'integer', decimal: 'numeric' };

const spelled = (type: string): string => type.replaceAll(/\s*,\s*/g, ',').replace(/^\w+/, (name) => SPELLINGS[name] ?? name);
