/** What a new record holds where nobody has written: the defaults of its fields, and whoever makes it as owner. */

import { defaultFormulaOf, isVariable } from '../compile/check-document.ts';
import type { Design } from '../design.ts';
import { evaluateOver, wireValue, type MomentEnv } from './formula-values.ts';
import type { Values } from './normalize-values.ts';
import { entityOf } from './record-schema.ts';

export interface DefaultsEnv extends MomentEnv {
  /** 'YYYY-MM-DD' in the workspace's zone. */
  readonly today: string;
}

/**
 * Values by field key in wire form; fields without a default are absent. `given` are the values already known
 * (normalised): a field among them, be it null, gets no default, and default formulas see them. A formula
 * that comes to nothing gives null.
 */
export function defaultValues(design: Design, entity: string, env: DefaultsEnv, given: Values = {}): Record<string, unknown> {
  const { fields, defaultOrder } = entityOf(design, entity);
  const values: Record<string, unknown> = {};
  for (const { key, document, readOnly, type } of fields.values()) {
    const preset = document.default;
    if (readOnly || preset === undefined || preset === null || Object.hasOwn(given, key) || defaultFormulaOf(preset) !== null) continue;
    values[key] = type.canonical(isVariable(preset) ? variableValue(preset.var, type.valueKind, env) : preset, document);
  }
  for (const key of defaultOrder) {
    const field = fields.get(key);
    if (field?.defaultFormula && !Object.hasOwn(given, key)) values[key] = wireValue(field, evaluateOver(field.defaultFormula, fields, { ...values, ...given }, env));
  }
  return env.me === null || Object.hasOwn(given, 'owner') ? values : { ...values, owner: values['owner'] ?? env.me };
}

function variableValue(name: string, kind: string, env: DefaultsEnv): unknown {
  if (name === 'me') return kind === 'uuidList' ? (env.me === null ? null : [env.me]) : env.me;
  return name === 'today' && kind === 'date' ? env.today : env.now;
}
