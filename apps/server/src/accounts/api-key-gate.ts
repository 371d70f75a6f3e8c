/**
 * Who sends a request with an API key. A key is known by the hash of its secret, is kept in memory like a session, and follows
 * its owner: it is dead once they are disabled or hold its role no more, once it has expired or was revoked.
 */

import { Injectable } from '@nestjs/common';
import { limitedAccess, type EntityActions } from '@tessera/access';
import { DEFAULT_LOCALE, TooManyRequests, type Locale } from '@tessera/contract';
import type { Actor, Workspace } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { Changes } from '../workspaces/changes.ts';
import { Kept } from '../workspaces/kept.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { ApiKeyInvalid } from './api-key-errors.ts';
import { effectiveRoles } from './effective-roles.ts';
import { hashSecret } from './session-token.ts';
import { networkOf } from './sign-in-throttle.ts';

interface KnownKey {
  readonly id: string;
  readonly expiresAt: number;
  readonly role: string;
  readonly only: readonly EntityActions[] | null;
  readonly workspace: Workspace;
  readonly account: { readonly id: string; readonly email: string };
  readonly locale: Locale;
  readonly member: { readonly id: string; readonly name: string; readonly email: string; readonly departments: readonly string[] };
  usedAt: number;
  /** Made with the model it was made for. */
  actor?: Actor;
}

const SECRET = /^Bearer +(tsk_[A-Za-z0-9_-]{43})$/i;
/** `last_used_at` is this much behind at most. */
const USED_EVERY_MS = 60_000;
const WINDOW_MS = 15 * 60_000;
const WRONG_PER_NETWORK = 60;
const MOST_WRONG = 10_000;

/** The secret of a header that brings a key; undefined when it is about something else, as of a proxy that asks for a password. */
export function keyOfHeader(authorization: string | undefined): string | undefined {
  if (authorization === undefined || !/^bearer\b/i.test(authorization)) return undefined;
  const secret = SECRET.exec(authorization)?.[1];
  if (secret === undefined) throw ApiKeyInvalid({});
  return secret;
}

