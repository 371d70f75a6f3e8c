/**
 * Who sends a request. Sessions and their members are kept in memory until a process says that they
 * changed, so a signed-in request costs no query here; `identify` answers without waiting when it can.
 */

import { Injectable } from '@nestjs/common';
import type { Locale } from '@tessera/contract';
import type { FastifyRequest } from 'fastify';
import type { Actor, Workspace } from '../http/actor.ts';
import { isSecure } from '../http/origin.ts';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { Changes } from '../workspaces/changes.ts';
import { Kept } from '../workspaces/kept.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { hashSecret, readSessionToken, sameSecret } from './session-token.ts';

interface KnownSession {
  readonly id: string;
  readonly csrfToken: string;
  readonly expiresAt: number;
  readonly account: { readonly id: string; readonly email: string };
  readonly locale: Locale;
  readonly member: { readonly id: string; readonly name: string; readonly email: string; readonly roles: readonly string[]; readonly departments: readonly string[] };
  readonly workspace: Workspace;
  /** Made with the model it was made for. */
  actor?: Actor;
}

const SEEN_EVERY_MS = 5 * 60_000;

@Injectable()
export class SessionGate {
  private readonly sessions: Kept<KnownSession>;
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly clock: Clock,
    private readonly config: Config,
    changes: Changes,
  ) {
    this.sessions = new Kept<KnownSession>(() => changes.isListening, 20_000);
    changes.subscribe((change) => {
      if (change.kind === 'lost') this.sessions.clear();
      if (change.kind === 'session') this.sessions.drop(change.session);
      if (change.kind === 'member') this.sessions.dropWhere((one) => one.workspace.id === change.workspace && one.member.id === change.member);
      if (change.kind === 'account') this.sessions.dropWhere((one) => one.account.id === change.account);
    });
  }

  identify(request: FastifyRequest): Actor | null | Promise<Actor | null> {
    const { cookie } = request.headers;
    const token = cookie === undefined ? undefined : readSessionToken(cookie, isSecure(request, this.config));
    if (!token) return null;
    return this.actorOfSession(hashSecret(token));
  }

  /** `null` when the session is unknown, over, or its member may not sign in. */
  actorOfSession(id: string): Actor | null | Promise<Actor | null> {
    const kept = this.sessions.get(id);
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
    this.noteSeen(session.id, now);
    if (session.actor?.model === model) return session.actor;
    const { id, csrfToken, account, workspace, locale } = session;
    const { departments, ...member } = session.member;
    const access = model.accessOf(member.id, member.roles);
    session.actor = { session: { id, csrfToken }, account, member, departments, workspace, locale, access, capabilities: access.capabilities, design: model.design, model };
    return session.actor;
  }

  private async loadSession(id: string): Promise<KnownSession | undefined> {
    const [session] = await this.database.read<Record<string, unknown> & { schema: string }>({
      text: `SELECT s.csrf_token, s.expires_at, s.member_id, a.id AS account_id, a.email, a.locale,
               w.id AS workspace_id, w.key, w.name, w.schema, w.time_zone
             FROM tessera.session s
             JOIN tessera.account a ON a.id = s.account_id
             JOIN tessera.workspace w ON w.id = s.workspace_id
             WHERE s.id = $1 AND s.expires_at > $2`,
      values: [id, this.clock.now()],
    });
    if (!session) return undefined;
    const [member] = await this.database.transaction(session.schema, (db) =>
      db.query<{ name: string; roles: string[]; departments: string[] }>(
        `SELECT name, roles, ARRAY(SELECT department::text FROM _department_member WHERE member = id ORDER BY department) AS departments FROM _member WHERE id = $1 AND status = 'active'`,
        [session['member_id']],
      ),
    );
    if (!member) return undefined;
    return {
      id,
      csrfToken: session['csrf_token'] as string,
      expiresAt: (session['expires_at'] as Date).getTime(),
      account: { id: session['account_id'] as string, email: session['email'] as string },
      locale: session['locale'] as Locale,
      member: { id: session['member_id'] as string, name: member.name, email: session['email'] as string, roles: member.roles, departments: member.departments },
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
  private noteSeen(id: string, now: number): void {
    if (now - (this.seen.get(id) ?? 0) < SEEN_EVERY_MS) return;
    if (this.seen.size > 20_000) this.seen.clear();
    this.seen.set(id, now);
    void this.database
      .transaction(null, (db) => db.query('UPDATE tessera.session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2', [id, new Date(now)]))
      .catch(() => {});
  }
}
