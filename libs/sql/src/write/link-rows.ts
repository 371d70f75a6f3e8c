/** The links of many-to-many relations: what a record is linked to, in its order, as one list that is replaced as a whole. */

import { tableName } from '../quoting.ts';
import { linkTable } from '../schema/names.ts';
import { createStatement, type SqlText } from '../statement.ts';
import type { RecordTable } from './record-table.ts';

export interface LinkRequest extends RecordTable {
  /** The relation of `entity`. */
  readonly field: string;
}

/** Rows `{ record, ids }` of those records that have links. The records are locked by the caller. */
export function linksOfRecords({ records, ...request }: LinkRequest & { readonly records: readonly string[] }): SqlText {
  const statement = createStatement();
  return statement.finish(
    `SELECT l."from" AS "record", array_agg(l."to" ORDER BY l."position", l."to") AS "ids" FROM ${tableOf(request)} l` +
      ` WHERE l."from" = ANY (${statement.bind(records, 'uuid[]')}) GROUP BY l."from"`,
  );
}

/** Afterwards each record is linked to exactly these, in this order. */
export function replaceLinks({ lists, ...request }: LinkRequest & { readonly lists: readonly { readonly record: string; readonly ids: readonly string[] }[] }): SqlText {
  const statement = createStatement();
  const rows = lists.flatMap(({ record, ids }) => ids.map((id, position) => ({ from: record, to: id, position })));
  const records = statement.bind(lists.map(({ record }) => record), 'uuid[]');
  const wanted = `SELECT * FROM json_to_recordset(${statement.bind(JSON.stringify(rows), 'json')}) AS w("from" uuid, "to" uuid, "position" int)`;
  const table = tableOf(request);
  return statement.finish(
    `WITH wanted AS MATERIALIZED (${wanted}), gone AS (DELETE FROM ${table} l WHERE l."from" = ANY (${records})` +
      ` AND NOT EXISTS (SELECT FROM wanted w WHERE w."from" = l."from" AND w."to" = l."to"))` +
      ` INSERT INTO ${table} AS l ("from", "to", "position") SELECT w."from", w."to", w."position" FROM wanted w` +
      ` ON CONFLICT ("from", "to") DO UPDATE SET "position" = EXCLUDED."position" WHERE l."position" <> EXCLUDED."position"`,
  );
}

const tableOf = ({ schema, entity, field }: LinkRequest): string => tableName(schema, linkTable(entity, field));
