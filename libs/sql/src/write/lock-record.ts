/**
 * Locks. A change does not keep others from linking to the record; a deletion does, and whoever links to a record
 * holds it in place until they are done. So no link is ever made to a record that is being deleted.
 */

import { createStatement, type SqlText } from '../statement.ts';
import { fullName, storedJson, type RecordTable } from './record-table.ts';

/** The one result row of a lock; there is none when the record does not exist or is deleted. */
export interface LockedRow {
  readonly id: string;
  readonly version: number;
  /** JSON of every stored value, relations and members as ids. */
  readonly record: string;
}

/** Locks a record until the transaction ends. One row, `LockedRow`, or none. */
export function lockRecord(table: RecordTable & { readonly id: string; readonly for: 'change' | 'delete' }): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  const strength = table.for === 'delete' ? 'FOR UPDATE' : 'FOR NO KEY UPDATE';
  return statement.finish(
    `SELECT ${alias}."id", ${alias}."version", ${storedJson(table, alias)} AS "record" FROM ${fullName(table)} ${alias}` +
      ` WHERE ${alias}."id" = ${statement.bind(table.id, 'uuid')} AND ${alias}."deleted_at" IS NULL ${strength}`,
  );
}

/** Locks the rows of a subform (`entity` is the child) in their order. Rows of `LockedRow`. */
export function lockChildren(table: RecordTable & { readonly parent: string }): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  return statement.finish(
    `SELECT ${alias}."id", ${alias}."version", ${storedJson(table, alias)} AS "record" FROM ${fullName(table)} ${alias}` +
      ` WHERE ${alias}."parent" = ${statement.bind(table.parent, 'uuid')} AND ${alias}."deleted_at" IS NULL` +
      ` ORDER BY ${alias}."position", ${alias}."id" FOR NO KEY UPDATE`,
  );
}

/** Holds records that a link is about to be made to. Rows `{ id }` of those that are there. */
export function holdTargets(table: RecordTable & { readonly ids: readonly string[] }): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  return statement.finish(
    `SELECT ${alias}."id" FROM ${fullName(table)} ${alias} WHERE ${alias}."id" = ANY (${statement.bind(table.ids, 'uuid[]')})` +
      ` AND ${alias}."deleted_at" IS NULL ORDER BY ${alias}."id" FOR KEY SHARE`,
  );
}
