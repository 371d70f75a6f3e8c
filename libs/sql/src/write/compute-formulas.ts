/** Formulas over one record as the system sees it, related rows included: each is computed as a field of the row would be. */

import type { CheckedFormula } from '@tessera/formula';
import { fieldType, type FieldModel } from '@tessera/model';
import { createStatement, type SqlText } from '../statement.ts';
import { kindOf } from '../storage.ts';
import { entityOf, fieldOf, valueExpression, type ValueEnv } from '../value-expression.ts';
import { jsonText } from '../wire.ts';
import { fullName, type RecordTable } from './record-table.ts';

const RESULTS = { number: 'number', boolean: 'checkbox', date: 'date', datetime: 'datetime' } as const;

/** One row `{ values: string }`, JSON of a list of wire values in the order of the formulas; none for a deleted record. */
export function computeFormulas({ id, ...table }: RecordTable & { readonly id: string }, asker: Pick<ValueEnv, 'member' | 'timeZone'>, formulas: readonly CheckedFormula[]): SqlText {
  const statement = createStatement();
  const entity = entityOf(table.design, table.entity);
  const alias = statement.alias();
  const env: ValueEnv = { statement, schema: table.schema, design: table.design, ...asker };
  const values = formulas.map((formula, index) => {
    const type = fieldType(RESULTS[formula.type as keyof typeof RESULTS] ?? 'text');
    const field: FieldModel = { ...fieldOf(entity, 'id'), key: `~formula ${index}`, computed: true, type, valueType: type, formula };
    return jsonText(kindOf(field), valueExpression(env, entity, alias, field));
  });
  return statement.finish(
    `SELECT '[' || ${values.join(` || ',' || `)} || ']' AS "values" FROM ${fullName(table)} ${alias} WHERE ${alias}."id" = ${statement.bind(id, 'uuid')} AND ${alias}."deleted_at" IS NULL`,
  );
}
