/** Questions a preview asks about the rows that exist: how many would stand in the way of a change, and which. */

import type { FieldDocument } from '@tessera/contract';
import { columnType, typeOf, type Design } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { uniqueness } from './indexes.ts';

export interface Obstacles {
  /** One row `{ records, total }`. */
  readonly count: SqlText;
  /** Rows `{ id }`, the first of them. */
  readonly sample: SqlText;
}

/** Living records without a value; null where a field has no column that could be empty. */
export function withoutValue(schema: string, entity: string, field: FieldDocument, limit: number): Obstacles | null {
  if (columnType(field) === null) return null;
  return obstacles(schema, entity, `${quoteIdent(field.key)} IS NULL`, [], limit);
}

/** Living records that share what `field` says must be unique. */
export function sharingValue(schema: string, design: Design, entity: string, field: FieldDocument, limit: number): Obstacles | null {
  const unique = uniqueness(schema, design, entity, field);
  if (unique === null) return null;
  const table = tableName(schema, entity);
  const shared = `SELECT ${unique.value} FROM ${table} WHERE ${unique.condition} GROUP BY 1 HAVING count(*) > 1`;
  return obstacles(schema, entity, `${unique.condition} AND ${unique.value} IN (${shared})`, [], limit, unique.value);
}

/** Living records that hold one of these choices. */
export function holdingChoice(schema: string, entity: string, field: FieldDocument, choices: readonly string[], limit: number): Obstacles {
  const column = quoteIdent(field.key);
  return obstacles(schema, entity, typeOf(field).valueKind === 'textList' ? `${column} && $1::text[]` : `${column} = ANY ($1::text[])`, [[...choices]], limit);
}

function obstacles(schema: string, entity: string, condition: string, values: readonly unknown[], limit: number, order = '"id"'): Obstacles {
  const from = `FROM ${tableName(schema, entity)}`;
  return {
    count: { text: `SELECT count(*) FILTER (WHERE ${condition})::int AS "records", count(*)::int AS "total" ${from} WHERE "deleted_at" IS NULL`, values: [...values] },
    sample: { text: `SELECT "id" ${from} WHERE "deleted_at" IS NULL AND ${condition} ORDER BY ${order}, "id" LIMIT ${limit}`, values: [...values] },
  };
}
