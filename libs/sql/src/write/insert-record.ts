/** New records: one by one, or many of the same fields at once (imports, rows of a subform). */

import { quoteIdent } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { bindValue, columnsOf, fullName, type Column, type RecordTable, type WireValues, type WriteMoment } from './record-table.ts';

export interface NewRecord {
  /** A uuid, made by the caller. */
  readonly id: string;
  readonly values: WireValues;
  /** For child rows: the record they belong to, and their place in it. */
  readonly parent?: string;
  readonly position?: number;
}

/** Writes version 1 of a record. One row `{ id, version }`. */
export function insertRecord(table: RecordTable, record: NewRecord, moment: WriteMoment): SqlText {
  const statement = createStatement();
  const columns = columnsOf(table, Object.keys(record.values));
  const at = statement.bind(moment.at, 'timestamptz');
  const by = statement.bind(moment.by, 'uuid');
  const place: [string, string][] = isChild(table) ? [['parent', statement.bind(record.parent, 'uuid')], ['position', statement.bind(record.position, 'int')]] : [];
  const cells: [string, string][] = [
    ['id', statement.bind(record.id, 'uuid')],
    ['version', '1'],
    ['created_at', at],
    ['created_by', by],
    ['updated_at', at],
    ['updated_by', by],
    ...place,
    ...columns.map((column): [string, string] => [column.name, bindValue(statement, column, record.values[column.name])]),
  ];
  const [names, values] = [cells.map(([name]) => quoteIdent(name)), cells.map(([, value]) => value)];
  return statement.finish(`INSERT INTO ${fullName(table)} (${names.join(', ')}) VALUES (${values.join(', ')}) RETURNING "id", "version"`);
}

/** The same for many records; a field that only some of them give is NULL in the others. Rows `{ id, version }`. */
export function insertRecords(table: RecordTable, records: readonly NewRecord[], moment: WriteMoment): SqlText {
  const statement = createStatement();
  const given = [...new Set(records.flatMap((record) => Object.keys(record.values)))];
  const place: readonly Column[] = isChild(table) ? [{ name: 'parent', kind: 'uuid' }, { name: 'position', kind: 'int' }] : [];
  const columns: readonly Column[] = [{ name: 'id', kind: 'uuid' }, ...place, ...columnsOf(table, given)];
  const rows = records.map(({ id, parent, position, values }) => ({ ...values, id, parent, position }));
  const at = statement.bind(moment.at, 'timestamptz');
  const by = statement.bind(moment.by, 'uuid');
  const names = columns.map(({ name }) => quoteIdent(name));
  const shape = columns.map(({ name, kind }) => `${quoteIdent(name)} ${kind}`);
  return statement.finish(
    `INSERT INTO ${fullName(table)} (${names.join(', ')}, "version", "created_at", "created_by", "updated_at", "updated_by")` +
      ` SELECT ${names.map((name) => `r.${name}`).join(', ')}, 1, ${at}, ${by}, ${at}, ${by}` +
      ` FROM jsonb_to_recordset(${statement.bind(JSON.stringify(rows), 'jsonb')}) AS r(${shape.join(', ')}) RETURNING "id", "version"`,
  );
}

const isChild = (table: RecordTable): boolean => entityOf(table.design, table.entity).parent !== null;
