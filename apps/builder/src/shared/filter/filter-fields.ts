/**
 * What a filter of an entity can ask for: its fields, those of the records it points to, and the rows it has elsewhere.
 * The compiled design knows the types of results; while it cannot be compiled the documents are taken. Pure.
 */

import { textIn, type EntityDocument, type FieldDocument, type FieldTypeKey, type FilterOperator, type Locale, type RelationOptions, type SubformOptions } from '@tessera/contract';
import { PARENT_HOP, compileDesign, fieldType, operatorsOf, type Design, type FieldModel } from '@tessera/model';
import { SYSTEM_FIELD_DOCUMENTS, allFields } from '../fields/system-fields.ts';
import { valueTypeOf } from '../fields/value-type.ts';
import type { ConditionDraft } from './filter-draft.ts';

export interface FilterField {
  /** Field key, or a path: `account.owner`. */
  readonly path: string;
  readonly label: string;
  /** Whose options tell what a value can be: of a lookup, the field it shows. */
  readonly document: FieldDocument;
  readonly type: FieldTypeKey;
  /** Several references in one value. */
  readonly many: boolean;
  readonly operators: readonly FilterOperator[];
}

export interface RelatedRowsOption {
  /** As a filter names them: `lines`, `order:account`. */
  readonly related: string;
  readonly entity: string;
  readonly label: string;
}

export interface FilterWorld {
  readonly entities: readonly EntityDocument[];
  readonly design: Design | null;
  readonly locale: Locale;
  /** Whether the person may know of a field. */
  readonly readable: (entity: string, field: string) => boolean;
}

export function filterWorld(entities: readonly EntityDocument[], locale: Locale, readable: FilterWorld['readable'] = () => true): FilterWorld {
  const compiled = compileDesign(entities, { cut: true });
  return { entities, design: compiled.ok ? compiled.value : null, locale, readable };
}

const entityOf = (world: FilterWorld, key: string | undefined): EntityDocument | undefined => world.entities.find((entity) => entity.key === key);

/** Where a step of a path leads: a to-one relation, or from a row of a subform to the record that owns it. */
export function hopTarget(entity: EntityDocument, field: string): string | undefined {
  if (field === PARENT_HOP) return entity.parent;
  const document = entity.fields.find((one) => one.key === field);
  const options = document?.options as RelationOptions | undefined;
  return document?.type === 'relation' && options?.cardinality !== 'manyToMany' ? options?.entity : undefined;
}

/** The entity a path's fields are of, after the steps before its last; undefined where a step leads nowhere. */
export function entityAt(world: FilterWorld, entity: EntityDocument, steps: readonly string[]): EntityDocument | undefined {
  return steps.reduce<EntityDocument | undefined>((at, step) => (at ? entityOf(world, hopTarget(at, step)) : undefined), entity);
}

const documentOf = (entity: EntityDocument, key: string): FieldDocument | undefined => entity.fields.find((field) => field.key === key) ?? SYSTEM_FIELD_DOCUMENTS.find((field) => field.key === key);

/** The field of a path; undefined when it is unknown or must not be known. */
export function filterField(world: FilterWorld, entity: EntityDocument, path: string): FilterField | undefined {
  const steps = path.split('.');
  const key = steps.pop()!;
  const owner = entityAt(world, entity, steps);
  const document = owner && documentOf(owner, key);
  if (!owner || !document || !world.readable(owner.key, key)) return undefined;
  const labels = steps.map((step, index) => hopLabel(world, entityAt(world, entity, steps.slice(0, index))!, step));
  const model = world.design?.entities.get(owner.key)?.fields.get(key);
  return { path, label: [...labels, textIn(document.label, world.locale)].join(' › '), ...kindOf(world, document, model) };
}

function hopLabel(world: FilterWorld, entity: EntityDocument, step: string): string {
  return step === PARENT_HOP ? textIn(entityOf(world, entity.parent)?.label, world.locale) : textIn(documentOf(entity, step)?.label, world.locale);
}

function kindOf(world: FilterWorld, document: FieldDocument, model: FieldModel | undefined): Pick<FilterField, 'document' | 'type' | 'many' | 'operators'> {
  if (!model) {
    const type = valueTypeOf(document);
    return { document, type, many: type === 'members', operators: ordered(type, fieldType(type).operators) };
  }
  const shown = model.lookup ? documentOf(entityOf(world, model.lookup.entity) ?? { fields: [] } as unknown as EntityDocument, model.lookup.field) : document;
  const type = model.valueType.key as FieldTypeKey;
  return { document: shown ?? document, type, many: model.many, operators: ordered(type, operatorsOf(model)) };
}

