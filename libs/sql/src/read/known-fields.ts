/**
 * What the actor may know of a design: the door through which every field name of a request passes. A field that
 * is hidden and one that does not exist get the very same answer.
 */

import { fail, ok, type FieldProblemInput, type Filter, type Result, type SortKey } from '@tessera/contract';
import { fieldProblem, parseFilter, pathFields, PARENT_HOP, resolvePath, relatedField, resolveRelated, type FieldModel, type RelatedRows, type ResolvedPath } from '@tessera/model';
import { hasValue, isSubform } from '../storage.ts';
import { entityOf } from '../value-expression.ts';
import type { ReadContext } from './read-context.ts';

export type Problems = readonly FieldProblemInput[];

type Knowing = Pick<ReadContext, 'access' | 'design'>;

/** Of the way from a child row to its record: whether the subform is readable. */
export function isKnown(knowing: Knowing, entityKey: string, field: string): boolean {
  const { access, design } = knowing;
  const entity = design.entities.get(entityKey);
  if (!entity || !access.can('read', entityKey)) return false;
  if (field !== PARENT_HOP || entity.parent === null) return access.canField('read', entityKey, field);
  const subform = design.entities.get(entity.parent)?.children.find((child) => child.entity === entityKey)?.field;
  return subform !== undefined && isKnown(knowing, entity.parent, subform);
}

/** `null` when a step of the path is hidden or does not exist. */
export function resolveKnown(context: Knowing, entity: string, path: string): ResolvedPath | null {
  const found = resolvePath(context.design, entity, path);
  return found.ok && pathFields(entity, found.value).every(([owner, field]) => isKnown(context, owner, field)) ? found.value : null;
}

/** An entity the actor may read no record of answers like one that does not exist. */
export function checkEntity(context: ReadContext, entity: string): Result<null, Problems> {
  if (context.design.entities.has(entity) && context.access.can('read', entity)) return ok(null);
  return fail([
    { path: 'entity', code: 'ENTITY_NOT_FOUND', params: { entity }, message: { en: `There is no table "${entity}".`, 'zh-CN': `不存在数据表“${entity}”。` } },
  ]);
}

export interface KnownField {
  /** As it was asked for; the key of the value in the answer. */
  readonly name: string;
  readonly path: ResolvedPath;
}

/** The fields asked for; without `names` every readable field of the record itself, subforms only with `subforms`. */
export function knownFields(context: ReadContext, entityKey: string, names: readonly string[] | undefined, subforms: boolean): Result<readonly KnownField[], Problems> {
  if (names === undefined) return ok(ownFields(context, entityKey).filter(({ path }) => subforms || !isSubform(path.field)));
  const problems: FieldProblemInput[] = [];
  const fields = [...new Set(names)].flatMap((name) => {
    const field = lookUp(context, entityKey, name, `fields.${names.indexOf(name)}`, problems);
    return field === null ? [] : [field];
  });
  return problems.length > 0 ? fail(problems) : ok(fields);
}

/** One field or path by its name; a problem and null when it is hidden or does not exist. */
export function lookUp(context: ReadContext, entity: string, name: string, path: string, problems: FieldProblemInput[]): KnownField | null {
  const found = resolveKnown(context, entity, name);
  if (found !== null && hasValue(found.field)) return { name, path: found };
  problems.push(fieldNotFound(path, name));
  return null;
}

/** In document order, then who made and changed it; `id` and `version` stand beside the values. */
function ownFields(context: ReadContext, entityKey: string): readonly KnownField[] {
  const fields = [...entityOf(context.design, entityKey).fields.values()];
  return fields
    .filter((field) => field.key !== 'id' && field.key !== 'version' && hasValue(field) && isKnown(context, entityKey, field.key))
    .map((field) => ({ name: field.key, path: { hops: [], entity: entityKey, field } }));
}

export interface KnownExpansion {
  readonly name: string;
  readonly related: RelatedRows;
}

/** Relations, subforms and incoming relations whose records are to come along. */
export function knownExpansions(context: ReadContext, entityKey: string, names: readonly string[]): Result<readonly KnownExpansion[], Problems> {
  const problems: FieldProblemInput[] = [];
  const expansions = [...new Set(names)].flatMap((name) => {
    const found = resolveRelated(context.design, entityKey, name);
    if (found.ok && isKnown(context, ...relatedField(entityKey, found.value))) return [{ name, related: found.value }];
    problems.push(fieldNotFound(`expand.${names.indexOf(name)}`, name));
    return [];
  });
  return problems.length > 0 ? fail(problems) : ok(expansions);
}

export interface KnownSort {
  readonly name: string;
  readonly path: ResolvedPath;
  readonly desc: boolean;
}

/** Sort keys in their order; a field named twice counts the first time. */
export function knownSort(context: ReadContext, entity: string, sort: readonly SortKey[]): Result<readonly KnownSort[], Problems> {
  const problems: FieldProblemInput[] = [];
  const keys: KnownSort[] = [];
  sort.forEach(({ field: name, desc = false }, index) => {
    const path = resolveKnown(context, entity, name);
    if (path === null) problems.push(fieldNotFound(`sort.${index}.field`, name));
    else if (!path.field.valueType.sortable) problems.push(fieldNotSortable(`sort.${index}.field`, path.field));
    else if (sort.findIndex((key) => key.field === name) === index) keys.push({ name, path, desc });
  });
  return problems.length > 0 ? fail(problems) : ok(keys);
}

export function knownFilter(context: ReadContext, entity: string, raw: unknown): Result<Filter | null, Problems> {
  if (raw === undefined || raw === null) return ok(null);
  return parseFilter(context.design, entity, raw, (owner, field) => isKnown(context, owner, field));
}

/** Word for word what `parseFilter` says of a field it does not know. */
const fieldNotFound = (path: string, name: string): FieldProblemInput =>
  fieldProblem(path, 'FIELD_NOT_FOUND', name.slice(0, 100), { field: name.slice(0, 100) });

const fieldNotSortable = (path: string, field: FieldModel): FieldProblemInput => ({
  path,
  code: 'FIELD_NOT_SORTABLE',
  params: { field: field.key },
  message: { en: `Records cannot be sorted by "${field.key}".`, 'zh-CN': `不能按“${field.key}”排序。` },
});
