/** A lookup: the way over one to-one relation to a field, whose behaviour it takes on. */

import type { EntityDocument, FieldDocument, LookupOptions } from '@tessera/contract';
import type { FieldModel } from '../design.ts';
import { optionsOf } from '../field-types/base.ts';
import { fieldType } from '../field-types/registry.ts';
import { computedField, computedFrom, type FieldBuilding } from './build-fields.ts';
import { designProblem, fieldPath } from './design-problem.ts';

export function buildLookup({ directory, problems }: FieldBuilding, entity: EntityDocument, field: FieldDocument): FieldModel {
  const { relation: relationKey = '', field: key = '' } = optionsOf<Partial<LookupOptions>>(field);
  const unfit = (code: 'LOOKUP_RELATION_UNKNOWN' | 'LOOKUP_FIELD_UNKNOWN' | 'LOOKUP_FIELD_UNFIT', setting: string): FieldModel => {
    problems.push(designProblem(fieldPath(entity, field, setting), code, { label: field.label }));
    return computedField(field, fieldType('text'), {});
  };
  const relation = directory.entities.get(entity.key)?.fields.get(relationKey);
  if (relation?.type.refersTo !== 'record' || relation.many || relation.target === null) return unfit('LOOKUP_RELATION_UNKNOWN', 'options.relation');
  const before = problems.length;
  const found = directory.entities.get(relation.target)?.fields.get(key);
  if (!found) return problems.length > before ? computedField(field, fieldType('text'), {}) : unfit('LOOKUP_FIELD_UNKNOWN', 'options.field');
  const { valueKind, refersTo } = found.valueType;
  if (found.encrypted || valueKind === 'rows' || valueKind === 'none' || (valueKind === 'uuidList' && refersTo === 'record')) return unfit('LOOKUP_FIELD_UNFIT', 'options.field');
  return computedField(field, found.valueType, {
    lookup: { relation: relationKey, entity: relation.target, field: key },
    valueDocument: { ...found.valueDocument, key: field.key, label: field.label },
    many: found.many,
    target: found.target,
    ...computedFrom(directory, field, [[entity.key, relationKey], [relation.target, key]]),
  });
}
