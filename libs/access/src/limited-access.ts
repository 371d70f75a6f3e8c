/** Less than an access: what an API key is limited to. It only asks the access it begins with and takes away. */

import type { RecordAction } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Access } from './access.ts';
import { accessOf } from './access-of.ts';
import { WITHIN_READ } from './actions.ts';
import { PARENT_ACTIONS } from './role-scopes.ts';
import { DENY } from './scope.ts';

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
