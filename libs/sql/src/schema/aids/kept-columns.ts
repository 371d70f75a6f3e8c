/**
 * Computed values that are kept in a column, so that lists can sort and filter by them as by any stored field. Triggers
 * keep them right, whoever writes: formulas are computed before a row is written; what is worked out from rows elsewhere
 * is computed after the statement that changed those.
 *
 * Two writers may change rows of one record at the same time. Each first locks the records concerned, in the order of
 * their ids, in a statement of its own; the statement that then computes sees what the other one has committed.
 */

import { columnType, type Design, type EntityModel, type FieldModel } from '@tessera/model';
import { quoteIdent, quoteLiteral, tableName } from '../../quoting.ts';
import { kindOf } from '../../storage.ts';
import { entityOf, fieldOf, valueExpression, type ValueEnv } from '../../value-expression.ts';
import { inlineStatement } from '../inline-statement.ts';
import { keptColumn, objectName } from '../names.ts';
import { edgeOf, type RelatedEdge } from './related-edge.ts';
import { filterInputs, rowInputs } from './row-inputs.ts';

export interface KeptEnv {
  readonly schema: string;
  readonly design: Design;
  /** Of the workspace; days are read in it. */
  readonly timeZone: string;
}

export interface KeptColumn {
  readonly entity: string;
  readonly field: string;
  readonly name: string;
  /** Postgres type, with its collation. */
  readonly type: string;
  /** All that its values depend on, as text: another text means that they have to be computed anew. */
  readonly definition: string;
  /** `entity.field` of the kept rollups it needs. */
  readonly requires: readonly string[];
}

/** Null when the value cannot be kept. */
export function keptColumnOf(env: KeptEnv, entityKey: string, fieldKey: string): KeptColumn | null {
  const entity = entityOf(env.design, entityKey);
  const field = entity.fields.get(fieldKey);
  if (!field?.storable || !(field.formula || field.rollup)) return null;
  const requires = requiredBy(env.design, entity, field);
  if (requires === null) return null;
  const kind = kindOf(field);
  const types = field.sources.map((source) => `${source} ${typeOfSource(env.design, source)}`);
  const below = requires.map((required) => keptColumnOf(env, ...(required.split('.') as [string, string]))?.definition ?? '');
  return {
    entity: entityKey,
    field: fieldKey,
    name: keptColumn(fieldKey),
    type: kind === 'text' ? 'text COLLATE "zh-x-icu"' : kind,
    definition: [keptExpression(env, entity, field, 'NEW'), ...types, ...below].join('\n'),
    requires,
  };
}

/** `entity.field` of the rollups that must be kept for it to be kept; null when it depends on what no row says. */
function requiredBy(design: Design, entity: EntityModel, field: FieldModel): readonly string[] | null {
  if (!field.rollup) {
    const inputs = rowInputs(design, entity, field);
    return inputs && [...inputs.rollups];
  }
  const rows = inputsOfRollup(design, entity, field);
  return rows && [...rows.rollups];
}

interface RollupInputs {
  readonly edge: RelatedEdge;
  /** Columns of the rows whose change may change the result. */
  readonly columns: readonly string[];
  readonly rollups: readonly string[];
}

function inputsOfRollup(design: Design, entity: EntityModel, field: FieldModel): RollupInputs | null {
  const { rollup } = field;
  const edge = rollup ? edgeOf(design, entity.key, rollup.via) : null;
  if (!rollup || edge === null) return null;
  const rows = entityOf(design, edge.rows);
  const nothing = { columns: new Set<string>(), rollups: new Set<string>() };
  const value = rollup.field === null ? nothing : rowInputs(design, rows, fieldOf(rows, rollup.field));
  const where = rollup.where === null ? nothing : filterInputs(design, edge.rows, rollup.where);
  if (value === null || where === null) return null;
  const own = edge.column === null ? [] : [edge.column];
  return { edge, columns: [...new Set(['deleted_at', ...own, ...value.columns, ...where.columns])], rollups: [...new Set([...value.rollups, ...where.rollups])] };
}

/** Rollups below it are read from their kept columns; everything else is written out. */
function keptExpression(env: KeptEnv, entity: EntityModel, field: FieldModel, alias: string): string {
  const stored = new Set(requiredBy(env.design, entity, field) ?? []);
  const values: ValueEnv = { statement: inlineStatement(), schema: env.schema, design: env.design, member: null, timeZone: env.timeZone, stored };
  return valueExpression(values, entity, alias, field);
}

const typeOfSource = (design: Design, source: string): string => {
  const [entity = '', key = ''] = source.split('.');
  const field = design.entities.get(entity)?.fields.get(key);
  return field === undefined || field.system || field.computed ? '' : (columnType(field.document) ?? field.type.key);
};

