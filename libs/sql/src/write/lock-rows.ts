/**
 * Locks, taken in the order of ids, so that no two who lock many wait for each other. A change does not keep others
 * from linking to the record; a deletion does, and whoever links to a record holds it in place until they are done
 * (hold-targets.ts). So no link is ever made to a record that is being deleted.
 */

import { createStatement, type SqlText } from '../statement.ts';
import { fullName, storedJson, type RecordTable } from './record-table.ts';
import { ALL_RIGHTS, rightsOn, type Permission } from './rights.ts';

/** None for a record that does not exist or is deleted. */
export interface LockedRow {
  readonly id: string;
  readonly version: number;
  /** JSON of every stored value, relations and members as ids. */
  readonly record: string;
}

export interface LockedWithRights extends LockedRow {
  /** Whether the actor can see it. */
  readonly visible: boolean;
  readonly allowed: boolean;
  /** Those of the permission's fields that are out of scope on this row. */
  readonly refused: readonly string[];
}

/** Locks records until the transaction ends, and says what the actor may do; `null` asks for no rights. Rows of `LockedWithRights`. */
export function lockRows(table: RecordTable & { readonly ids: readonly string[]; readonly for: 'change' | 'delete'; readonly deleted?: boolean }, permission: Permission | null): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  const strength = table.for === 'delete' ? 'FOR UPDATE' : 'FOR NO KEY UPDATE';
  const ids = statement.bind(table.ids, 'uuid[]');
  const { allowed, refused } = permission ? rightsOn(statement, table, permission, alias) : ALL_RIGHTS;
  const visible = permission ? rightsOn(statement, table, { ...permission, action: 'read', fields: [] }, alias).allowed : 'TRUE';
  return statement.finish(
    `SELECT ${alias}."id", ${alias}."version", ${storedJson(table, alias)} AS "record", ${visible} AS "visible", ${allowed} AS "allowed", ${refused} AS "refused"` +
      ` FROM ${fullName(table)} ${alias} WHERE ${alias}."id" = ANY (${ids}) AND ${alias}."deleted_at" IS ${table.deleted ? 'NOT ' : ''}NULL ORDER BY ${alias}."id" ${strength} OF ${alias}`,
  );
}

/** Locks the rows that hang on many records (`entity` is the child), by record and in their order. Rows of `LockedRow`. */
export function lockChildrenOf(table: RecordTable & { readonly parents: readonly string[] }): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  return statement.finish(
    `SELECT ${alias}."id", ${alias}."version", ${storedJson(table, alias)} AS "record" FROM ${fullName(table)} ${alias}` +
      ` WHERE ${alias}."parent" = ANY (${statement.bind(table.parents, 'uuid[]')}) AND ${alias}."deleted_at" IS NULL` +
      ` ORDER BY ${alias}."parent", ${alias}."position", ${alias}."id" FOR NO KEY UPDATE OF ${alias}`,
  );
}

/** Rows `{ parent, last }`: the last place that is taken in the subform of each record that has rows. The records are locked. */
export function lastPositions(table: RecordTable & { readonly parents: readonly string[] }): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  return statement.finish(
    `SELECT ${alias}."parent", max(${alias}."position") AS "last" FROM ${fullName(table)} ${alias}` +
      ` WHERE ${alias}."parent" = ANY (${statement.bind(table.parents, 'uuid[]')}) AND ${alias}."deleted_at" IS NULL GROUP BY ${alias}."parent"`,
  );
}
