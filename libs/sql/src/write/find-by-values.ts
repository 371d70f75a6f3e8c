/** Records by the values of unique fields, compared as their indexes compare them. */

import { hashColumn } from '@tessera/model';
import { quoteIdent } from '../quoting.ts';
import { uniqueness } from '../schema/indexes.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf, fieldOf } from '../value-expression.ts';
import { columnsOf, fullName, type RecordTable, type WireValues } from './record-table.ts';

export interface KeyedRow {
  /** Given back with the record that is found. */
  readonly index: number;
  /** Of every field of `by`, none of them null; of an encrypted one its hash, under the name of the hash column. */
  readonly values: WireValues;
}

/** More of one index tell no more: they are several. */
const MOST_OF_ONE = 200;

/** Rows `{ index, id }` of the living records that have these values, whoever may see them; more than one of an index (at most 200) when `by` is not unique for all records. */
export function findByValues(table: RecordTable, by: readonly string[], rows: readonly KeyedRow[]): SqlText {
  const statement = createStatement();
  const entity = entityOf(table.design, table.entity);
  const columnOf = (key: string): string => (fieldOf(entity, key).encrypted ? hashColumn(key) : key);
  const columns = columnsOf(table, by.map(columnOf));
  const conditions = by.map((key) => {
    const { document } = fieldOf(entity, key);
    const unique = uniqueness(table.schema, table.design, table.entity, document);
    const own = quoteIdent(columnOf(key));
    const compared = unique?.value ?? own;
    return `${compared.replaceAll(own, `${quoteIdent(table.entity)}.${own}`)} = ${compared.replaceAll(own, `k.${own}`)}${unique ? ` AND ${unique.condition.replaceAll(`${own} IS`, `${quoteIdent(table.entity)}.${own} IS`)}` : ''}`;
  });
  const shape = [`"index" int`, ...columns.map(({ name, kind }) => `${quoteIdent(name)} ${kind}`)];
  const keys = statement.bind(JSON.stringify(rows.map(({ index, values }) => ({ ...values, index }))), 'json');
  return statement.finish(
    `SELECT f."index", f."id" FROM (SELECT k."index", ${quoteIdent(table.entity)}."id", row_number() OVER (PARTITION BY k."index" ORDER BY ${quoteIdent(table.entity)}."id") AS n FROM json_to_recordset(${keys}) AS k(${shape.join(', ')}) JOIN ${fullName(table)}` +
      ` ON ${quoteIdent(table.entity)}."deleted_at" IS NULL AND ${conditions.join(' AND ')}) f WHERE f.n <= ${MOST_OF_ONE} ORDER BY f."id"`,
  );
}
