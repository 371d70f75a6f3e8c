/**
 * Whether the actor may do something to one record as it lies in the table now. The write door asks it twice: of
 * the row as it was and, inside the same transaction, of the row as it has become.
 */

import type { RecordAction } from '@tessera/contract';
import { scopeCondition } from '../bare-rows.ts';
import { quoteLiteral, tableName } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { readStatement, type ReadContext } from './read-context.ts';

export interface AllowedRequest {
  readonly action: RecordAction;
  readonly entity: string;
  readonly id: string;
  /** Fields the action touches. */
  readonly fields?: readonly string[] | undefined;
}

/** The one result row; there is none when the record does not exist or is deleted. */
export interface AllowedRow {
  /** Whether the row is in scope. Says nothing of the fields. */
  readonly allowed: boolean;
  /** Those of `fields` that are out of scope on this row, in the order given. */
  readonly refused: readonly string[];
}

export function allowedQuery(context: ReadContext, { action, entity: key, id, fields = [] }: AllowedRequest): SqlText {
  const read = { ...readStatement(context), fewRows: true };
  const entity = entityOf(read.design, key);
  const alias = read.statement.alias();
  const row = scopeCondition(read, entity, alias, read.access.rowScope(action, key));
  const refused = fields.flatMap((field) => {
    const condition = scopeCondition(read, entity, alias, read.access.fieldScope(action, key, field));
    return condition === null ? [] : [`CASE WHEN (${condition}) IS NOT TRUE THEN ${quoteLiteral(field)} END`];
  });
  const list = refused.length === 0 ? `'{}'::text[]` : `array_remove(ARRAY[${refused.join(', ')}]::text[], NULL)`;
  const condition = `${alias}."id" = ${read.statement.bind(id, 'uuid')} AND ${alias}."deleted_at" IS NULL`;
  return read.statement.finish(
    `SELECT ${row === null ? 'TRUE' : `(${row}) IS TRUE`} AS "allowed", ${list} AS "refused" FROM ${tableName(read.schema, key)} ${alias} WHERE ${condition}`,
  );
}
