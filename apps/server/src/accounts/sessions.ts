/** Starts and ends sessions. A session is one browser of one member in one workspace. */

import { Injectable } from '@nestjs/common';
import { entityPermissions, packedAbility } from '@tessera/access';
import type { AccountSession, SessionView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import type { Client } from '../http/endpoint.ts';
import { Answer } from '../http/endpoint.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { deviceWords } from './device-words.ts';
import { MemberNotFound, SignInFailed } from './account-errors.ts';
import { PRESET_SECURITY, readSecurity } from './security-settings.ts';
import { SessionGate } from './session-gate.ts';
import { SessionRow } from './session.row.ts';
import { endedSessionCookie, hashSecret, newSecret, sessionCookie } from './session-token.ts';
import { SessionNotFound } from './sign-in-errors.ts';

/** A session whose transaction has not committed yet, or just has: the secret for the browser, and how long it keeps it. */
export interface StartedSession {
  readonly id: string;
  readonly token: string;
  readonly seconds: number;
}

export type SignInWay = 'setup' | 'password' | 'invitation' | 'oidc';

@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly gate: SessionGate,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that proved who it is, in the workspace's schema; the token goes to the browser after the commit. */
  async start(db: Db, of: { accountId: string; workspaceId: string; memberId: string }, client: Client, way: SignInWay): Promise<StartedSession> {
    // Whoever disables them waits for this, or has: no session is left over that would live again with them.
    const [member] = await db.query(`SELECT FROM _member WHERE id = $1 AND status = 'active' FOR SHARE`, [of.memberId]);
    if (!member) throw SignInFailed({});
    const token = newSecret();
    const now = this.clock.now();
    const { sessionHours } = await readSecurity(db, of.workspaceId);
    await db.query('DELETE FROM tessera.session WHERE account_id = $1 AND expires_at <= $2', [of.accountId, now]);
    const { ip, userAgent } = client;
    const expiresAt = new Date(now.getTime() + sessionHours * 3_600_000);
    const id = hashSecret(token);
    await db.manager.insert(SessionRow, { ...of, id, publicId: newId(), csrfToken: newSecret(), ip, userAgent, createdAt: now, lastSeenAt: now, expiresAt });
    await audit(db, { at: now, actor: of.memberId, action: 'session.started', target: of.memberId, detail: { way, device: deviceWords(userAgent) } });
    return { id, token, seconds: sessionHours * 3_600 };
  }

  /** The same session under a new secret, once more has been proved than before. */
  async renew(db: Db, actor: Actor): Promise<StartedSession> {
    const token = newSecret();
    const id = hashSecret(token);
    const [session] = await db.query<{ expires_at: Date }>('UPDATE tessera.session SET id = $2 WHERE id = $1 RETURNING expires_at', [actor.session.id, id]);
    if (!session) throw SessionNotFound({});
    await this.changes.announce(db, { kind: 'session', session: actor.session.id });
    return { id, token, seconds: Math.max(1, Math.ceil((session.expires_at.getTime() - this.clock.now().getTime()) / 1000)) };
  }

  /** The answer that signs the browser in. */
  async welcome(started: StartedSession, client: Client): Promise<Answer<SessionView>> {
    const actor = await this.gate.actorOfSession(hashSecret(started.token));
    if (!actor) throw new Error('a session that was just started is unknown');
    return new Answer(viewOf(actor), { headers: { 'set-cookie': this.cookieOf(started, client) } });
  }

  cookieOf({ token, seconds }: StartedSession, client: Client): string {
    return sessionCookie(token, client.secure, seconds);
  }

  async end(actor: Actor, client: Client): Promise<Answer<undefined>> {
    await this.database.transaction(actor.workspace.schema, async (db) => {
      await this.endBefore(db, actor);
      await audit(db, { at: this.clock.now(), actor: ownerOf(actor), action: 'session.ended', target: ownerOf(actor) });
    });
    return new Answer(undefined, { headers: { 'set-cookie': endedSessionCookie(client.secure) } });
  }

  /** Whoever was signed in on this browser is so no more. */
  async endBefore(db: Db, actor: Actor): Promise<void> {
    await db.manager.delete(SessionRow, { id: actor.session.id });
    await this.changes.announce(db, { kind: 'session', session: actor.session.id });
  }

  /** Where an account is signed in, the latest first. */
  async list(actor: Actor): Promise<AccountSession[]> {
    const rows = await this.database.read<{ id: string; public_id: string; created_at: Date; last_seen_at: Date; ip: string | null; user_agent: string | null }>({
      text: `SELECT s.id, s.public_id, s.created_at, s.last_seen_at, s.ip, s.user_agent FROM tessera.session s
             LEFT JOIN tessera.workspace_security w ON w.workspace_id = s.workspace_id
             WHERE s.account_id = $1 AND s.expires_at > $2
               AND s.last_seen_at >= $2 - make_interval(mins => coalesce((w.settings ->> 'idleMinutes')::int, $3)) ORDER BY s.last_seen_at DESC, s.id`,
      values: [actor.account.id, this.clock.now(), PRESET_SECURITY.idleMinutes],
    });
    return rows.map((row) => ({
      id: row.public_id,
      current: row.id === actor.session.id,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      ip: row.ip,
      device: deviceWords(row.user_agent),
    }));
  }

  async endOne(actor: Actor, publicId: string, client: Client): Promise<Answer<undefined>> {
    const ended = await this.database.transaction(actor.workspace.schema, async (db) => {
      const [session] = await db.query<{ id: string }>('DELETE FROM tessera.session WHERE public_id = $1 AND account_id = $2 RETURNING id', [publicId, actor.account.id]);
      if (!session) throw SessionNotFound({});
      await this.changes.announce(db, { kind: 'session', session: session.id });
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'session.ended', target: actor.member.id });
      return session.id;
    });
    return new Answer(undefined, ended === actor.session.id ? { headers: { 'set-cookie': endedSessionCookie(client.secure) } } : {});
  }

  async endOthers(actor: Actor): Promise<void> {
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const count = await this.endOthersOf(db, actor.account.id, actor.session.id);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'session.ended', target: actor.member.id, detail: { others: count } });
    });
  }

  /** Every session of the account but the one that is kept; says how many. */
  async endOthersOf(db: Db, accountId: string, keptId: string | null): Promise<number> {
    const ended = await db.query('DELETE FROM tessera.session WHERE account_id = $1 AND id IS DISTINCT FROM $2 RETURNING id', [accountId, keptId]);
    await this.changes.announce(db, { kind: 'account', account: accountId });
    return ended.length;
  }

  async endMember(actor: Actor, memberId: string): Promise<void> {
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const [member] = await db.query('SELECT FROM _member WHERE id = $1', [memberId]);
      if (!member) throw MemberNotFound({});
      await this.endAllOf(db, actor.workspace.id, memberId);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'session.ended', target: memberId });
    });
  }

  /** All sessions of a member, in the transaction that takes their access away. */
  async endAllOf(db: Db, workspaceId: string, memberId: string): Promise<void> {
    await db.manager.delete(SessionRow, { workspaceId, memberId });
    await this.changes.announce(db, { kind: 'member', workspace: workspaceId, member: memberId });
  }
}

/** Whose session it is, whoever's eyes they look through. */
const ownerOf = ({ viewedBy, member }: Actor): string => viewedBy?.id ?? member.id;

export function viewOf(actor: Actor): SessionView {
  const { member, workspace, locale, capabilities, access, design, session } = actor;
  return {
    member: { id: member.id, name: member.name, email: member.email, roles: [...member.roles] },
    workspace: { key: workspace.key, name: workspace.name, timeZone: workspace.timeZone, empty: design.entities.size === 0 },
    locale,
    capabilities: [...capabilities],
    permissions: entityPermissions(access, design),
    ability: packedAbility(access, design),
    viewedBy: actor.viewedBy && { id: actor.viewedBy.id, label: actor.viewedBy.name },
    mustDo: actor.mustDo,
    csrfToken: session.csrfToken,
  };
}
