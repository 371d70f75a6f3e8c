/**
 * The JavaScript back end: walks the typed tree of a checked formula. Total: every formula has a value
 * for every input; what cannot be computed is blank.
 */

import type { CheckedFormula, FormulaNode } from './formula-node.ts';
import { isListType, type FormulaType, type FormulaValue } from './formula-type.ts';
import { specOf } from './functions/registry.ts';
import { parseInstant } from './values/calendar.ts';
import { Exact } from './values/number.ts';
import { readValue, writeValue, type Value } from './values/value.ts';

export interface FormulaEnv {
  /** The value of a name; anything that is no value of the name's type counts as blank. */
  value(name: string): FormulaValue;
  /** ISO 8601 with Z. */
  readonly now: string;
  /** An IANA name, e.g. Asia/Shanghai. */
  readonly timeZone: string;
  /** The member's id, null for nobody. */
  readonly me: string | null;
  /** Ids of the departments the member belongs to; none when absent. */
  readonly departments?: readonly string[];
}

/** Pure. Numbers come back without trailing zeros: "8000", "0.15". */
export function evaluateFormula(checked: CheckedFormula, env: FormulaEnv): FormulaValue {
  const moment = { now: parseInstant(env.now), timeZone: env.timeZone, me: env.me, departments: env.departments ?? [] };

  const evaluate = (node: FormulaNode): Value => {
    switch (node.kind) {
      case 'literal':
        return node.type === 'number' ? new Exact(node.value as string) : node.value;
      case 'name':
        return readValue(env.value(node.name), node.type);
      case 'call':
        return present(specOf(node.callee).js(node.args.map((arg, i) => present(evaluate(arg), node.argTypes[i] as FormulaType)), { argTypes: node.argTypes, ...moment }), node.type);
    }
  };

  return writeValue(evaluate(checked.node), checked.type);
}

/** A list is never blank. */
const present = (value: Value, type: FormulaType): Value => (value === null && isListType(type) ? [] : value);
