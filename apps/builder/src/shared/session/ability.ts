/**
 * What the signed-in member may do: the CASL rules of SessionView, unpacked. Row conditions stay on the
 * server, so `can('update', 'order')` means "on some rows"; a record itself says `can.update`. Pure.
 *   subject = entity key, field = field key. `read`: clear; `see`: clear or masked. Capabilities: `can('use', 'design')`.
 */

import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { unpackRules, type PackRule } from '@casl/ability/extra';
import type { RecordAction, SessionView } from '@tessera/contract';

export type AppAction = RecordAction | 'use' | 'see';
/** The subject is an entity's key, or a capability for `use`. */
export type AppAbility = MongoAbility<[AppAction, string]>;

export function abilityOf({ ability }: Pick<SessionView, 'ability'>): AppAbility {
  return createMongoAbility<AppAbility>(unpackRules(ability as PackRule<RawRuleOf<AppAbility>>[]));
}

/** Whether the member may design the entity: its fields, forms and views. */
export const mayDesign = (ability: AppAbility, entity: string): boolean => ability.can('use', 'design') || ability.can('design', entity);
