/** The names a formula over an entity's records may use, with their types and what people call them. Pure. */

import { textIn, type EntityDocument, type Locale, type LocalizedText } from '@tessera/contract';
import type { FormulaScope, FormulaType } from '@tessera/formula';
import { compileDesign, fieldType } from '@tessera/model';

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

const SYSTEM_NAMES: Readonly<Record<string, LocalizedText>> = {
  owner: { 'zh-CN': '负责人', en: 'Owner' },
  created_at: { 'zh-CN': '创建时间', en: 'Created at' },
  created_by: { 'zh-CN': '创建人', en: 'Created by' },
  updated_at: { 'zh-CN': '更新时间', en: 'Updated at' },
  updated_by: { 'zh-CN': '更新人', en: 'Updated by' },
};

/** What people call the fields, the system's own among them. */
export function fieldLabels(entity: EntityDocument, locale: Locale): Readonly<Record<string, string>> {
  const own = entity.fields.map((field) => [field.key, textIn(field.label, locale)] as const);
  const system = Object.entries(SYSTEM_NAMES).map(([key, label]) => [key, textIn(label, locale)] as const);
  return Object.fromEntries([...system, ...own]);
}
