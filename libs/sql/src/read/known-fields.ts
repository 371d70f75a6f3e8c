/**
 * What the actor may know of a design: the door through which every field name of a request passes. A field that
 * is hidden and one that does not exist get the very same answer. One that is only ever shown masked may be shown, and
 * nothing be asked of it: that is said to whoever tries.
 */

import type { Access } from '@tessera/access';
import { fail, ok, type FieldProblemInput, type Filter, type Result, type SortKey } from '@tessera/contract';
import { fieldProblem, parseFilter, pathFields, PARENT_HOP, resolvePath, relatedField, relatedFilter, resolveRelated, type FieldModel, type RelatedRows, type ResolvedPath } from '@tessera/model';
import { hasValue, isSubform } from '../storage.ts';
import { entityOf, fieldOf } from '../value-expression.ts';
import type { ReadContext } from './read-context.ts';

export type Problems = readonly FieldProblemInput[];

type Knowing = Pick<ReadContext, 'access' | 'design'>;

/** Shown on some row, clear or masked. Of the way from a child row to its record: whether the subform is. */
export const isKnown = (knowing: Knowing, entity: string, field: string): boolean => is(knowing, entity, field, (access, owner, key) => access.knows(owner, key));

/** Shown clear on some row. */
const isClear = (knowing: Knowing, entity: string, field: string): boolean => is(knowing, entity, field, (access, owner, key) => access.canField('read', owner, key));

function is(knowing: Knowing, entityKey: string, field: string, test: (access: Access, entity: string, field: string) => boolean): boolean {
  const { access, design } = knowing;
  const entity = design.entities.get(entityKey);
  if (!entity || !access.can('read', entityKey)) return false;
  if (field !== PARENT_HOP || entity.parent === null) return test(access, entityKey, field);
  const subform = design.entities.get(entity.parent)?.children.find((child) => child.entity === entityKey)?.field;
  return subform !== undefined && is(knowing, entity.parent, subform, test);
}

/** `null`, with a problem, when a step of the path is hidden or does not exist, or is masked everywhere; the last step may be masked where it is only `shown`. */
function resolveKnown(context: Knowing, entity: string, name: string, use: 'shown' | 'asked', path: string, problems: FieldProblemInput[]): ResolvedPath | null {
  const found = resolvePath(context.design, entity, name);
  const way = found.ok ? pathFields(entity, found.value) : [];
  if (!found.ok || !way.every(([owner, field]) => isKnown(context, owner, field))) problems.push(fieldNotFound(path, name));
  else if (!(use === 'shown' ? way.slice(0, -1) : way).every(([owner, field]) => isClear(context, owner, field))) problems.push(fieldMasked(path, name, found.value.field));
  else return found.value;
  return null;
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
    const field = lookUp(context, entityKey, name, `fields.${names.indexOf(name)}`, problems, 'shown');
    return field === null ? [] : [field];
  });
  return problems.length > 0 ? fail(problems) : ok(fields);
}

/** One field or path by its name; a problem and null when it is hidden or does not exist, or is masked everywhere and not only `shown`. */
export function lookUp(context: ReadContext, entity: string, name: string, path: string, problems: FieldProblemInput[], use: 'shown' | 'asked' = 'asked'): KnownField | null {
  const found = resolveKnown(context, entity, name, use, path, problems);
  if (found === null) return null;
  if (hasValue(found.field)) return { name, path: found };
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
    const path = `expand.${names.indexOf(name)}`;
    const found = resolveRelated(context.design, entityKey, name);
    const way = found.ok ? relatedField(entityKey, found.value) : null;
    if (!found.ok || way === null || !isKnown(context, ...way)) problems.push(fieldNotFound(path, name));
    else if (!isClear(context, ...way)) problems.push(fieldMasked(path, name, fieldOf(entityOf(context.design, way[0]), way[1])));
    else return [{ name, related: found.value }];
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
    const path = resolveKnown(context, entity, name, 'asked', `sort.${index}.field`, problems);
    if (path === null) return;
    if (!path.field.valueType.sortable) problems.push(fieldNotSortable(`sort.${index}.field`, path.field));
    else if (sort.findIndex((key) => key.field === name) === index) keys.push({ name, path, desc });
  });
  return problems.length > 0 ? fail(problems) : ok(keys);
}

export function knownFilter(context: ReadContext, entity: string, raw: unknown): Result<Filter | null, Problems> {
  if (raw === undefined || raw === null) return ok(null);
  const filter = parseFilter(context.design, entity, raw, (owner, field) => isKnown(context, owner, field));
  if (!filter.ok) return filter;
  const problems: FieldProblemInput[] = [];
  askMasked(context, entity, filter.value, 'filter', problems);
  return problems.length > 0 ? fail(problems) : filter;
}

/** Conditions on what is masked everywhere: they would be the same for every record. */
function askMasked(context: ReadContext, entity: string, filter: Filter, path: string, problems: FieldProblemInput[]): void {
  if ('and' in filter) return filter.and.forEach((part, index) => askMasked(context, entity, part, `${path}.and.${index}`, problems));
  if ('or' in filter) return filter.or.forEach((part, index) => askMasked(context, entity, part, `${path}.or.${index}`, problems));
  if ('not' in filter) return askMasked(context, entity, filter.not, `${path}.not`, problems);
  if ('formula' in filter) return;
  if (!('related' in filter)) return void resolveKnown(context, entity, filter.field, 'asked', `${path}.field`, problems);
  const found = resolveRelated(context.design, entity, filter.related);
  const way = found.ok ? relatedField(entity, found.value) : null;
  if (!found.ok || way === null) return void problems.push(fieldNotFound(`${path}.related`, filter.related));
  if (!isClear(context, ...way)) problems.push(fieldMasked(`${path}.related`, filter.related, fieldOf(entityOf(context.design, way[0]), way[1])));
  const inner = relatedFilter(filter);
  const step = ['some', 'none', 'every'].find((name) => name in filter) ?? 'where';
  if (inner) askMasked(context, found.value.entity, inner, `${path}.${step}`, problems);
}

/** Word for word what `parseFilter` says of a field it does not know. */
const fieldNotFound = (path: string, name: string): FieldProblemInput =>
  fieldProblem(path, 'FIELD_NOT_FOUND', name.slice(0, 100), { field: name.slice(0, 100) });

/** Whoever sees a field masked may know what it is called. */
const fieldMasked = (path: string, name: string, field: FieldModel): FieldProblemInput => fieldProblem(path, 'FIELD_MASKED', field.document.label, { field: name.slice(0, 100) });

const fieldNotSortable = (path: string, field: FieldModel): FieldProblemInput => ({
  path,
  code: 'FIELD_NOT_SORTABLE',
  params: { field: field.key },
  message: { en: `Records cannot be sorted by "${field.key}".`, 'zh-CN': `不能按“${field.key}”排序。` },
});
