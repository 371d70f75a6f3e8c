/**
 * What an API key may do: what its role may, and of that no more than the actions on entities it was narrowed to. Nothing
 * about design and no capability, whatever the role has. Rows of subforms go with their record.
 */

import type { Access, RowScope } from '@tessera/access';
import type { CreateApiKey, RecordAction } from '@tessera/contract';
import type { Design } from '@tessera/model';

export type KeyLimits = NonNullable<CreateApiKey['only']>;

const DENY: RowScope = { kind: 'deny' };
/** These make records without seeing any; all others are about what is read. */
const BLIND = new Set<RecordAction>(['create', 'import']);

export function keyAccess(access: Access, only: KeyLimits | null, design: Design): Access {
  const limits = only && new Map(only.map(({ entity, actions }) => [entity, new Set(actions)]));
  const may = (action: RecordAction, entity: string): boolean => {
    if (action === 'design') return false;
    if (limits === null) return true;
    const actions = limits.get(design.entities.get(entity)?.parent ?? entity);
    return actions !== undefined && actions.has(action) && (BLIND.has(action) || actions.has('read'));
  };
  return {
    member: access.member,
    capabilities: new Set(),
    rowScope: (action, entity) => (may(action, entity) ? access.rowScope(action, entity) : DENY),
    fieldScope: (action, entity, field) => (may(action, entity) ? access.fieldScope(action, entity, field) : DENY),
    masks: (action, entity, field) => (may(action, entity) ? access.masks(action, entity, field) : []),
    knows: (entity, field) => may('read', entity) && access.knows(entity, field),
    canField: (action, entity, field) => may(action, entity) && access.canField(action, entity, field),
    can: (action, entity) => may(action, entity) && access.can(action, entity),
  };
}
