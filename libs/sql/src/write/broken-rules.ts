/** Validation formulas that look beyond the row: each is computed as a field of the row would be, over the tables themselves. */

import type { CheckedFormula } from '@tessera/formula';
import { fieldType, type FieldModel } from '@tessera/model';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf, fieldOf, valueExpression, type ValueEnv } from '../value-expression.ts';
import { fullName, type RecordTable } from './record-table.ts';

/** Rows `{ id, broken: int[] }` of those records that break rules; by their places in the list. Blank counts as held. */
export function brokenRules({ ids, ...table }: RecordTable & { readonly ids: readonly string[] }, asker: Pick<ValueEnv, 'member' | 'timeZone'>, rules: readonly CheckedFormula[]): SqlText {
  const statement = createStatement();
  const entity = entityOf(table.design, table.entity);
  const alias = statement.alias();
  const env: ValueEnv = { statement, schema: table.schema, design: table.design, member: asker.member, timeZone: asker.timeZone };
  const checkbox = { ...fieldOf(entity, 'id'), computed: true, type: fieldType('checkbox'), valueType: fieldType('checkbox') } satisfies FieldModel;
  const tests = rules.map((formula, index) => `CASE WHEN (${valueExpression(env, entity, alias, { ...checkbox, key: `~rule ${index}`, formula })}) IS FALSE THEN ${index} END`);
  return statement.finish(
    `SELECT * FROM (SELECT ${alias}."id", array_remove(ARRAY[${tests.join(', ')}]::int[], NULL) AS "broken" FROM ${fullName(table)} ${alias}` +
      ` WHERE ${alias}."id" = ANY (${statement.bind(ids, 'uuid[]')}) AND ${alias}."deleted_at" IS NULL) r WHERE cardinality(r."broken") > 0`,
  );
}
