/** The names a formula over an entity's records may use, with their types and what people call them. Pure. */

import { textIn, type EntityDocument, type Locale } from '@tessera/contract';
import type { FormulaScope, FormulaType } from '@tessera/formula';
import { compileDesign, fieldType } from '@tessera/model';
import { allFields } from '../fields/system-fields.ts';

/**
 * Takes all entities, for the types of computed fields; while the design has problems these have none and
 * are left out. `without`: a field that may not name itself.
 */
export function formulaScopeOf(entity: EntityDocument, entities: readonly EntityDocument[], without?: string): FormulaScope {
  const compiled = compileDesign(entities.map((candidate) => (candidate.key === entity.key ? entity : candidate)));
  const model = compiled.ok ? compiled.value.entities.get(entity.key) : undefined;
  const names: Record<string, FormulaType> = {};
  for (const field of entity.fields) {
    const type = (model?.fields.get(field.key)?.valueType ?? fieldType(field.type)).formulaType;
    if (type !== null && field.key !== without) names[field.key] = type;
  }
  return { names };
}

/** What people call the fields, the system's own among them. */
export const fieldLabels = (entity: EntityDocument, locale: Locale): Readonly<Record<string, string>> =>
  Object.fromEntries(allFields(entity).map((field) => [field.key, textIn(field.label, locale)]));
