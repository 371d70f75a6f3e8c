/** Deletion: the row stays, marked, and is in no reader's projection any more. Its child rows go with it unmarked. */

import { createStatement, type SqlText } from '../statement.ts';
import { fullName, type RecordTable, type WriteMoment } from './record-table.ts';

/** Rows `{ id, version }` of the records that were there. */
export function deleteRecords(table: RecordTable, ids: readonly string[], moment: WriteMoment): SqlText {
  const statement = createStatement();
  const at = statement.bind(moment.at, 'timestamptz');
  return statement.finish(
    `UPDATE ${fullName(table)} SET "version" = "version" + 1, "updated_at" = ${at}, "updated_by" = ${statement.bind(moment.by, 'uuid')}, "deleted_at" = ${at}` +
      ` WHERE "id" = ANY (${statement.bind(ids, 'uuid[]')}) AND "deleted_at" IS NULL RETURNING "id", "version"`,
  );
}

export const deleteRecord = (table: RecordTable, id: string, moment: WriteMoment): SqlText => deleteRecords(table, [id], moment);
