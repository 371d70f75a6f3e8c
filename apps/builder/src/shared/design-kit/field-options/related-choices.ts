/** What lookups and rollups can be over, from the documents of the designer's draft. Pure. */

import type { EntityDocument, FieldDocument, RelationOptions, RollupOptions, SubformOptions } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { allFields } from '../../fields/system-fields.ts';

export interface RollupSource {
  /** As `options.subform` names it: `lines`, `order:account`. */
  readonly related: string;
  readonly kind: 'subform' | 'links' | 'incoming';
  readonly entity: EntityDocument;
  /** The subform or relation; of incoming rows the relation on their side. */
  readonly field: FieldDocument;
}

const isToMany = (field: FieldDocument): boolean => field.type === 'relation' && (field.options as RelationOptions | undefined)?.cardinality === 'manyToMany';
const targetOf = (field: FieldDocument): string | undefined => (field.options as RelationOptions & SubformOptions | undefined)?.entity;

export function rollupSources(entity: EntityDocument, entities: readonly EntityDocument[]): readonly RollupSource[] {
  const byKey = new Map([...entities, entity].map((one) => [one.key, one]));
  const own = entity.fields.flatMap((field): RollupSource[] => {
    const target = byKey.get(targetOf(field) ?? '');
    if (!target || (field.type !== 'subform' && !isToMany(field))) return [];
    return [{ related: field.key, kind: field.type === 'subform' ? 'subform' : 'links', entity: target, field }];
  });
  const incoming = [...byKey.values()].flatMap((other) =>
    other.fields.flatMap((field): RollupSource[] => (field.type === 'relation' && !isToMany(field) && targetOf(field) === entity.key ? [{ related: `${other.key}:${field.key}`, kind: 'incoming', entity: other, field }] : [])),
  );
  return [...own, ...incoming];
}

/** Relations that hold one record. */
export const toOneRelations = (entity: EntityDocument): readonly FieldDocument[] => entity.fields.filter((field) => field.type === 'relation' && !isToMany(field));

/** Whether an aggregate means something over a field. */
export function fitsAggregate(field: FieldDocument, aggregate: RollupOptions['aggregate']): boolean {
  if (field.encrypted || field.type === 'subform' || field.type === 'button') return false;
  if (field.type === 'formula' || field.type === 'lookup' || field.type === 'rollup') return true;
  const of = fieldType(field.type).formulaType;
  switch (aggregate) {
    case 'count':
      return false;
    case 'sum':
    case 'avg':
      return of === 'number';
    case 'min':
    case 'max':
      return of === 'number' || of === 'date' || of === 'datetime';
    case 'unique':
    case 'concat':
      return of !== null || field.type === 'member' || field.type === 'relation' || field.type === 'select';
  }
}

/** Fields a lookup can show: anything with a value of its own, not what shows something else in turn over many rows. */
export const lookupFields = (target: EntityDocument): readonly FieldDocument[] => allFields(target).filter((field) => field.type !== 'subform' && field.type !== 'button');
