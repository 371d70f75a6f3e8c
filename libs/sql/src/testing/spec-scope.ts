/**
 * Who may see what in a spec's world, decided row by row in JavaScript: the second opinion the SQL is held against.
 * It shares nothing with the compiler but the scopes of @tessera/access.
 */

import { matchesFilter, type Access, type RelatedRow, type RowScope } from '@tessera/access';
import type { Filter, Mask } from '@tessera/contract';
import { evaluateFormula, type FormulaValue } from '@tessera/formula';
import { conditionFormula, filterFields, formulaValue, PARENT_HOP, resolveFormulaName, resolvePath, resolveRelated, type Design, type RelatedRows, type ResolvedPath } from '@tessera/model';
import { isLinks } from '../storage.ts';
import { ME, MY_LISTS, type SpecRow, type World } from './spec-world.ts';

export interface Reader {
  readonly design: Design;
  readonly access: Access;
  readonly world: World;
}

/** Later than every row, as the database's clock is. */
const CLOCK = { today: '2999-01-01', now: '2999-01-01T00:00:00.000Z', startOfToday: '2999-01-01T00:00:00.000Z' };

export function isInScope(reader: Reader, entity: string, row: SpecRow, scope: RowScope): boolean {
  if (scope.kind !== 'where') return scope.kind === 'all';
  return rowMatches(reader.design, reader.world, reader.access.member, entity, row, scope.filter);
}

/** Whatever the reader may see: over the rows as they are. */
export function rowMatches(design: Design, world: World, me: string | null, entity: string, row: SpecRow, filter: Filter): boolean {
  const { value, env } = asked(design, world, me, entity, row);
  return matchesFilter(filter, value, env);
}

function asked(design: Design, world: World, me: string | null, entity: string, row: SpecRow): RelatedRow {
  const kindOf = (path: string) => resolved(design, entity, path).field.valueType.valueKind;
  const related = (name: string): RelatedRow[] => {
    const found = name === PARENT_HOP ? ({ kind: 'toOne', entity: design.entities.get(entity)?.parent ?? '', field: PARENT_HOP } as const) : relatedNamed(design, entity, name);
    return relatedRows(world, row, found).map((other) => asked(design, world, me, found.entity, other));
  };
  const value = (path: string): unknown => valueAt(design, world, entity, row, path);
  const isTrue = (text: string): boolean => {
    const formula = conditionFormula(design, entity, { formula: text });
    if (formula === null) throw new Error(`no condition: ${text}`);
    const named = (name: string): FormulaValue => {
      const found = resolveFormulaName(design, entity, name);
      if (!found.ok || found.value.kind === 'field') return formulaValue(value(name));
      const { related: rows, field } = found.value;
      return formulaValue(relatedRows(world, row, rows).map((other) => (field ? valueAt(design, world, rows.entity, other, field.key) : other.id)));
    };
    return evaluateFormula(formula, { value: named, now: CLOCK.now, timeZone: 'Asia/Shanghai', me, departments: MY_LISTS.myDepartments }) === true;
  };
  return { value, env: { ...CLOCK, me, kindOf, related, isTrue, listOf: (name) => (me === ME ? MY_LISTS[name] : []) } };
}

function relatedNamed(design: Design, entity: string, name: string): RelatedRows {
  const found = resolveRelated(design, entity, name);
  if (!found.ok) throw new Error(`no rows ${name} of ${entity}`);
  return found.value;
}

function relatedRows(world: World, row: SpecRow, { kind, entity, field }: RelatedRows): SpecRow[] {
  const living = (world[entity] ?? []).filter(({ deleted_at }) => deleted_at === null);
  const holds = (value: unknown, id: string): boolean => (Array.isArray(value) ? value.includes(id) : value === id);
  switch (kind) {
    case 'subform':
      return living.filter(({ parent }) => parent === row.id);
    case 'incoming':
      return living.filter(({ values }) => holds(values[field], row.id));
    case 'links':
    case 'toOne':
      return living.filter(({ id }) => holds(field === PARENT_HOP ? row.parent : row.values[field], id));
  }
}

export function isVisible(reader: Reader, entity: string, row: SpecRow): boolean {
  if (row.deleted_at !== null) return false;
  const parent = reader.design.entities.get(entity)?.parent ?? null;
  if (parent !== null) {
    const owner = reader.world[parent]?.find(({ id }) => id === row.parent);
    if (!owner || !isVisible(reader, parent, owner)) return false;
  }
  return isInScope(reader, entity, row, reader.access.rowScope('read', entity));
}

/** The cell, links not counted: what the rules say of this field on this row. */
export const isFieldVisible = (reader: Reader, entity: string, row: SpecRow, field: string): boolean =>
  isVisible(reader, entity, row) && isInScope(reader, entity, row, reader.access.fieldScope('read', entity, field));

/** How the reader sees the cell masked; undefined where it is clear or hidden. */
export function maskOn(reader: Reader, entity: string, row: SpecRow, field: string): Mask | undefined {
  if (isFieldVisible(reader, entity, row, field) || !isVisible(reader, entity, row)) return undefined;
  return reader.access.masks('read', entity, field).find(({ scope }) => isInScope(reader, entity, row, scope))?.mask;
}

/** `entity.field` of everything any scope of the reader looks at. */
export function decidingFields({ design, access }: Pick<Reader, 'design' | 'access'>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { key, fields } of design.entities.values()) {
    const scopes = [access.rowScope('read', key), ...[...fields.keys()].flatMap((field) => [access.fieldScope('read', key, field), ...access.masks('read', key, field).map(({ scope }) => scope)])];
    for (const scope of scopes) {
      if (scope.kind !== 'where') continue;
      for (const [owner, field] of filterFields(design, key, scope.filter)) found.add(`${owner}.${field}`);
    }
  }
  return found;
}

function valueAt(design: Design, world: World, entity: string, row: SpecRow, path: string): unknown {
  const { hops, field } = resolved(design, entity, path);
  let at: SpecRow | undefined = row;
  for (const hop of hops) {
    const link: unknown = hop.field === 'parent' ? at?.parent : at?.values[hop.field];
    at = world[hop.entity]?.find(({ id, deleted_at }) => id === link && deleted_at === null);
  }
  if (at === undefined) return null;
  const system = at as unknown as Readonly<Record<string, unknown>>;
  if (isLinks(field)) return ((at.values[field.key] ?? []) as readonly string[]).filter((id) => world[field.target ?? '']?.some((row) => row.id === id && row.deleted_at === null));
  return field.key in at.values ? at.values[field.key] : (system[field.key] ?? null);
}

function resolved(design: Design, entity: string, path: string): ResolvedPath {
  const found = resolvePath(design, entity, path);
  if (!found.ok) throw new Error(`no path ${path} from ${entity}`);
  return found.value;
}
