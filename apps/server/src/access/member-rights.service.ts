/** All that a member may do, in words, with the rules it comes from. For whoever manages members. */

import { Injectable } from '@nestjs/common';
import { describeScope, roleScopes, type Access, type DescribeEnv } from '@tessera/access';
import { ADMIN_ROLE, RECORD_ACTIONS, textIn, type EntityRights, type Locale, type MemberRights, type RecordAction, type RightSource } from '@tessera/contract';
import type { Design, EntityModel } from '@tessera/model';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';
import { loadHolder, type HeldRole } from './held-roles.ts';
import { loadNames } from './name-book.ts';
import { capabilitySource, sourceOf } from './right-sources.ts';
import { fieldRights } from './field-rights.ts';

@Injectable()
export class MemberRightsService {
  constructor(private readonly database: Database) {}

  async of(actor: Actor, memberId: string, locale: Locale): Promise<MemberRights> {
    const { model, workspace } = actor;
    const { holder, nameOf } = await this.database.transaction(workspace.schema, async (db) => {
      const found = await loadHolder(db, model, memberId);
      return { holder: found, nameOf: await loadNames(db, found.roles.map(({ document }) => document.rules)) };
    });
    const access = model.accessOf(holder.member.id, holder.keys);
    const env: DescribeEnv = { locale, timeZone: workspace.timeZone, nameOf };
    return {
      member: holder.member,
      roles: holder.roles.map(({ document, group }) => ({ key: document.key, label: textIn(document.label, locale), group })),
      capabilities: [...access.capabilities],
      entities: [...model.design.entities.values()].map((entity) => entityRights(model.design, entity, access, holder.roles, env)),
    };
  }
}

function entityRights(design: Design, entity: EntityModel, access: Access, roles: readonly HeldRole[], env: DescribeEnv): EntityRights {
  const { key } = entity;
  return {
    entity: key,
    label: textIn(entity.document.label, env.locale),
    actions: RECORD_ACTIONS.filter((action) => access.can(action, key)).map((action) => ({
      action,
      rows: describeScope(design, key, access.rowScope(action, key), env),
      from: roles.flatMap((held) => grantsOf(design, held, action, key, env)),
    })),
    fields: [...entity.fields.values()].map((field) => fieldRights(design, entity, field, access, env)),
  };
}

/** The rules of a role that allow it, wherever. */
function grantsOf(design: Design, held: HeldRole, action: RecordAction, entity: string, env: DescribeEnv): RightSource[] {
  if (held.document.key === ADMIN_ROLE) return [sourceOf(design, held, null, env)];
  if (action === 'design' && held.document.capabilities?.includes('design')) return [capabilitySource(held, env.locale)];
  const places = roleScopes(design, held.document).says(action, entity).filter(({ effect }) => effect !== 'deny').map(({ place }) => place);
  return [...new Set(places)].map((place) => sourceOf(design, held, place, env));
}
