/**
 * What changed between two versions of an entity document, by key: pure comparison, no judgement. What comes back from
 * the trash, and entities that go there, are not differences of documents; they are planned all the same.
 */

import type { EntityDocument, FieldDocument } from '@tessera/contract';

export type SchemaChange =
  | { readonly kind: 'createEntity'; readonly entity: string; readonly document: EntityDocument }
  /** Anything of the entity itself: labels, title field, icon. */
  | { readonly kind: 'changeEntity'; readonly entity: string; readonly before: EntityDocument; readonly after: EntityDocument }
  | { readonly kind: 'addField'; readonly entity: string; readonly field: FieldDocument }
  | { readonly kind: 'changeField'; readonly entity: string; readonly before: FieldDocument; readonly after: FieldDocument }
  | { readonly kind: 'removeField'; readonly entity: string; readonly field: FieldDocument }
  /** `revision`: that of the plan which removed it. */
  | { readonly kind: 'restoreField'; readonly entity: string; readonly field: FieldDocument; readonly revision: number }
  | { readonly kind: 'removeEntity'; readonly entity: string; readonly document: EntityDocument }
  | { readonly kind: 'restoreEntity'; readonly entity: string; readonly document: EntityDocument; readonly revision: number };

/** Removals first, then changes, then additions, each in document order. Empty when nothing changed. */
export function diffEntities(before: EntityDocument | null, after: EntityDocument): readonly SchemaChange[] {
  const entity = after.key;
  if (before === null) return [{ kind: 'createEntity', entity, document: after }];
  const old = new Map(before.fields.map((field) => [field.key, field]));
  const kept = new Set(after.fields.map((field) => field.key));
  const removed = before.fields.filter((field) => !kept.has(field.key)).map((field): SchemaChange => ({ kind: 'removeField', entity, field }));
  const changed = after.fields.flatMap((field): SchemaChange[] => {
    const earlier = old.get(field.key);
    return earlier === undefined || sameJson(earlier, field) ? [] : [{ kind: 'changeField', entity, before: earlier, after: field }];
  });
  const added = after.fields.filter((field) => !old.has(field.key)).map((field): SchemaChange => ({ kind: 'addField', entity, field }));
  const itself: SchemaChange[] = sameJson(withoutFields(before), withoutFields(after)) && sameOrder(before, after) ? [] : [{ kind: 'changeEntity', entity, before, after }];
  return [...removed, ...changed, ...added, ...itself];
}

const withoutFields = ({ fields: _fields, ...rest }: EntityDocument): Omit<EntityDocument, 'fields'> => rest;

/** The fields both have, in the same order; one that comes or goes changes no order. */
function sameOrder(before: EntityDocument, after: EntityDocument): boolean {
  const [old, now] = [new Set(before.fields.map(({ key }) => key)), new Set(after.fields.map(({ key }) => key))];
  const [left, right] = [before.fields.filter(({ key }) => now.has(key)), after.fields.filter(({ key }) => old.has(key))];
  return left.every(({ key }, index) => key === right[index]?.key);
}

/** Whatever the order of the keys: documents come back from jsonb in another one. */
function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}
