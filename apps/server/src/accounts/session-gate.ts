/**
 * Who sends a request. Sessions and their members are kept in memory until a process says that they
 * changed, so a signed-in request costs no query here; `identify` answers without waiting when it can.
 */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, type Locale, type MemberView, type SessionView } from '@tessera/contract';
import type { FastifyRequest } from 'fastify';
import type { Actor, Workspace } from '../http/actor.ts';
import { isSecure } from '../http/origin.ts';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import { Database, type Db } from '../platform/database.ts';
import { Changes } from '../workspaces/changes.ts';
import { Kept } from '../workspaces/kept.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { ApiKeyGate, keyOfHeader } from './api-key-gate.ts';
import { effectiveRoles } from './effective-roles.ts';
import { asksForTotp, securityOf } from './security-settings.ts';
import { hashSecret, readSessionToken, sameSecret } from './session-token.ts';

interface KnownMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly departments: readonly string[];
}

interface KnownSession {
  readonly id: string;
  readonly csrfToken: string;
  readonly expiresAt: number;
  readonly account: { readonly id: string; readonly email: string };
  readonly mustDo: SessionView['mustDo'];
  /** When it was used last, as far as this process knows, and what of it the database knows. */
  seenAt: number;
  writtenAt: number;
  readonly idleMs: number;
  readonly locale: Locale;
  /** Whose session it is. */
  readonly owner: KnownMember;
  /** Through whose eyes the owner looks: their own, or another member's. */
  readonly member: KnownMember;
  readonly workspace: Workspace;
  /** Made with the model it was made for. */
  actor?: Actor;
}

/** `last_seen_at` is this much behind at most. */
const SEEN_EVERY_MS = 60_000;

