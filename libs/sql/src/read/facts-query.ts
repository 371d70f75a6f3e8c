/**
 * All own and computed values of one record, for formulas in processes. It goes past every permission and is
 * used by the write door only, for what the system itself does.
 */

import type { Design } from '@tessera/model';
import { objectText } from '../object-text.ts';
import { tableName } from '../quoting.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { hasValue, isSubform, kindOf } from '../storage.ts';
import { entityOf, valueExpression } from '../value-expression.ts';
import { jsonText } from '../wire.ts';

export interface FactsRequest {
  readonly schema: string;
  readonly design: Design;
  readonly entity: string;
  readonly id: string;
  /** For formulas that ask for the day. */
  readonly timeZone: string;
  /** What `ME()` is in the record's own formulas; null for the system. */
  readonly member?: string | null | undefined;
}

/** One row `{ facts: string }`, JSON of the values by field key, relations and members as ids; encrypted ones are left out; no row for a deleted record. */
export function factsQuery({ schema, design, entity: key, id, timeZone, member = null }: FactsRequest): SqlText {
  const statement = createStatement();
  const entity = entityOf(design, key);
  const alias = statement.alias();
  const env = { statement, schema, design, member, timeZone };
  const fields = [...entity.fields.values()].filter((field) => !isSubform(field) && hasValue(field) && !field.encrypted);
  const facts = objectText(fields.map((field) => [field.key, jsonText(kindOf(field), valueExpression(env, entity, alias, field))]));
  const condition = `${alias}."id" = ${statement.bind(id, 'uuid')} AND ${alias}."deleted_at" IS NULL`;
  return statement.finish(`SELECT ${facts} AS "facts" FROM ${tableName(schema, key)} ${alias} WHERE ${condition}`);
}
