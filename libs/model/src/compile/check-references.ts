/** What entity documents say about one another: parents, relations, subforms, titles that name a field. */

import type { EntityDocument, FieldDocument, FieldProblemInput } from '@tessera/contract';
import { fieldType, isFieldType } from '../field-types/registry.ts';
import { designProblem, fieldPath } from './design-problem.ts';

export type DocumentsByKey = ReadonlyMap<string, EntityDocument>;

export function checkReferences(entity: EntityDocument, documents: DocumentsByKey): FieldProblemInput[] {
  return [...checkParent(entity, documents), ...checkTitle(entity), ...checkTargets(entity, documents)];
}

/** The entity a relation or subform names in its options. */
export function targetOf(field: FieldDocument): string | null {
  const target = isFieldType(field.type) && fieldType(field.type).refersTo !== null ? field.options?.['entity'] : null;
  return typeof target === 'string' ? target : null;
}

function checkParent(entity: EntityDocument, documents: DocumentsByKey): FieldProblemInput[] {
  if (entity.parent === undefined) return [];
  const parent = documents.get(entity.parent);
  if (!parent) return [designProblem(`${entity.key}.parent`, 'ENTITY_PARENT_UNKNOWN', { label: entity.label })];
  return parent.parent === undefined ? [] : [designProblem(`${entity.key}.parent`, 'ENTITY_PARENT_NESTED', { label: entity.label })];
}

/** Whether it is textual is known only once formulas have types. */
function checkTitle(entity: EntityDocument): FieldProblemInput[] {
  const known = entity.fields.some(({ key }) => key === entity.titleField);
  return known ? [] : [designProblem(`${entity.key}.titleField`, 'ENTITY_TITLE_UNKNOWN', { label: entity.label })];
}

function checkTargets(entity: EntityDocument, documents: DocumentsByKey): FieldProblemInput[] {
  const problems: FieldProblemInput[] = [];
  const shown = new Set<string>();
  for (const field of entity.fields) {
    const key = targetOf(field);
    if (key === null) continue;
    const rows = fieldType(field.type).refersTo === 'rows';
    const target = documents.get(key);
    const path = fieldPath(entity, field, 'options.entity');
    const params = { label: field.label, entity: entity.label };
    if (!target) problems.push(designProblem(path, rows ? 'SUBFORM_TARGET_UNKNOWN' : 'RELATION_TARGET_UNKNOWN', params));
    else if (!rows && target.parent !== undefined) problems.push(designProblem(path, 'RELATION_TARGET_CHILD', params));
    else if (rows && target.parent !== entity.key) problems.push(designProblem(path, 'SUBFORM_TARGET_FOREIGN', params));
    else if (rows && shown.has(key)) problems.push(designProblem(path, 'SUBFORM_TARGET_TAKEN', params));
    if (rows) shown.add(key);
  }
  return problems;
}
