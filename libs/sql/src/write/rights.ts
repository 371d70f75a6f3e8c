/**
 * Whether the actor may do something to rows as they lie in the table: of rows under an alias, inside a statement that
 * locks or saves them, or of records by id. Asked of the row as it was and again as it has become.
 */

import type { Access } from '@tessera/access';
import type { Filter, RecordAction } from '@tessera/contract';
import { columnType, resolvePath } from '@tessera/model';
import { scopeCondition } from '../bare-rows.ts';
import type { ConditionEnv } from '../condition.ts';
import { quoteLiteral } from '../quoting.ts';
import { createStatement, type SqlText, type Statement } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { fullName, type RecordTable } from './record-table.ts';

export interface Permission {
  readonly access: Access;
  /** Member id of the actor; null for the system. */
  readonly member: string | null;
  /** IANA zone in which `today` is read. */
  readonly timeZone: string;
  readonly action: RecordAction;
  /** Fields the action touches. */
  readonly fields: readonly string[];
  /** Hashes what a row condition compares an encrypted field with. */
  readonly cipher?: ConditionEnv['cipher'];
}

/** SQL of a boolean and of the text list of those fields that are out of scope on the row. */
export interface RightsSql {
  readonly allowed: string;
  readonly refused: string;
}

export const ALL_RIGHTS: RightsSql = { allowed: 'TRUE', refused: `'{}'::text[]` };

export function rightsOn(statement: Statement, { schema, design, entity: key }: RecordTable, { access, member, timeZone, action, fields, cipher }: Permission, alias: string): RightsSql {
  const entity = entityOf(design, key);
  const env: ConditionEnv = { statement, schema, design, member, timeZone, cipher, fewRows: true };
  const row = scopeCondition(env, entity, alias, access.rowScope(action, key));
  const refused = fields.flatMap((field) => {
    const condition = scopeCondition(env, entity, alias, access.fieldScope(action, key, field));
    return condition === null ? [] : [`CASE WHEN (${condition}) IS NOT TRUE THEN ${quoteLiteral(field)} END`];
  });
  return {
    allowed: row === null ? ALL_RIGHTS.allowed : `((${row}) IS TRUE)`,
    refused: refused.length === 0 ? ALL_RIGHTS.refused : `array_remove(ARRAY[${refused.join(', ')}]::text[], NULL)`,
  };
}

/** Rows `{ id, allowed, refused }` of those records that are there. */
export function rightsQuery(table: RecordTable & { readonly ids: readonly string[] }, permission: Permission): SqlText {
  const statement = createStatement();
  const alias = statement.alias();
  const { allowed, refused } = rightsOn(statement, table, permission, alias);
  return statement.finish(
    `SELECT ${alias}."id", ${allowed} AS "allowed", ${refused} AS "refused" FROM ${fullName(table)} ${alias} WHERE ${alias}."id" = ANY (${statement.bind(table.ids, 'uuid[]')}) AND ${alias}."deleted_at" IS NULL`,
  );
}

/** Which scopes an action on these fields has; `all` of them: nothing needs to be asked. */
export function isOpen({ access, action, fields }: Permission, entity: string): boolean {
  return access.rowScope(action, entity).kind === 'all' && fields.every((field) => access.fieldScope(action, entity, field).kind === 'all');
}

/**
 * Whether the row alone answers: its own columns, and records of other entities. What hangs on the row, or is of its
 * own kind, can be asked for only after the statement that saves it.
 */
export function isAnsweredByRow({ access, action, fields }: Permission, { design, entity }: Pick<RecordTable, 'design' | 'entity'>): boolean {
  const scopes = [access.rowScope(action, entity), ...fields.map((field) => access.fieldScope(action, entity, field))];
  return scopes.every((scope) => scope.kind !== 'where' || namesOnlyRow(design, entity, scope.filter));
}

function namesOnlyRow(design: RecordTable['design'], entity: string, filter: Filter): boolean {
  if ('and' in filter) return filter.and.every((part) => namesOnlyRow(design, entity, part));
  if ('or' in filter) return filter.or.every((part) => namesOnlyRow(design, entity, part));
  if ('not' in filter) return namesOnlyRow(design, entity, filter.not);
  if (!('field' in filter)) return false;
  const found = resolvePath(design, entity, filter.field);
  if (!found.ok) return false;
  const { hops, field } = found.value;
  return !field.computed && columnType(field.document) !== null && hops.every((hop) => hop.entity !== entity);
}
