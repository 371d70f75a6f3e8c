/**
 * Ways from a record to what it is related to: paths such as `account.owner` over to-one relations to a field,
 * and the names of rows a record has elsewhere, such as `lines` or `order:account`.
 */

import { fail, ok, type Result } from '@tessera/contract';
import { listOf, type FormulaType } from '@tessera/formula';
import type { FieldModel, FormulaName, RelatedRows, ResolvedPath } from './design.ts';

/** Leads from a row of a child entity to the record that owns it; no field can have this key. */
export const PARENT_HOP = 'parent';

export const MAX_HOPS = 4;

/** As much of a Design as finding the way takes; also answered while a design is still being compiled. */
export interface FieldDirectory {
  readonly entities: { get(key: string): EntityFields | undefined };
}
export interface EntityFields {
  readonly key: string;
  readonly parent: string | null;
  readonly fields: { get(key: string): FieldModel | undefined };
}

export function resolvePath(design: FieldDirectory, entity: string, path: string): Result<ResolvedPath, 'unknown'> {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  if (steps.length > MAX_HOPS) return fail('unknown');
  const hops: { field: string; entity: string }[] = [];
  let at = design.entities.get(entity);
  for (const step of steps) {
    const target = at && hopTarget(at, step);
    if (!target) return fail('unknown');
    hops.push({ field: step, entity: target });
    at = design.entities.get(target);
  }
  const field = at?.fields.get(last);
  return at && field ? ok({ hops, entity: at.key, field }) : fail('unknown');
}

function hopTarget(at: EntityFields, step: string): string | null {
  if (step === PARENT_HOP) return at.parent;
  const relation = at.fields.get(step);
  return relation?.type.refersTo === 'record' && !relation.many ? relation.target : null;
}

/** Every `[entity, field]` a path touches, the last field included, in order. */
export function pathFields(entity: string, resolved: ResolvedPath): readonly (readonly [string, string])[] {
  const touched: [string, string][] = [];
  let at = entity;
  for (const hop of resolved.hops) {
    touched.push([at, hop.field]);
    at = hop.entity;
  }
  return [...touched, [at, resolved.field.key]];
}

/** `lines` (subform), `tags` (many-to-many), `account` (to-one), or `order:account`: records of `order` whose relation `account` points here. */
export function resolveRelated(design: FieldDirectory, entity: string, related: string): Result<RelatedRows, 'unknown'> {
  const [first = '', second, ...more] = related.split(':');
  if (more.length > 0) return fail('unknown');
  if (second !== undefined) {
    const relation = design.entities.get(first)?.fields.get(second);
    return relation?.type.refersTo === 'record' && relation.target === entity ? ok({ kind: 'incoming', entity: first, field: second }) : fail('unknown');
  }
  const field = design.entities.get(entity)?.fields.get(first);
  if (!field || field.target === null || field.type.refersTo === null) return fail('unknown');
  const kind = field.type.refersTo === 'rows' ? 'subform' : field.many ? 'links' : 'toOne';
  return ok({ kind, entity: field.target, field: first });
}

/** The `[entity, field]` whose visibility decides about the rows themselves: the subform or relation. */
export const relatedField = (entity: string, related: RelatedRows): readonly [string, string] => [related.kind === 'incoming' ? related.entity : entity, related.field];

/**
 * What a name in a formula over records of `entity` stands for: `price`, `account.owner`, `lines` and
 * `lines.amount`, `[order:account]` and `[order:account].amount`.
 */
export function resolveFormulaName(design: FieldDirectory, entity: string, name: string): Result<FormulaName, 'unknown'> {
  const bracketed = /^\[([^\][]+)\](?:\.(\w+))?$/.exec(name);
  const [head, rest] = bracketed ? [bracketed[1] ?? '', bracketed[2]] : splitOnce(name);
  const related = resolveRelated(design, entity, head);
  if (bracketed && !(related.ok && related.value.kind === 'incoming')) return fail('unknown');
  if (related.ok && related.value.kind !== 'toOne') {
    if (rest === undefined) return ok({ kind: 'rows', related: related.value, field: null });
    const field = design.entities.get(related.value.entity)?.fields.get(rest);
    return field ? ok({ kind: 'rows', related: related.value, field }) : fail('unknown');
  }
  const path = resolvePath(design, entity, name);
  return path.ok ? ok({ kind: 'field', path: path.value }) : path;
}

const splitOnce = (name: string): [string, string | undefined] => {
  const at = name.indexOf('.');
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
};

/** The type of the name inside the formula; null when its value is of no use there. */
export function formulaNameType(name: FormulaName): FormulaType | null {
  if (name.kind === 'field') return name.path.field.valueType.formulaType;
  if (name.field === null) return 'textList';
  const { formulaType } = name.field.valueType;
  return formulaType === null || formulaType.endsWith('List') ? null : listOf(formulaType);
}

/** Every `[entity, field]` the name touches: relations and subforms on the way, and the field itself. */
export function formulaNameFields(entity: string, name: FormulaName): readonly (readonly [string, string])[] {
  if (name.kind === 'field') return pathFields(entity, name.path);
  return [relatedField(entity, name.related), ...(name.field ? ([[name.related.entity, name.field.key]] as const) : [])];
}
