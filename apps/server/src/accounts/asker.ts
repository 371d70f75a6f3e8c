/**
 * Who asked for work that is done later: a member, or one of their keys, by the id that `askerIdOf` gives. Jobs, answers and
 * files waiting are told apart by it, so that a key that may little never gets at what its owner has asked for.
 */

import { limitedAccess, type Access, type EntityActions } from '@tessera/access';
import { DEFAULT_LOCALE, type Locale } from '@tessera/contract';
import type { Actor, Workspace } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { standingOf } from '../workspaces/standing.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';

export interface Asker {
  /** Of a key its owner. */
  readonly member: string;
  readonly departments: readonly string[];
  readonly access: Access;
  readonly locale: Locale;
}

/** The member's id; of a key its own. */
export const askerIdOf = ({ kind, session, member }: Pick<Actor, 'kind' | 'session' | 'member'>): string => (kind === 'apiKey' ? session.id : member.id);

/** With the rights they have at this moment; null once they have none. */
export async function loadAsker(db: Db, place: { readonly model: WorkspaceModel; readonly workspace: Workspace }, id: string, now: Date): Promise<Asker | null> {
  const [key] = await db.query<{ member: string; role: string; only: readonly EntityActions[] | null; live: boolean }>(
    'SELECT member_id AS member, role, "only", revoked_at IS NULL AND expires_at > $3 AS live FROM tessera.api_key WHERE id = $1 AND workspace_id = $2',
    [id, place.workspace.id, now],
  );
  if (key?.live === false) return null;
  const standing = await standingOf(db, place, key?.member ?? id);
  if (!standing || (key && !(standing.member.roles.includes(key.role) && place.model.role(key.role)))) return null;
  const [account] = await db.query<{ locale: Locale | null }>('SELECT a.locale FROM _member m JOIN tessera.account a ON a.id = m.account_id WHERE m.id = $1', [standing.member.id]);
  return {
    member: standing.member.id,
    departments: standing.departments,
    access: key ? limitedAccess(place.model.accessOf(standing.member.id, [key.role]), key.only, place.model.design) : standing.access,
    locale: account?.locale ?? DEFAULT_LOCALE,
  };
}
