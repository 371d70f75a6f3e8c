/** A yes/no formula over rows, as a condition: the row's own fields and whatever its names lead to, read as these rows are. */

import { formulaToCondition } from '@tessera/formula';
import type { FormulaCondition } from '@tessera/contract';
import { conditionFormula, resolveFormulaName, type FormulaName, type RelatedRows } from '@tessera/model';
import { selectRelated, type Rows } from './related-rows.ts';
import { departments, me, timeZone, type ValueEnv } from './value-expression.ts';

/** True or not: blank counts as not. */
export function formulaCondition(env: ValueEnv, rows: Rows, condition: FormulaCondition): string {
  const formula = conditionFormula(env.design, rows.entity.key, condition);
  if (formula === null) throw new Error(`the filter was not checked: ${condition.formula} is no condition on ${rows.entity.key}`);
  const test = formulaToCondition(formula, {
    column: (name) => namedValue(env, rows, name),
    bind: env.statement.bind,
    now: 'now()',
    // Bound when asked for: Postgres takes no parameter that the text does not use.
    get timeZone() {
      return timeZone(env);
    },
    get me() {
      return me(env);
    },
    get departments() {
      return departments(env);
    },
  });
  return `((${test}) IS TRUE)`;
}

function namedValue(env: ValueEnv, rows: Rows, text: string): string {
  const found = resolveFormulaName(env.design, rows.entity.key, text);
  if (!found.ok) throw new Error(`a formula over ${rows.entity.key} names ${text}, which does not exist`);
  const name: FormulaName = found.value;
  if (name.kind === 'rows') {
    const set = rows.related(name.related);
    const value = name.field ? set.rows.column(name.field.key) : `${set.id()}::text`;
    return `ARRAY(${selectRelated(set, value, [], ` ORDER BY ${set.order}`)})`;
  }
  const walk = (from: Rows, [hop, ...further]: readonly { readonly field: string; readonly entity: string }[]): string => {
    if (hop === undefined) return from.column(name.path.field.key);
    const next: RelatedRows = { kind: 'toOne', ...hop };
    const set = from.related(next);
    return `(${selectRelated(set, walk(set.rows, further))})`;
  };
  return walk(rows, name.path.hops);
}
