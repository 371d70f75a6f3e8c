/** What a new record holds before anybody has written: the defaults of its fields, and whoever makes it as owner. */

import type { Design } from '../design.ts';
import { isVariable } from '../compile/check-document.ts';
import { entityOf } from './record-schema.ts';

export interface DefaultsEnv {
  /** Member id; null when no member makes the record. */
  readonly me: string | null;
  /** 'YYYY-MM-DD' in the workspace's zone. */
  readonly today: string;
  /** ISO instant. */
  readonly now: string;
}

/** Values by field key in wire form; fields without a default are absent. */
export function defaultValues(design: Design, entity: string, env: DefaultsEnv): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { key, document, readOnly, type } of entityOf(design, entity).fields.values()) {
    const given = document.default;
    if (readOnly || given === undefined || given === null) continue;
    values[key] = type.canonical(isVariable(given) ? variableValue(given.var, type.valueKind, env) : given, document);
  }
  return env.me === null ? values : { ...values, owner: values['owner'] ?? env.me };
}

function variableValue(name: string, kind: string, env: DefaultsEnv): string | null {
  if (name === 'me') return env.me;
  return name === 'today' && kind === 'date' ? env.today : env.now;
}