const TEXT_ORDER: readonly FilterOperator[] = ['contains', 'notContains', 'eq', 'ne', 'startsWith', 'endsWith', 'in', 'notIn', 'isEmpty', 'isNotEmpty'];
const NUMBER_ORDER: readonly FilterOperator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'in', 'notIn', 'isEmpty', 'isNotEmpty'];
const TIME_ORDER: readonly FilterOperator[] = ['within', 'eq', 'lt', 'lte', 'gt', 'gte', 'between', 'notWithin', 'ne', 'isEmpty', 'isNotEmpty', 'in', 'notIn'];
const LIST_ORDER: readonly FilterOperator[] = ['in', 'notIn', 'contains', 'notContains', 'eq', 'ne', 'isEmpty', 'isNotEmpty'];
const REFERENCE_ORDER: readonly FilterOperator[] = ['eq', 'ne', 'in', 'notIn', 'isEmpty', 'isNotEmpty'];
const ORDER: Partial<Record<FieldTypeKey, readonly FilterOperator[]>> = {
  number: NUMBER_ORDER, money: NUMBER_ORDER, percent: NUMBER_ORDER, rating: NUMBER_ORDER, progress: NUMBER_ORDER, duration: NUMBER_ORDER, time: NUMBER_ORDER,
  date: TIME_ORDER, datetime: TIME_ORDER, modifiedAt: TIME_ORDER, select: LIST_ORDER, multiSelect: ['contains', ...LIST_ORDER], members: ['contains', ...LIST_ORDER],
  member: REFERENCE_ORDER, modifiedBy: REFERENCE_ORDER, department: REFERENCE_ORDER, relation: REFERENCE_ORDER,
};

/** All the type knows, most used first. */
function ordered(type: FieldTypeKey, known: readonly FilterOperator[]): readonly FilterOperator[] {
  const order = ORDER[type] ?? TEXT_ORDER;
  return [...new Set([...order, ...known])].filter((op) => known.includes(op));
}

/** A condition for a field that was just chosen. */
export function newCondition(field: FilterField): ConditionDraft {
  return { kind: 'condition', field: field.path, op: field.operators[0] ?? 'eq', ...(field.type === 'checkbox' ? { value: true } : {}) };
}

export interface FieldGroup {
  /** '' for the entity's own fields; else the relations on the way. */
  readonly title: string;
  readonly fields: readonly FilterField[];
}

const MAX_HOPS = 4;

/**
 * Own fields, then those of each record it points to; along the path that is chosen, those one step further. So the
 * list stays short, and every path can be reached by choosing the relation on its way first.
 */
export function fieldGroups(world: FilterWorld, entity: EntityDocument, chosen: string): readonly FieldGroup[] {
  const before = chosen.split('.');
  const prefixes = [[], ...hopsOf(entity).map((hop) => [hop]), ...before.map((_, index) => before.slice(0, index + 1))];
  const groups = new Map<string, FieldGroup>();
  for (const steps of prefixes) {
    const owner = steps.length <= MAX_HOPS ? entityAt(world, entity, steps) : undefined;
    const name = steps.join('.');
    if (!owner || groups.has(name)) continue;
    const fields = fieldsOf(world, entity, owner, steps);
    if (fields.length > 0) groups.set(name, { title: steps.map((step, index) => hopLabel(world, entityAt(world, entity, steps.slice(0, index))!, step)).join(' › '), fields });
  }
  return [...groups.values()];
}

const hopsOf = (entity: EntityDocument): string[] => [...(entity.parent ? [PARENT_HOP] : []), ...entity.fields.filter((field) => hopTarget(entity, field.key) !== undefined).map((field) => field.key)];

function fieldsOf(world: FilterWorld, from: EntityDocument, owner: EntityDocument, steps: readonly string[]): FilterField[] {
  // The name of a record is what people filter by first.
  const documents = [...allFields(owner)].sort((a, b) => Number(b.key === owner.titleField) - Number(a.key === owner.titleField));
  return documents.flatMap((field) => {
    const found = filterField(world, from, [...steps, field.key].join('.'));
    return found && found.operators.length > 0 ? [found] : [];
  });
}

/** Subforms and to-many relations of the entity, and the records elsewhere that point to it. */
export function relatedRows(world: FilterWorld, entity: EntityDocument): readonly RelatedRowsOption[] {
  const own = entity.fields.flatMap((field): RelatedRowsOption[] => {
    if (!world.readable(entity.key, field.key)) return [];
    const label = textIn(field.label, world.locale);
    const options = field.options as (RelationOptions & SubformOptions) | undefined;
    const isMany = field.type === 'subform' || (field.type === 'relation' && options?.cardinality === 'manyToMany');
    return isMany && options && entityOf(world, options.entity) ? [{ related: field.key, entity: options.entity, label }] : [];
  });
  const incoming = world.entities.flatMap((other) =>
    other.fields.flatMap((field): RelatedRowsOption[] => {
      if (field.type !== 'relation' || (field.options as RelationOptions | undefined)?.entity !== entity.key || !world.readable(other.key, field.key)) return [];
      return [{ related: `${other.key}:${field.key}`, entity: other.key, label: `${textIn(other.labelPlural ?? other.label, world.locale)} · ${textIn(field.label, world.locale)}` }];
    }),
  );
  return [...own, ...incoming];
}
