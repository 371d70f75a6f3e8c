/** What a process is checked against while it is drawn: the same names, roles and forms as on the server when it is published. Pure. */

import { ADMIN_ROLE, type EntityDocument } from '@tessera/contract';
import type { FormulaScope, FormulaType } from '@tessera/formula';
import { compileDesign, type Design } from '@tessera/model';
import type { CompileEnv } from '@tessera/process';

interface EnvInput {
  readonly entities: readonly EntityDocument[];
  /** Null: this designer may not know the roles, so they are not checked here. */
  readonly roles: readonly string[] | null;
  readonly forms: readonly string[];
}

/** Every field of the entity with a type in formulas, the system's own among them; null when there is no such entity. */
export function recordNames(design: Design, entity: string): FormulaScope | null {
  const model = design.entities.get(entity);
  if (!model) return null;
  const names = [...model.fields.values()].flatMap((field): [string, FormulaType][] => (field.valueType.formulaType === null ? [] : [[field.key, field.valueType.formulaType]]));
  return { names: Object.fromEntries(names) };
}

export function processEnv({ entities, roles, forms }: EnvInput): CompileEnv {
  const compiled = compileDesign(entities);
  const design: Design = compiled.ok ? compiled.value : { entities: new Map() };
  return {
    fields: (entity) => recordNames(design, entity),
    ...(roles ? { roles: new Set([ADMIN_ROLE, ...roles]) } : {}),
    forms: new Set(forms),
    writableFields: (entity) => new Set([...(design.entities.get(entity)?.fields.values() ?? [])].filter((field) => !field.readOnly).map((field) => field.key)),
  };
}