@Injectable()
export class SessionGate {
  private readonly sessions: Kept<KnownSession>;

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly keys: ApiKeyGate,
    changes: Changes,
  ) {
    this.sessions = new Kept<KnownSession>(() => changes.isListening, 20_000);
    changes.subscribe((change) => {
      if (change.kind === 'lost') this.sessions.clear();
      if (change.kind === 'session') this.sessions.drop(change.session);
      if (change.kind === 'member') this.sessions.dropWhere(({ workspace, owner, member }) => workspace.id === change.workspace && (owner.id === change.member || member.id === change.member));
      if (change.kind === 'members') this.sessions.dropWhere(({ workspace }) => workspace.id === change.workspace);
      if (change.kind === 'security') this.sessions.dropWhere(({ workspace }) => workspace.id === change.workspace);
      if (change.kind === 'account') this.sessions.dropWhere((one) => one.account.id === change.account);
    });
  }

  identify(request: FastifyRequest): Actor | null | Promise<Actor | null> {
    const { authorization, cookie } = request.headers;
    // With a key, whatever the browser sends of itself counts for nothing.
    const key = keyOfHeader(authorization);
    if (key !== undefined) return this.keys.actorOf(key, request.ip);
    const token = cookie === undefined ? undefined : readSessionToken(cookie, isSecure(request, this.config));
    if (!token) return null;
    return this.actorOfSession(hashSecret(token));
  }

  /** `null` when the session is unknown, over, or its member may not sign in. */
  actorOfSession(id: string): Actor | null | Promise<Actor | null> {
    const found = this.sessions.get(id);
    const isIdle = found !== undefined && this.clock.now().getTime() - found.seenAt > found.idleMs;
    // It may have been used in another process meanwhile.
    if (isIdle) this.sessions.drop(id);
    const kept = isIdle ? undefined : found;
    const model = kept && this.models.peek(kept.workspace.id);
    return model ? this.actorOf(kept, model) : this.loadActor(id);
  }

  holdsCsrfToken(actor: Actor, request: FastifyRequest): boolean {
    const given = request.headers['x-csrf-token'];
    return typeof given === 'string' && sameSecret(given, actor.session.csrfToken);
  }

  private async loadActor(id: string): Promise<Actor | null> {
    const session = await this.sessions.load(id, () => this.loadSession(id));
    return session === undefined ? null : this.actorOf(session, await this.models.current(session.workspace));
  }

  private actorOf(session: KnownSession, model: WorkspaceModel): Actor | null {
    const now = this.clock.now().getTime();
    if (session.expiresAt <= now) return null;
    this.noteSeen(session, now);
    if (session.actor?.model === model) return session.actor;
    const { id, csrfToken, account, workspace, locale, owner, mustDo } = session;
    const { departments, ...member } = session.member;
    const viewedBy = owner === session.member ? null : { id: owner.id, name: owner.name };
    const access = model.accessOf(member.id, member.roles);
    session.actor = { kind: 'member', viewedBy, session: { id, csrfToken }, account, mustDo, member, departments, workspace, locale, access, capabilities: access.capabilities, design: model.design, model };
    return session.actor;
  }

  private async loadSession(id: string): Promise<KnownSession | undefined> {
    const [session] = await this.database.read<Record<string, unknown> & { schema: string }>({
      text: `SELECT s.csrf_token, s.expires_at, s.last_seen_at, s.member_id, s.view_as, a.id AS account_id, a.email, a.locale,
               a.totp_secret IS NOT NULL AS has_totp, ws.settings AS security,
               w.id AS workspace_id, w.key, w.name, w.schema, w.time_zone
             FROM tessera.session s
             JOIN tessera.account a ON a.id = s.account_id
             JOIN tessera.workspace w ON w.id = s.workspace_id
             LEFT JOIN tessera.workspace_security ws ON ws.workspace_id = s.workspace_id
             WHERE s.id = $1 AND s.expires_at > $2`,
      values: [id, this.clock.now()],
    });
    if (!session) return undefined;
    const security = securityOf(session['security']);
    const [seenAt, idleMs] = [(session['last_seen_at'] as Date).getTime(), security.idleMinutes * 60_000];
    if (this.clock.now().getTime() - seenAt > idleMs) return undefined;
    const people = await this.database.transaction(session.schema, async (db) => {
      const owner = await loadMember(db, session['member_id'] as string, ['active']);
      return owner && { owner, viewed: await viewedMember(db, owner, session['view_as'] as string | null) };
    });
    if (!people) return undefined;
    const owner = { ...people.owner, email: session['email'] as string };
    return {
      id,
      csrfToken: session['csrf_token'] as string,
      expiresAt: (session['expires_at'] as Date).getTime(),
      account: { id: session['account_id'] as string, email: session['email'] as string },
      seenAt,
      writtenAt: seenAt,
      idleMs,
      mustDo: session['has_totp'] === true || !asksForTotp(security, people.owner.roles) ? [] : ['totp'],
      locale: session['locale'] as Locale,
      owner,
      member: people.viewed ?? owner,
      workspace: {
        id: session['workspace_id'] as string,
        key: session['key'] as string,
        name: session['name'] as string,
        schema: session.schema,
        timeZone: session['time_zone'] as string,
      },
    };
  }

  /** Now and then, and without making anybody wait. */
  private noteSeen(session: KnownSession, now: number): void {
    session.seenAt = Math.max(session.seenAt, now);
    if (now - session.writtenAt < SEEN_EVERY_MS) return;
    session.writtenAt = now;
    void this.database
      .transaction(null, (db) => db.query('UPDATE tessera.session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2', [session.id, new Date(now)]))
      .catch(() => {
        session.writtenAt = 0;
      });
  }
}

async function loadMember(db: Db, id: string, statuses: readonly MemberView['status'][]): Promise<KnownMember | undefined> {
  const [member] = await db.query<KnownMember>(
    `SELECT m.id, m.name, coalesce(m.email, '') AS email, ${effectiveRoles('m')} AS roles,
       ARRAY(SELECT department::text FROM _department_member WHERE member = m.id ORDER BY department) AS departments
     FROM _member m WHERE m.id = $1 AND m.status = ANY ($2)`,
    [id, statuses],
  );
  return member;
}

/** Only an administrator looks through another's eyes; whoever is one no more, or looked through those of somebody disabled since, is themselves again. */
async function viewedMember(db: Db, owner: KnownMember, viewed: string | null): Promise<KnownMember | undefined> {
  if (viewed === null || !owner.roles.includes(ADMIN_ROLE)) return undefined;
  return loadMember(db, viewed, ['active', 'invited', 'imported']);
}
