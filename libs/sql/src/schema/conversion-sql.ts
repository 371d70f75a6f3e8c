/**
 * The statements of a conversion. Each different value is read once, converted outside (convert-value.ts), and put
 * into a table of pairs that lives as long as the transaction; one statement then writes the new column from it.
 */

import type { FieldDocument } from '@tessera/contract';
import { columnType, hashColumn } from '@tessera/model';
import { quoteIdent, tableName } from '../quoting.ts';
import type { StorageKind } from '../storage.ts';
import type { SqlText } from '../statement.ts';
import { wireColumn } from '../wire.ts';
import { nextColumn } from './names.ts';

export interface FieldConversion {
  readonly entity: string;
  readonly before: FieldDocument;
  readonly after: FieldDocument;
}

/** A row of `distinctValues`. */
export interface DistinctValue {
  /** The value as Postgres writes it: what pairs it with the rows that have it. */
  readonly key: string;
  /** In wire form. */
  readonly value: unknown;
  /** Rows that have it, deleted ones included: they may come back. */
  readonly records: number;
}

/** One pair, for `storePairs`. */
export interface ConvertedPair {
  readonly from: string;
  readonly to: unknown;
  readonly hash?: string | null;
}

/** Rows of `DistinctValue`. */
export function distinctValues(schema: string, { entity, before }: FieldConversion): string {
  const column = quoteIdent(before.key);
  return `SELECT ${column}::text AS "key", ${wireColumn(kindOfColumn(columnType(before)), column)} AS "value", count(*)::int AS "records" FROM ${tableName(schema, entity)} WHERE ${column} IS NOT NULL GROUP BY 1, 2`;
}

/** Rows `{ id, key }` of living records that hold one of these values. */
export function recordsHolding(schema: string, { entity, before }: FieldConversion, keys: readonly string[], limit: number): SqlText {
  const column = quoteIdent(before.key);
  return {
    text: `SELECT "id", ${column}::text AS "key" FROM ${tableName(schema, entity)} WHERE ${column}::text = ANY ($1::text[]) AND "deleted_at" IS NULL ORDER BY "id" LIMIT $2`,
    values: [[...keys], limit],
  };
}

export function createPairs({ after }: FieldConversion): string {
  return `CREATE TEMP TABLE ${pairs(after)} ("from" text, "to" ${columnType(after)}, "hash" text) ON COMMIT DROP`;
}

export function storePairs({ after }: FieldConversion, converted: readonly ConvertedPair[]): SqlText {
  return { text: `INSERT INTO ${pairs(after)} SELECT * FROM jsonb_to_recordset($1::jsonb) AS r("from" text, "to" ${columnType(after)}, "hash" text)`, values: [JSON.stringify(converted)] };
}

/** To be run once the pairs are there. */
export function conversionStatement(schema: string, { entity, before, after }: FieldConversion): string {
  const set = [`${quoteIdent(nextColumn(after.key))} = c."to"`, ...(after.encrypted ? [`${quoteIdent(hashColumn(after.key))} = c."hash"`] : [])];
  return `UPDATE ${tableName(schema, entity)} t SET ${set.join(', ')} FROM ${pairs(after)} c WHERE t.${quoteIdent(before.key)}::text = c."from"`;
}

/** Planner statistics decide between a hash of the pairs and a look through all of them for each row. */
export const analyzePairs = ({ after }: FieldConversion): string => `ANALYZE ${pairs(after)}`;

const pairs = ({ key }: FieldDocument): string => quoteIdent(`_to_${key}`);

function kindOfColumn(type: string | null): StorageKind {
  if (type === null) throw new Error('only values of a column are converted');
  return (type.startsWith('numeric') ? 'numeric' : type) as StorageKind;
}
