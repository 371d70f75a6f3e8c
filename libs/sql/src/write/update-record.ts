/** Changes of a record that is locked already. */

import { quoteIdent } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { bindValue, columnsOf, fullName, type RecordTable, type WireValues, type WriteMoment } from './record-table.ts';

export interface RecordChange {
  readonly id: string;
  /** Only what changes; without any the record just gets a new version, as when only its child rows change. */
  readonly values: WireValues;
  /** New place of a child row. */
  readonly position?: number;
}

/** One row `{ version }`, the new one; none when the record is not there. */
export function updateRecord(table: RecordTable, change: RecordChange, moment: WriteMoment): SqlText {
  const statement = createStatement();
  const cells = [
    `"version" = "version" + 1`,
    `"updated_at" = ${statement.bind(moment.at, 'timestamptz')}`,
    `"updated_by" = ${statement.bind(moment.by, 'uuid')}`,
    ...(change.position === undefined ? [] : [`"position" = ${statement.bind(change.position, 'int')}`]),
    ...columnsOf(table, Object.keys(change.values)).map((column) => `${quoteIdent(column.name)} = ${bindValue(statement, column, change.values[column.name])}`),
  ];
  return statement.finish(`UPDATE ${fullName(table)} SET ${cells.join(', ')} WHERE "id" = ${statement.bind(change.id, 'uuid')} AND "deleted_at" IS NULL RETURNING "version"`);
}
