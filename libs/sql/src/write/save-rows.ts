/**
 * Many rows in one statement, each with what it leaves behind: the rows, their lines of the history and the news of
 * them in the outbox. Rows travel as one JSON text, which Postgres takes apart faster than anything else; the text of
 * the statement depends on the columns only, never on how many rows there are.
 */

import { quoteIdent, quoteLiteral, tableName } from '../quoting.ts';
import { createStatement, type SqlText, type Statement } from '../statement.ts';
import { columnsOf, fullName, isChild, type Column, type RecordTable, type WireValues, type WriteMoment } from './record-table.ts';
import { ALL_RIGHTS, rightsOn, type Permission } from './rights.ts';

export interface NewRow {
  /** A uuid, made by the caller. */
  readonly id: string;
  readonly values: WireValues;
  /** For child rows: the record they belong to, and their place in it. */
  readonly parent?: string | undefined;
  readonly position?: number | undefined;
}

export interface ChangedRow {
  readonly id: string;
  /** Only what changes; without any the record just gets a new version, as when only its child rows change. */
  readonly values: WireValues;
  /** New place of a child row. */
  readonly position?: number | undefined;
}

export type TrailAction = 'create' | 'update' | 'delete' | 'restore' | 'merge';

/** A line of the history. */
export interface TrailLine {
  readonly id: string;
  /** The record it is told of; its version is the one it gets by the statement. */
  readonly record: string;
  readonly action: TrailAction;
  /** JSON text: an object of values for what came or went, a list of `{ field, from, to }` for what changed. */
  readonly changes: string;
  readonly subform?: string | undefined;
  readonly rowEntity?: string | undefined;
  readonly rowId?: string | undefined;
}

/** What is left behind. Without it nothing is: rows of subforms are told of with their record. */
export interface Trail {
  readonly via: { readonly kind: string; readonly ref?: string | undefined };
  readonly action: TrailAction;
  readonly lines: readonly TrailLine[];
}

/** One result row a saved row. `refused`: those of the permission's fields that are out of scope on it. */
export interface SavedRow {
  readonly id: string;
  readonly version: number;
  readonly allowed: boolean;
  readonly refused: readonly string[];
}

export interface SaveOptions {
  readonly trail?: Trail | undefined;
  /** Only for conditions that the row itself can answer: what hangs on it is not there yet. */
  readonly permission?: Permission | undefined;
  /** The change belongs to one that has counted the version up already. */
  readonly sameVersion?: boolean | undefined;
}

/** Writes version 1 of each. A field that only some of them give is NULL in the others. Rows of `SavedRow`. */
export function insertRows(table: RecordTable, rows: readonly NewRow[], moment: WriteMoment, options: SaveOptions = {}): SqlText {
  const statement = createStatement();
  const place: readonly Column[] = isChild(table) ? PLACE : [];
  const columns: readonly Column[] = [...place, ...columnsOf(table, givenKeys(rows))];
  const at = statement.shared('at', moment.at, 'timestamptz');
  const by = statement.shared('by', moment.by, 'uuid');
  const names = columns.map(({ name }) => quoteIdent(name));
  const source = recordset(statement, rows.map(({ id, parent, position, values }) => ({ ...values, id, parent, position })), [ID, ...columns]);
  const saved =
    `INSERT INTO ${fullName(table)} ("id", "version", "created_at", "created_by", "updated_at", "updated_by"${names.map((name) => `, ${name}`).join('')})` +
    ` SELECT r."id", 1, ${at}, ${by}, ${at}, ${by}${names.map((name) => `, r.${name}`).join('')} FROM ${source} RETURNING ${returned(options)}`;
  return finish(statement, table, saved, moment, options);
}

/** Counts the versions up. Rows of `SavedRow`; none for a record that is not there. */
export function updateRows(table: RecordTable, rows: readonly ChangedRow[], moment: WriteMoment, options: SaveOptions = {}): SqlText {
  const statement = createStatement();
  const keys = givenKeys(rows);
  const moved = rows.some(({ position }) => position !== undefined);
  const columns = columnsOf(table, keys);
  const mixed = rows.some((row) => Object.keys(row.values).length < keys.length);
  const cell = ({ name }: Column): string => {
    const [column, value] = [quoteIdent(name), `r.${quoteIdent(name)}`];
    return `${column} = ${mixed ? `CASE WHEN ${quoteLiteral(name)} = ANY (r."~given") THEN ${value} ELSE t.${column} END` : value}`;
  };
  const cells = [
    `"version" = t."version"${options.sameVersion ? '' : ' + 1'}`,
    `"updated_at" = ${statement.shared('at', moment.at, 'timestamptz')}`,
    `"updated_by" = ${statement.shared('by', moment.by, 'uuid')}`,
    ...(moved ? [`"position" = coalesce(r."position", t."position")`] : []),
    ...columns.map(cell),
  ];
  const shape: readonly Column[] = [ID, ...(moved ? [POSITION] : []), ...(mixed ? [GIVEN] : []), ...columns];
  const source = recordset(statement, rows.map(({ id, position, values }) => ({ ...values, id, position, ...(mixed ? { '~given': Object.keys(values) } : {}) })), shape);
  const saved = `UPDATE ${fullName(table)} t SET ${cells.join(', ')} FROM ${source} WHERE t."id" = r."id" AND t."deleted_at" IS NULL RETURNING ${returned(options, 't')}`;
  return finish(statement, table, saved, moment, options);
}