@Injectable()
export class ApiKeyGate {
  private readonly keys: Kept<KnownKey>;
  /** Hashes that were no key: a program that goes on with an old one guesses nothing. */
  private readonly wrong = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly clock: Clock,
    private readonly changes: Changes,
  ) {
    this.keys = new Kept<KnownKey>(() => changes.isListening, 20_000);
    changes.subscribe((change) => {
      this.wrong.clear();
      if (change.kind === 'lost') this.keys.clear();
      if (change.kind === 'member') this.keys.dropWhere(({ workspace, member }) => workspace.id === change.workspace && member.id === change.member);
      if (change.kind === 'members') this.keys.dropWhere(({ workspace }) => workspace.id === change.workspace);
      if (change.kind === 'account') this.keys.dropWhere(({ account }) => account.id === change.account);
    });
  }

  /** Throws ApiKeyInvalid; `ip` counts those who guess. */
  actorOf(secret: string, ip: string): Actor | Promise<Actor> {
    const hash = hashSecret(secret);
    const kept = this.keys.get(hash);
    const model = kept && this.models.peek(kept.workspace.id);
    return model ? this.actorWith(kept, model) : this.loadActor(hash, ip);
  }

  private async loadActor(hash: string, ip: string): Promise<Actor> {
    if (this.wrong.has(hash)) throw ApiKeyInvalid({});
    const key = this.keys.get(hash) ?? (await this.find(hash, ip));
    return this.actorWith(key, await this.models.current(key.workspace));
  }

  private async find(hash: string, ip: string): Promise<KnownKey> {
    await this.holdBack(ip);
    const key = await this.keys.load(hash, () => this.loadKey(hash));
    if (key !== undefined) return key;
    await this.countWrong(ip);
    if (this.wrong.size >= MOST_WRONG) this.wrong.clear();
    if (this.changes.isListening) this.wrong.add(hash);
    throw ApiKeyInvalid({});
  }

  private actorWith(key: KnownKey, model: WorkspaceModel): Actor {
    const now = this.clock.now().getTime();
    if (key.expiresAt <= now || !model.role(key.role)) throw ApiKeyInvalid({});
    this.noteUsed(key, now);
    if (key.actor?.model === model) return key.actor;
    const { id, account, workspace, locale, role } = key;
    const { departments, ...member } = key.member;
    const access = limitedAccess(model.accessOf(member.id, [role]), key.only, model.design);
    key.actor = {
      kind: 'apiKey', viewedBy: null, session: { id, csrfToken: '' }, account, mustDo: [], member: { ...member, roles: [role] },
      departments, workspace, locale, access, capabilities: access.capabilities, design: model.design, model,
    };
    return key.actor;
  }

  private async loadKey(hash: string): Promise<KnownKey | undefined> {
    const [key] = await this.database.read<Record<string, unknown> & { schema: string }>({
      text: `SELECT k.id, k.member_id, k.role, k.only, k.expires_at, k.last_used_at, w.id AS workspace_id, w.key, w.name, w.schema, w.time_zone
             FROM tessera.api_key k JOIN tessera.workspace w ON w.id = k.workspace_id
             WHERE k.secret_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > $2`,
      values: [hash, this.clock.now()],
    });
    if (!key) return undefined;
    const [owner] = await this.database.transaction(key.schema, (db) =>
      db.query<{ name: string; roles: string[]; departments: string[]; account: string; email: string; locale: Locale | null }>(
        `SELECT m.name, ${effectiveRoles('m')} AS roles, a.id AS account, a.email, a.locale,
           ARRAY(SELECT department::text FROM _department_member WHERE member = m.id ORDER BY department) AS departments
         FROM _member m JOIN tessera.account a ON a.id = m.account_id WHERE m.id = $1 AND m.status = 'active'`,
        [key['member_id']],
      ),
    );
    const role = key['role'] as string;
    if (!owner?.roles.includes(role)) return undefined;
    return {
      id: key['id'] as string,
      expiresAt: (key['expires_at'] as Date).getTime(),
      role,
      only: key['only'] as readonly EntityActions[] | null,
      workspace: { id: key['workspace_id'] as string, key: key['key'] as string, name: key['name'] as string, schema: key.schema, timeZone: key['time_zone'] as string },
      account: { id: owner.account, email: owner.email },
      locale: owner.locale ?? DEFAULT_LOCALE,
      member: { id: key['member_id'] as string, name: owner.name, email: owner.email, departments: owner.departments },
      usedAt: (key['last_used_at'] as Date | null)?.getTime() ?? 0,
    };
  }

  /** Now and then, and without making anybody wait. */
  private noteUsed(key: KnownKey, now: number): void {
    if (now - key.usedAt < USED_EVERY_MS) return;
    key.usedAt = now;
    void this.database.transaction(null, (db) => db.query('UPDATE tessera.api_key SET last_used_at = $2 WHERE id = $1', [key.id, new Date(now)])).catch(() => {});
  }

  private async holdBack(ip: string): Promise<void> {
    const now = this.clock.now();
    const [counted] = await this.database.read<{ failures: number; window_ends_at: Date }>({
      text: 'SELECT failures, window_ends_at FROM tessera.sign_in_attempt WHERE key = $1 AND window_ends_at > $2',
      values: [attemptsOf(ip), now],
    });
    if (counted && counted.failures >= WRONG_PER_NETWORK) throw TooManyRequests({ seconds: Math.max(1, Math.ceil((counted.window_ends_at.getTime() - now.getTime()) / 1000)) });
  }

  private async countWrong(ip: string): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(null, (db) =>
      db.query(
        `INSERT INTO tessera.sign_in_attempt AS known (key, failures, window_ends_at) VALUES ($1, 1, $2)
         ON CONFLICT (key) DO UPDATE SET failures = CASE WHEN known.window_ends_at > $3 THEN known.failures + 1 ELSE 1 END,
           window_ends_at = CASE WHEN known.window_ends_at > $3 THEN known.window_ends_at ELSE EXCLUDED.window_ends_at END`,
        [attemptsOf(ip), new Date(now.getTime() + WINDOW_MS), now],
      ),
    );
  }
}

const attemptsOf = (ip: string): string => `key:${networkOf(ip)}`;
