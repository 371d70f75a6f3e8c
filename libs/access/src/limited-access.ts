/**
 * Less than an access: what an API key is limited to, and what a share link shows. Both only ask the access they
 * begin with and take away; nothing here can answer more than it does.
 */

import type { Filter, RecordAction } from '@tessera/contract';
import { resolvePath, type Design } from '@tessera/model';
import type { Access, RowScope } from './access.ts';
import { accessOf } from './access-of.ts';
import { WITHIN_READ } from './actions.ts';
import { PARENT_ACTIONS } from './role-scopes.ts';
import { DENY, allOf, saidOfChild, scopeWhere } from './scope.ts';

export interface EntityActions {
  readonly entity: string;
  readonly actions: readonly RecordAction[];
}

/**
 * What an API key may do: what its role may, of that only what is listed (null: all of it), and no capability. Rows of a subform
 * go with the record that owns them. What is computed from entities that are not listed stays hidden.
 */
export function limitedAccess(access: Access, only: readonly EntityActions[] | null, design: Design): Access {
  if (only === null) return accessOf({ ...access, capabilities: new Set() });
  const listed = (action: RecordAction, entity: string): boolean => {
    const parent = design.entities.get(entity)?.parent ?? null;
    if (parent !== null) return PARENT_ACTIONS[action].some((needed) => listed(needed, parent));
    return only.some((one) => one.entity === entity && one.actions.includes(action));
  };
  const allowed = (action: RecordAction, entity: string): boolean => listed(action, entity) && (!WITHIN_READ.includes(action) || listed('read', entity));
  const isWhole = (entity: string, field: string): boolean =>
    (design.entities.get(entity)?.fields.get(field)?.hiddenWith ?? []).every((source) => allowed('read', source.slice(0, source.indexOf('.'))));
  return accessOf({
    member: access.member,
    capabilities: new Set(),
    rowScope: (action, entity) => (allowed(action, entity) ? access.rowScope(action, entity) : DENY),
    fieldScope: (action, entity, field) => (allowed(action, entity) && isWhole(entity, field) ? access.fieldScope(action, entity, field) : DENY),
    masks: (action, entity, field) => (allowed(action, entity) ? access.masks(action, entity, field) : []),
  });
}

export interface Narrowing {
  readonly entity: string;
  /** Keys, or paths over to-one relations (`account.name`); other paths name nothing. Of none, none is shown. */
  readonly fields: readonly string[];
  /** Absent: all rows of the access. */
  readonly rows?: Filter | undefined;
  readonly actions: readonly RecordAction[];
}

/**
 * What a share link shows: the named fields of the rows, within the access. Id and version come with every row; a relation brings the title of
 * the record it points to, a subform its rows, as far as the access shows them. Changing needs no reading here: a form that is sent shows nothing.
 */
export function narrowedAccess(access: Access, narrowing: Narrowing, design: Design): Access {
  const named = namedFields(design, narrowing);
  const rows: RowScope | null = narrowing.rows === undefined ? null : scopeWhere(narrowing.rows);
  const within = (entity: string, scope: RowScope): RowScope => {
    if (rows === null) return scope;
    if (entity === narrowing.entity) return allOf([rows, scope]);
    return design.entities.get(entity)?.parent === narrowing.entity ? allOf([saidOfChild(rows), scope]) : scope;
  };
  const allowed = (action: RecordAction, entity: string): boolean =>
    named.has(entity) && (entity === narrowing.entity || isChild(design, entity, narrowing.entity) ? narrowing.actions.includes(action) : action === 'read' && narrowing.actions.includes('read'));
  const shows = (entity: string, field: string): boolean => named.get(entity)?.has(field) === true;
  return accessOf({
    member: access.member,
    capabilities: new Set(),
    rowScope: (action, entity) => (allowed(action, entity) ? within(entity, access.rowScope(action, entity)) : DENY),
    fieldScope: (action, entity, field) => (allowed(action, entity) && shows(entity, field) ? within(entity, access.fieldScope(action, entity, field)) : DENY),
    masks: (action, entity, field) =>
      allowed(action, entity) && shows(entity, field) ? access.masks(action, entity, field).map(({ mask, scope }) => ({ mask, scope: within(entity, scope) })) : [],
  });
}

const isChild = (design: Design, entity: string, owner: string): boolean => design.entities.get(entity)?.parent === owner;

/** By entity. */
function namedFields(design: Design, { entity, fields }: Narrowing): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  const name = (at: string, ...keys: readonly string[]): void => {
    const known = named.get(at) ?? new Set(['id', 'version']);
    for (const key of keys) known.add(key);
    named.set(at, known);
  };
  if (design.entities.has(entity)) name(entity);
  for (const path of fields) {
    const resolved = resolvePath(design, entity, path);
    if (!resolved.ok) continue;
    const { hops, entity: at, field } = resolved.value;
    // A way that leads back would show on the records themselves what was named of others.
    if (hops.some((hop) => hop.entity === entity)) continue;
    hops.forEach((hop, index) => name(hops[index - 1]?.entity ?? entity, hop.field));
    name(at, field.key);
    const target = field.target === null ? undefined : design.entities.get(field.target);
    if (!target || target.key === entity) continue;
    if (target.parent === at) name(target.key, ...target.fields.keys());
    else name(target.key, target.title.key);
  }
  return named;
}