/**
 * Everything that keeps the columns of one entity right, and nothing else: functions are replaced, triggers made where
 * they are missing, those no longer needed dropped. `fields`: keys of the computed fields that have their column now.
 * To be run in one transaction; takes SHARE ROW EXCLUSIVE on the tables whose triggers change.
 */
export function keepStatements(env: KeptEnv, entityKey: string, fields: readonly string[]): { readonly functions: readonly string[]; readonly triggers: readonly KeptTrigger[] } {
  const entity = entityOf(env.design, entityKey);
  const kept = entity.computedOrder.filter((key) => fields.includes(key)).map((key) => fieldOf(entity, key));
  if (kept.length === 0) return { functions: [], triggers: [] };
  const edges = edgesOf(env.design, entity, kept);
  return {
    functions: [rowFunction(env, entity, kept), ...edges.flatMap((edge) => edgeFunctions(env, entity, edge))],
    triggers: [
      trigger(entityKey, objectName(entityKey, '_row', 'kept'), `BEFORE INSERT OR UPDATE ON ${tableName(env.schema, entityKey)} FOR EACH ROW`, rowFunctionName(env, entityKey)),
      ...edges.flatMap(({ edge }) => edgeTriggers(env, entityKey, edge)),
    ],
  };
}

export interface KeptTrigger {
  readonly name: string;
  /** The table it is on. */
  readonly table: string;
  readonly sql: string;
}

/** Computes the kept columns of these records anew: `$1::uuid[]`, locked before. Nothing when no field is kept. */
export function recomputeStatement(env: KeptEnv, entityKey: string, fields: readonly string[]): string | null {
  const entity = entityOf(env.design, entityKey);
  const kept = entity.computedOrder.filter((key) => fields.includes(key)).map((key) => fieldOf(entity, key));
  if (kept.length === 0) return null;
  const rollups = kept.filter((field) => field.rollup);
  const columns = (alias: string): string[] => rollups.map((field) => `${keptExpression(env, entity, field, alias)} AS ${quoteIdent(keptColumn(field.key))}`);
  // The trigger of the row computes formulas; writing any column sets it off.
  const set = kept.map(({ key, rollup }) => `${quoteIdent(keptColumn(key))} = ${rollup ? `c.${quoteIdent(keptColumn(key))}` : 'NULL'}`);
  const table = tableName(env.schema, entityKey);
  return `UPDATE ${table} p SET ${set.join(', ')} FROM (SELECT o."id"${columns('o').map((column) => `, ${column}`).join('')} FROM ${table} o WHERE o."id" = ANY ($1::uuid[])) c WHERE p."id" = c."id"`;
}

/** Names of the functions of ours in a schema end like this. */
export const isKeptName = (name: string): boolean => name.endsWith('.kept');

interface KeptEdge {
  readonly edge: RelatedEdge;
  readonly rollups: readonly FieldModel[];
  readonly columns: readonly string[];
}

function edgesOf(design: Design, entity: EntityModel, kept: readonly FieldModel[]): readonly KeptEdge[] {
  const edges = new Map<string, KeptEdge>();
  for (const field of kept) {
    const inputs = field.rollup ? inputsOfRollup(design, entity, field) : null;
    if (inputs === null) continue;
    const known = edges.get(inputs.edge.name);
    edges.set(inputs.edge.name, { edge: inputs.edge, rollups: [...(known?.rollups ?? []), field], columns: [...new Set([...(known?.columns ?? []), ...inputs.columns])] });
  }
  return [...edges.values()];
}

const rowFunctionName = (env: KeptEnv, entity: string): string => tableName(env.schema, objectName(entity, '_row', 'kept'));
/** `part` tells the function of the link table from that of the rows. */
const edgeFunctionName = (env: KeptEnv, entity: string, edge: RelatedEdge, part = ''): string => tableName(env.schema, objectName(entity, `${edge.name}${part}`, 'kept'));

/** In the order in which they use one another. A rollup is only computed for a new row: later changes come from its rows. */
function rowFunction(env: KeptEnv, entity: EntityModel, kept: readonly FieldModel[]): string {
  const assign = (field: FieldModel): string => `NEW.${quoteIdent(keptColumn(field.key))} := ${keptExpression(env, entity, field, 'NEW')};`;
  const body = kept.map((field) => (field.rollup ? `IF TG_OP = 'INSERT' THEN ${assign(field)} END IF;` : assign(field)));
  return plpgsql(rowFunctionName(env, entity.key), '', 'trigger', `BEGIN\n${body.join('\n')}\nRETURN NEW;\nEND`);
}

