/**
 * What formulas of a design that are no fields come to on one record, for whoever sets them off: everything on other rows
 * is read from what that person may see there. The record's own fields are taken as they lie in the table: whether they
 * may be read on it is asked before (`allowedQuery`).
 */

import type { CheckedFormula } from '@tessera/formula';
import { fieldType, type FieldModel } from '@tessera/model';
import { tableName } from '../quoting.ts';
import type { SqlText } from '../statement.ts';
import { kindOf } from '../storage.ts';
import { entityOf, fieldOf } from '../value-expression.ts';
import { jsonText } from '../wire.ts';
import { readStatement, type ReadContext } from './read-context.ts';
import { formulaOnRow } from './secured-relation.ts';

export interface FormulasRequest {
  readonly entity: string;
  readonly id: string;
  /** One at least. */
  readonly formulas: readonly CheckedFormula[];
}

const RESULTS = { number: 'number', boolean: 'checkbox', date: 'date', datetime: 'datetime' } as const;

/** One row `{ values: string }`, JSON of a list of wire values in the order of the formulas; none for a deleted record. */
export function formulasQuery(context: ReadContext, { entity: key, id, formulas }: FormulasRequest): SqlText {
  const read = readStatement(context);
  const entity = entityOf(read.design, key);
  const alias = read.statement.alias();
  const values = formulas.map((formula, index) => {
    const type = fieldType(RESULTS[formula.type as keyof typeof RESULTS] ?? 'text');
    const field: FieldModel = { ...fieldOf(entity, 'id'), key: `~formula ${index}`, computed: true, type, valueType: type, formula };
    return jsonText(kindOf(field), formulaOnRow(read, entity, alias, field));
  });
  return read.statement.finish(
    `SELECT '[' || ${values.join(` || ',' || `)} || ']' AS "values" FROM ${tableName(read.schema, key)} ${alias} WHERE ${alias}."id" = ${read.statement.bind(id, 'uuid')} AND ${alias}."deleted_at" IS NULL`,
  );
}
