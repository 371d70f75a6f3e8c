/**
 * Who may see what in a spec's world, decided row by row in JavaScript: the second opinion the SQL is held against.
 * It shares nothing with the compiler but the scopes of @tessera/access.
 */

import { matchesFilter, type Access, type RelatedRow, type RowScope } from '@tessera/access';
import type { Filter } from '@tessera/contract';
import { filterFields, PARENT_HOP, resolvePath, resolveRelated, type Design, type RelatedRows, type ResolvedPath } from '@tessera/model';
import { isLinks } from '../storage.ts';
import type { SpecRow, World } from './spec-world.ts';

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
  return { value: (path) => valueAt(design, world, entity, row, path), env: { ...CLOCK, me, kindOf, related } };
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

/** `entity.field` of everything any scope of the reader looks at. */
export function decidingFields({ design, access }: Pick<Reader, 'design' | 'access'>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { key, fields } of design.entities.values()) {
    const scopes = [access.rowScope('read', key), ...[...fields.keys()].map((field) => access.fieldScope('read', key, field))];
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