function edgeFunctions(env: KeptEnv, entity: EntityModel, { edge, rollups, columns }: KeptEdge): readonly string[] {
  const table = tableName(env.schema, entity.key);
  const name = edgeFunctionName(env, entity.key, edge);
  const names = rollups.map(({ key }) => quoteIdent(keptColumn(key)));
  const values = rollups.map((field, index) => `${keptExpression(env, entity, field, 'o')} AS ${names[index]}`);
  const recompute = [
    'BEGIN',
    `PERFORM FROM ${table} l WHERE l."id" = ANY (ids) ORDER BY l."id" FOR NO KEY UPDATE;`,
    `UPDATE ${table} p SET ${names.map((column) => `${column} = c.${column}`).join(', ')}`,
    `FROM (SELECT o."id", ${values.join(', ')} FROM ${table} o WHERE o."id" = ANY (ids)) c`,
    `WHERE p."id" = c."id" AND (${names.map((column) => `p.${column} IS DISTINCT FROM c.${column}`).join(' OR ')});`,
    'END',
  ].join('\n');
  return [plpgsql(name, 'ids uuid[]', 'void', recompute), ...changeFunctions(env, entity.key, edge, columns)];
}

/** Which records a statement on the other table concerns. Rows that changed in nothing the results depend on concern none. */
function changeFunctions(env: KeptEnv, entity: string, edge: RelatedEdge, columns: readonly string[]): readonly string[] {
  const recompute = edgeFunctionName(env, entity, edge);
  const compared = (alias: string): string => columns.map((column) => `${alias}.${quoteIdent(column)}`).join(', ');
  const changed = `FROM old_rows o JOIN new_rows n ON n."id" = o."id" WHERE (${compared('o')}) IS DISTINCT FROM (${compared('n')})`;
  if (edge.links === null) {
    const column = quoteIdent(edge.column ?? '');
    const both = `SELECT o.${column} ${changed} UNION SELECT n.${column} ${changed}`;
    return [changeFunction(recompute, recompute, `SELECT r.${column} FROM new_rows r`, `SELECT r.${column} FROM old_rows r`, both)];
  }
  const { table, record, row } = edge.links;
  const of = (rows: string): string => `SELECT r."${record}" FROM ${rows} r`;
  const linked = `SELECT l."${record}" FROM ${tableName(env.schema, table)} l WHERE l."${row}" IN (SELECT o."id" ${changed})`;
  return [changeFunction(edgeFunctionName(env, entity, edge, LINKS), recompute, of('new_rows'), of('old_rows'), `${of('new_rows')} UNION ${of('old_rows')}`), changeFunction(recompute, recompute, linked, linked, linked)];
}

const LINKS = ':links';

function changeFunction(name: string, recompute: string, inserted: string, deleted: string, updated: string): string {
  const collect = (rows: string): string => `ids := ARRAY(SELECT DISTINCT k.id FROM (${rows}) k(id) WHERE k.id IS NOT NULL);`;
  const body = [
    'DECLARE ids uuid[];',
    'BEGIN',
    `IF TG_OP = 'INSERT' THEN ${collect(inserted)}`,
    `ELSIF TG_OP = 'DELETE' THEN ${collect(deleted)}`,
    `ELSE ${collect(updated)}`,
    'END IF;',
    `IF cardinality(ids) > 0 THEN PERFORM ${recompute}(ids); END IF;`,
    'RETURN NULL;',
    'END',
  ].join('\n');
  return plpgsql(name, '', 'trigger', body);
}

function edgeTriggers(env: KeptEnv, entity: string, edge: RelatedEdge): readonly KeptTrigger[] {
  const on = (table: string, part: string, events: readonly ('INSERT' | 'UPDATE' | 'DELETE')[]): readonly KeptTrigger[] =>
    events.map((event) => {
      const rows = [...(event === 'INSERT' ? [] : ['OLD TABLE AS old_rows']), ...(event === 'DELETE' ? [] : ['NEW TABLE AS new_rows'])].join(' ');
      const named = objectName(entity, `${edge.name}${part}:${event.toLowerCase()}`, 'kept');
      return trigger(table, named, `AFTER ${event} ON ${tableName(env.schema, table)} REFERENCING ${rows} FOR EACH STATEMENT`, edgeFunctionName(env, entity, edge, part));
    });
  if (edge.links === null) return on(edge.rows, '', ['INSERT', 'UPDATE', 'DELETE']);
  return [...on(edge.links.table, LINKS, ['INSERT', 'UPDATE', 'DELETE']), ...on(edge.rows, '', ['UPDATE'])];
}

const trigger = (table: string, name: string, when: string, call: string): KeptTrigger => ({ name, table, sql: `CREATE TRIGGER ${quoteIdent(name)} ${when} EXECUTE FUNCTION ${call}()` });

const plpgsql = (name: string, parameters: string, result: string, body: string): string =>
  `CREATE OR REPLACE FUNCTION ${name}(${parameters}) RETURNS ${result} LANGUAGE plpgsql AS ${quoteLiteral(body)}`;
