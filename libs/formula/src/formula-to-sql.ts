/**
 * The SQL back end: an expression for Postgres 15 and later with the same value as `evaluateFormula`. It
 * raises no error for any input and depends on no setting of the session. Literals become bound
 * parameters, names become whatever `env.column` returns; nothing else of the formula's text gets in.
 */

import type { CheckedFormula, FormulaNode } from './formula-node.ts';
import { isListType, itemType, type FormulaType } from './formula-type.ts';
import { specOf } from './functions/registry.ts';
import { boundedSql, canonicalNumberSql, mapItemsSql, plain, SQL_TYPES, toMillisecondSql } from './sql/expressions.ts';
import type { SqlCall } from './functions/function-spec.ts';
import type { SqlContext } from './sql/sql-context.ts';

export interface FormulaSqlEnv {
  /**
   * SQL for a name: a column or an expression; for a list an array, whose nulls are blank items. Numbers of at most 28 digits before and
   * 20 after the point, dates and times of years 1 to 9999; any Postgres type that casts to the name's.
   */
  column(name: string): string;
  /** Takes a value as a parameter and returns its SQL, e.g. `$3::numeric`. */
  bind(value: unknown, sqlType: string): string;
  /** SQL for the moment of evaluation (timestamptz), the time zone's IANA name and the member's id (null for nobody). */
  readonly now: string;
  readonly timeZone: string;
  readonly me: string;
  /** SQL for the ids of the member's departments, an array that casts to text[]; none when absent. */
  readonly departments?: string;
}

/**
 * A condition for WHERE: what a yes/no formula holds for, where null counts as no. Comparisons with constants are
 * written so that an index on the column can serve them.
 */
export const formulaToCondition = (checked: CheckedFormula, env: FormulaSqlEnv): string => compileFormula(checked, env, 'test');

/**
 * Pure apart from `env.bind`. The text is the same for the same formula and the same column texts. The
 * result is text (in the collation "C"), numeric without trailing zeros, boolean, date or timestamptz; blank alone is a null of text.
 */
export const formulaToSql = (checked: CheckedFormula, env: FormulaSqlEnv): string => compileFormula(checked, env, 'value');

type Use = 'value' | 'test';

function compileFormula(checked: CheckedFormula, env: FormulaSqlEnv, asked: Use): string {
  const bound = new Map<string, string>();
  let lets = 0;
  const context: SqlContext = {
    bind: (value, sqlType) => {
      const key = `${sqlType} ${value}`;
      const known = bound.get(key) ?? cast(env.bind(value, sqlType), sqlType);
      bound.set(key, known);
      return known;
    },
    now: () => toMillisecondSql(cast(env.now, SQL_TYPES.datetime)),
    timeZone: () => cast(env.timeZone, SQL_TYPES.text),
    me: () => cast(env.me, SQL_TYPES.text),
    departments: () => `(coalesce(${cast(env.departments ?? `'{}'`, SQL_TYPES.textList)}, '{}') COLLATE "C")`,
    // OFFSET 0 keeps the planner from copying the expressions to every place that names them.
    letting: (expressions, body) => {
      const alias = `"=${++lets}"`;
      const names = expressions.map((_, i) => `${alias}.v${i}`);
      return `(SELECT ${body(...names)} FROM (SELECT ${expressions.map((sql, i) => `${sql} AS v${i}`).join(', ')} OFFSET 0) AS ${alias})`;
    },
  };

  const compile = (node: FormulaNode, type: FormulaType, use: Use = 'value'): string => {
    if (node.type === 'null') return isListType(type) ? `'{}'::${SQL_TYPES[type]}` : `NULL::${SQL_TYPES[type]}`;
    switch (node.kind) {
      case 'literal':
        return typeof node.value === 'boolean' ? String(node.value).toUpperCase() : context.bind(node.value, SQL_TYPES[node.type]);
      case 'name':
        return toMillisecondsSql(columnOf(node.name, node.type), node.type);
      case 'call': {
        const spec = specOf(node.callee);
        const arg = (index: number, as?: Use): string => compile(node.args[index] as FormulaNode, node.argTypes[index] as FormulaType, as);
        const call: SqlCall = {
          ...context,
          count: node.args.length,
          argTypes: node.argTypes,
          arg: (index) => arg(index),
          test: (index) => arg(index, 'test'),
          bare: (index) => {
            const operand = node.args[index] as FormulaNode;
            if (operand.type !== 'text' || operand.kind === 'literal') return arg(index);
            return operand.kind === 'name' ? cast(env.column(operand.name), SQL_TYPES.text) : plain(arg(index));
          },
          literal: (index) => literalText(node.args[index]),
          isConstant: (index) => isConstant(node.args[index] as FormulaNode),
        };
        const sql = use === 'test' && spec.test ? spec.test(call) : spec.sql(call);
        return isListType(node.type) ? `coalesce(${sql}, '{}')` : sql;
      }
    }
  };
  // Columns may have collations that do not go together; of a formula they all get one.
  const columnOf = (name: string, type: FormulaType): string =>
    itemType(type) === 'text' ? `(${present(env.column(name), type)} COLLATE "C")` : present(env.column(name), type);

  const sql = compile(checked.node, checked.type, asked);
  if (checked.type === 'numberList') return mapItemsSql(sql, (item) => canonicalNumberSql(boundedSql(item)));
  return checked.type === 'number' ? canonicalNumberSql(boundedSql(sql)) : sql;
}

const cast = (sql: string, type: string): string => `(${sql})::${type}`;

/** A list is never null. */
const present = (sql: string, type: FormulaType): string => (isListType(type) ? `coalesce(${cast(sql, SQL_TYPES[type])}, '{}')` : cast(sql, SQL_TYPES[type]));

function toMillisecondsSql(sql: string, type: FormulaType): string {
  if (type === 'datetimeList') return mapItemsSql(sql, toMillisecondSql);
  return type === 'datetime' ? toMillisecondSql(sql) : sql;
}

const isConstant = (node: FormulaNode): boolean => node.kind === 'literal' || (node.kind === 'call' && specOf(node.callee).constant === true);

const literalText = (node: FormulaNode | undefined): string | undefined =>
  node?.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
