/**
 * What the signed-in member may do, as CASL rules built from SessionView. Row conditions stay on the
 * server, so `can('update', 'order')` means "on some rows"; a record itself says `can.update`. Pure.
 *   subject = entity key, field = field key; capabilities: `can('use', 'design')`, `can('use', 'members')`.
 */

import { createMongoAbility, type MongoAbility } from '@casl/ability';
import type { RecordAction, SessionView } from '@tessera/contract';

export type AppAction = RecordAction | 'use';
/** The subject is an entity's key, or a capability for `use`. */
export type AppAbility = MongoAbility<[AppAction, string]>;

export function abilityOf(session: Pick<SessionView, 'permissions' | 'capabilities'>): AppAbility {
  const rules: { action: AppAction; subject: string; fields?: string[] }[] = [];
  for (const capability of session.capabilities) rules.push({ action: 'use', subject: capability });
  for (const { entity, actions, readable, writable } of session.permissions) {
    for (const action of actions) {
      const fields = action === 'create' || action === 'update' || action === 'import' ? writable : readable;
      if (action === 'delete') rules.push({ action, subject: entity });
      // No field at all is left out: CASL reads an empty list as "every field".
      else if (fields.length > 0) rules.push({ action, subject: entity, fields: withSubforms(fields) });
    }
  }
  return createMongoAbility<[AppAction, string]>(rules);
}

/** `lines.quantity` says something about `lines` too: it can be seen, or written in part. */
const withSubforms = (fields: readonly string[]): string[] => [...new Set(fields.flatMap((field) => (field.includes('.') ? [field, field.split('.')[0]!] : [field])))];