/** Marks them as deleted, or brings them back. Rows of `SavedRow` of those that were (not) there. */
export function markRows(table: RecordTable, ids: readonly string[], deleted: boolean, moment: WriteMoment, options: SaveOptions = {}): SqlText {
  const statement = createStatement();
  const at = statement.shared('at', moment.at, 'timestamptz');
  const saved =
    `UPDATE ${fullName(table)} t SET "version" = t."version" + 1, "updated_at" = ${at}, "updated_by" = ${statement.shared('by', moment.by, 'uuid')}, "deleted_at" = ${deleted ? at : 'NULL'}` +
    ` WHERE t."id" = ANY (${statement.bind(ids, 'uuid[]')}) AND t."deleted_at" IS ${deleted ? '' : 'NOT '}NULL RETURNING ${returned(options, 't')}`;
  return finish(statement, table, saved, moment, options);
}

/** Gives child rows to another record, each its place there. The record and the rows are locked. */
export function moveChildren({ parent, rows, ...table }: RecordTable & { readonly parent: string; readonly rows: readonly { readonly id: string; readonly position: number }[] }, moment: WriteMoment): SqlText {
  const statement = createStatement();
  return statement.finish(
    `UPDATE ${fullName(table)} t SET "version" = t."version" + 1, "updated_at" = ${statement.bind(moment.at, 'timestamptz')}, "updated_by" = ${statement.bind(moment.by, 'uuid')},` +
      ` "parent" = ${statement.bind(parent, 'uuid')}, "position" = r."position" FROM ${recordset(statement, rows, [ID, POSITION])} WHERE t."id" = r."id"`,
  );
}

const ID: Column = { name: 'id', kind: 'uuid' };
const POSITION: Column = { name: 'position', kind: 'int' };
const GIVEN: Column = { name: '~given', kind: 'text[]' };
const PLACE: readonly Column[] = [{ name: 'parent', kind: 'uuid' }, POSITION];

const givenKeys = (rows: readonly { readonly values: WireValues }[]): readonly string[] => {
  const keys = new Set<string>();
  for (const { values } of rows) for (const key in values) keys.add(key);
  return [...keys];
};

/** `json_to_recordset(…) AS r(…)` */
function recordset(statement: Statement, rows: readonly object[], columns: readonly { readonly name: string; readonly kind: string }[]): string {
  return `json_to_recordset(${statement.bind(JSON.stringify(rows), 'json')}) AS r(${columns.map(({ name, kind }) => `${quoteIdent(name)} ${kind}`).join(', ')})`;
}

/** All columns are needed only where a condition is asked of the row. */
const returned = ({ permission }: SaveOptions, alias = ''): string => {
  const prefix = alias === '' ? '' : `${alias}.`;
  return permission === undefined ? `${prefix}"id", ${prefix}"version"` : `${prefix}*`;
};

function finish(statement: Statement, table: RecordTable, saved: string, moment: WriteMoment, { trail, permission }: SaveOptions): SqlText {
  const parts = [`saved AS (${saved})`];
  if (trail) {
    const { schema, entity } = table;
    const at = statement.shared('at', moment.at, 'timestamptz');
    if (trail.lines.length > 0) parts.push(`told AS (${trailInsert(statement, schema, entity, trail.lines, trail.via, moment, 's."version"', ` JOIN saved s ON s."id" = l."record"`)})`);
    parts.push(
      `sent AS (INSERT INTO ${tableName(schema, '_outbox')} ("at", "entity", "record_id", "version", "action") SELECT ${at}, ${quoteLiteral(entity)}, s."id", s."version", ${quoteLiteral(trail.action)} FROM saved s)`,
    );
  }
  const { allowed, refused } = permission ? rightsOn(statement, table, permission, 'saved') : ALL_RIGHTS;
  return statement.finish(`WITH ${parts.join(', ')} SELECT saved."id", saved."version", ${allowed} AS "allowed", ${refused} AS "refused" FROM saved`);
}

function trailInsert(statement: Statement, schema: string, entity: string, lines: readonly TrailLine[], via: Trail['via'], { at, by }: WriteMoment, version: string, join: string): string {
  const rows = lines.map(({ id, record, action, changes, subform, rowEntity, rowId }) => ({ id, record, action, changes, subform, row_entity: rowEntity, row_id: rowId }));
  const source = `json_to_recordset(${statement.bind(JSON.stringify(rows), 'json')}) AS l("id" uuid, "record" uuid, "action" text, "changes" text, "subform" text, "row_entity" text, "row_id" uuid)`;
  return (
    `INSERT INTO ${tableName(schema, '_history')} ("id", "entity", "record_id", "version", "at", "actor", "action", "via_kind", "via_ref", "subform", "row_entity", "row_id", "changes")` +
    ` SELECT l."id", ${quoteLiteral(entity)}, l."record", ${version}, ${statement.shared('at', at, 'timestamptz')}, ${statement.shared('by', by, 'uuid')}, l."action",` +
    ` ${statement.bind(via.kind, 'text')}, ${statement.bind(via.ref ?? null, 'text')}, l."subform", l."row_entity", l."row_id", l."changes"::jsonb FROM ${source}${join}`
  );
}
