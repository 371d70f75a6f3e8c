/** Starts and ends sessions. A session is one browser of one member in one workspace. */

import { Injectable } from '@nestjs/common';
import { entityPermissions } from '@tessera/access';
import type { SessionView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import type { Client } from '../http/endpoint.ts';
import { Answer } from '../http/endpoint.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { Changes } from '../workspaces/changes.ts';
import { SessionGate } from './session-gate.ts';
import { SessionRow } from './session.row.ts';
import { endedSessionCookie, hashSecret, newSecret, SESSION_DAYS, sessionCookie } from './session-token.ts';

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly gate: SessionGate,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that proved who it is; the token goes to the browser with `welcome` after the commit. */
  async start(db: Db, of: { accountId: string; workspaceId: string; memberId: string }): Promise<string> {
    const token = newSecret();
    const now = this.clock.now();
    await db.query('DELETE FROM tessera.session WHERE account_id = $1 AND expires_at <= $2', [of.accountId, now]);
    await db.manager.insert(SessionRow, {
      ...of,
      id: hashSecret(token),
      csrfToken: newSecret(),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_DAYS * 86_400_000),
    });
    return token;
  }

  /** The answer that signs the browser in. */
  async welcome(token: string, client: Client): Promise<Answer<SessionView>> {
    const actor = await this.gate.actorOfSession(hashSecret(token));
    if (!actor) throw new Error('a session that was just started is unknown');
    return new Answer(viewOf(actor), { headers: { 'set-cookie': sessionCookie(token, client.secure) } });
  }

  async end(actor: Actor, client: Client): Promise<Answer<undefined>> {
    await this.database.transaction(null, async (db) => {
      await db.manager.delete(SessionRow, { id: actor.session.id });
      await this.changes.announce(db, { kind: 'session', session: actor.session.id });
    });
    return new Answer(undefined, { headers: { 'set-cookie': endedSessionCookie(client.secure) } });
  }

  /** All sessions of a member, in the transaction that takes their access away. */
  async endAllOf(db: Db, workspaceId: string, memberId: string): Promise<void> {
    await db.manager.delete(SessionRow, { workspaceId, memberId });
    await this.changes.announce(db, { kind: 'member', workspace: workspaceId, member: memberId });
  }
}

export function viewOf(actor: Actor): SessionView {
  const { member, workspace, locale, capabilities, access, design, session } = actor;
  return {
    member: { id: member.id, name: member.name, email: member.email, roles: [...member.roles] },
    workspace: { key: workspace.key, name: workspace.name, timeZone: workspace.timeZone, empty: design.entities.size === 0 },
    locale,
    capabilities: [...capabilities],
    permissions: entityPermissions(access, design),
    ability: [],
    viewedBy: actor.viewedBy,
    mustDo: [],
    csrfToken: session.csrfToken,
  };
}
