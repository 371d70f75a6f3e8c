/** What the browser may know of an actor's rights: entities, actions and fields, never conditions. */

import { RECORD_ACTIONS, type EntityPermission } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Access } from './access.ts';

/** Entities of which the actor can do nothing are absent. `writable`: when creating or when changing. */
export function entityPermissions(access: Access, design: Design): EntityPermission[] {
  return [...design.entities.values()]
    .map(({ key, fields }) => {
      const all = [...fields.keys()];
      return {
        entity: key,
        actions: RECORD_ACTIONS.filter((action) => access.can(action, key)),
        readable: all.filter((field) => access.canField('read', key, field)),
        masked: all.filter((field) => access.knows(key, field) && !access.canField('read', key, field)),
        writable: [...fields.values()].filter(({ key: field, readOnly }) => !readOnly && (access.canField('update', key, field) || access.canField('create', key, field))).map(({ key: field }) => field),
      };
    })
    .filter(({ actions }) => actions.length > 0);
}
