/** Roles: saving one puts it in force at once, in every session and process. */

import { Injectable } from '@nestjs/common';
import { checkRole } from '@tessera/access';
import { ADMIN_ROLE, type RoleDocument, type VersionedRole } from '@tessera/contract';
import { holdsRole, rolesNow } from '../accounts/effective-roles.ts';
import type { Actor } from '../http/actor.ts';
import { Database, type Db } from '../platform/database.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { RoleBuiltIn, RoleInUse, RoleInvalid, RoleMissing, RoleWidensRights } from './design-errors.ts';
import { DesignStore, type Designer } from './design-store.ts';
import { checkKey, EntitiesService } from './entities.service.ts';
import { widenedRights } from './role-rights.ts';

@Injectable()
export class RolesService {
  constructor(
    private readonly database: Database,
    private readonly store: DesignStore,
    private readonly entities: EntitiesService,
  ) {}

  async save(actor: Actor, key: string, { version, document }: { version: number; document: RoleDocument }): Promise<VersionedRole> {
    checkKey(key, document);
    const designer = this.entities.designer(actor);
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const model = await this.store.lock(db, designer);
      await this.store.check(db, 'role', key, version);
      return { version: await this.apply(db, designer, model, document), document };
    });
  }

  async remove(actor: Actor, key: string): Promise<void> {
    if (key === ADMIN_ROLE) throw RoleBuiltIn({});
    const designer = this.entities.designer(actor);
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const model = await this.store.lock(db, designer);
      if (!model.documents.role.has(key)) throw RoleMissing({});
      await db.query('LOCK TABLE _member, _group IN SHARE MODE'); // nobody is given the role meanwhile
      const [use] = await db.query<{ members: number; groups: number; tasks: number }>(
        `SELECT (SELECT count(*)::int FROM _member m WHERE ${holdsRole('m', '$1')}) AS members,
                (SELECT count(*)::int FROM _group WHERE $1 = ANY (roles)) AS groups,
                (SELECT count(*)::int FROM _task WHERE assignee_role = $1 AND status = 'open') AS tasks`,
        [key],
      );
      if (use && use.members + use.groups + use.tasks > 0) throw RoleInUse(use);
      await this.store.remove(db, designer, 'role', key);
    });
  }

  /** Inside a transaction that holds the design's lock. */
  async apply(db: Db, designer: Designer, model: WorkspaceModel, document: RoleDocument): Promise<number> {
    if (document.key === ADMIN_ROLE) throw RoleBuiltIn({});
    const problems = checkRole(model.design, document);
    if (problems.length > 0) throw RoleInvalid({}, { fields: problems.map((problem) => ({ ...problem, path: `document.${problem.path}` })) });
    const own = await rolesNow(db, designer.member);
    if (!own.includes(ADMIN_ROLE)) {
      const widened = widenedRights(model.design, model.role(document.key), document, model.accessOf(designer.member, own));
      if (widened.length > 0) throw RoleWidensRights({}, { fields: widened });
    }
    return this.store.put(db, designer, 'role', document, null);
  }
}
