/**
 * The field a value looks like: the field itself, or for a lookup (or the least, the greatest of a rollup) the one its
 * value comes from, so that a price found elsewhere is still a price. Needs no compiled design. Pure.
 */

import type { EntityDocument, FieldDocument, LookupOptions, RelationOptions, RollupOptions, SubformOptions } from '@tessera/contract';

const DEEPEST = 8;

export function shownField(entityOf: (key: string) => EntityDocument | undefined, entity: EntityDocument | undefined, field: FieldDocument): FieldDocument {
  let at: { readonly entity: EntityDocument | undefined; readonly field: FieldDocument } = { entity, field };
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = sourceOf(entityOf, at.entity, at.field);
    if (!next) break;
    at = next;
  }
  return at.field === field ? field : { ...at.field, key: field.key, label: field.label };
}

function sourceOf(entityOf: (key: string) => EntityDocument | undefined, entity: EntityDocument | undefined, field: FieldDocument): { readonly entity: EntityDocument; readonly field: FieldDocument } | undefined {
  if (field.type === 'lookup') {
    const { relation, field: wanted } = field.options as unknown as LookupOptions;
    return fieldIn(entityOf(targetOf(entity, relation) ?? ''), wanted);
  }
  if (field.type === 'rollup') {
    const { subform, aggregate, field: wanted, currency, scale } = field.options as unknown as RollupOptions;
    if ((aggregate !== 'min' && aggregate !== 'max') || !wanted || currency !== undefined || scale !== undefined) return undefined;
    return fieldIn(entityOf(subform.includes(':') ? (subform.split(':')[0] ?? '') : (targetOf(entity, subform) ?? '')), wanted);
  }
  return undefined;
}

const targetOf = (entity: EntityDocument | undefined, key: string): string | undefined =>
  (entity?.fields.find((field) => field.key === key)?.options as RelationOptions | SubformOptions | undefined)?.entity;

function fieldIn(entity: EntityDocument | undefined, key: string): { readonly entity: EntityDocument; readonly field: FieldDocument } | undefined {
  const field = entity?.fields.find((one) => one.key === key);
  return entity && field ? { entity, field } : undefined;
}
