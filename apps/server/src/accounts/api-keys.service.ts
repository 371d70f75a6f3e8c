/** API keys: made by a member with a role they hold, shown once, listed, revoked. What they may do is api-key-gate.ts. */

import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RequestInvalid, type AnswerOf, type ApiKeyView, type CreateApiKey, type FieldProblemInput, type routes } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { ROLE_NOT_FOUND } from './account-errors.ts';
import { ApiKeyNotFound, ApiKeysTooMany, KEY_ENTITY_UNKNOWN, KEY_ROLE_NOT_HELD } from './api-key-errors.ts';
import { rolesNow } from './effective-roles.ts';
import { hashSecret } from './session-token.ts';

const MOST_KEYS = 50;
const PREFIX = 10;
/** $1 the workspace. */
const KEYS = `SELECT k.id, k.name, k.prefix, k.role, k.only, k.member_id, m.name AS owner, k.created_at, k.expires_at, k.last_used_at, k.revoked_at
  FROM tessera.api_key k JOIN _member m ON m.id = k.member_id WHERE k.workspace_id = $1`;

interface KeyLine {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly role: string;
  readonly only: ApiKeyView['only'];
  readonly member_id: string;
  readonly owner: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** The newest first. */
  list(actor: Actor): Promise<ApiKeyView[]> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const everybody = actor.capabilities.has('members');
      const lines = await db.query<KeyLine>(`${KEYS} AND ($2 OR k.member_id = $3) ORDER BY k.id DESC`, [actor.workspace.id, everybody, actor.member.id]);
      return lines.map(viewOf);
    });
  }

  async create(actor: Actor, wanted: CreateApiKey): Promise<AnswerOf<typeof routes.createApiKey>> {
    const secret = `tsk_${randomBytes(32).toString('base64url')}`;
    const now = this.clock.now();
    const key = await this.database.transaction(actor.workspace.schema, async (db) => {
      // One after the other, so that the bound holds; and a role is not taken away meanwhile.
      await db.query('SELECT FROM _member WHERE id = $1 FOR UPDATE', [actor.member.id]);
      const problems = problemsOf(actor, wanted, await rolesNow(db, actor.member.id));
      if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
      const [used] = await db.query<{ keys: number }>('SELECT count(*)::int AS keys FROM tessera.api_key WHERE workspace_id = $1 AND member_id = $2 AND revoked_at IS NULL AND expires_at > $3', [actor.workspace.id, actor.member.id, now]);
      if ((used?.keys ?? 0) >= MOST_KEYS) throw ApiKeysTooMany({ most: MOST_KEYS });
      const id = newId();
      const { name, role, only = null, days } = wanted;
      const expiresAt = new Date(now.getTime() + days * 86_400_000);
      await db.query(
        'INSERT INTO tessera.api_key (id, workspace_id, member_id, name, prefix, secret_hash, role, "only", created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [id, actor.workspace.id, actor.member.id, name.trim(), secret.slice(0, PREFIX), hashSecret(secret), role, only && JSON.stringify(only), now, expiresAt],
      );
      await audit(db, { at: now, actor: actor.member.id, action: 'apiKey.created', target: id, detail: { name: name.trim(), role, only, expiresAt: expiresAt.toISOString() } });
      return this.find(db, actor, id);
    });
    return { key: viewOf(key), secret };
  }

  revoke(actor: Actor, id: string): Promise<void> {
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const key = await this.find(db, actor, id);
      const now = this.clock.now();
      const revoked = await db.query('UPDATE tessera.api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id', [id, now]);
      if (revoked.length === 0) return;
      await audit(db, { at: now, actor: actor.member.id, action: 'apiKey.revoked', target: id, detail: { name: key.name, owner: key.member_id } });
      await this.changes.announce(db, { kind: 'member', workspace: actor.workspace.id, member: key.member_id });
    });
  }

  /** In the transaction that takes the member's access away for good; gives how many there were. */
  async endAllOf(db: Db, workspaceId: string, memberId: string): Promise<number> {
    const ended = await db.query('UPDATE tessera.api_key SET revoked_at = $3 WHERE workspace_id = $1 AND member_id = $2 AND revoked_at IS NULL AND expires_at > $3 RETURNING id', [workspaceId, memberId, this.clock.now()]);
    await this.changes.announce(db, { kind: 'member', workspace: workspaceId, member: memberId });
    return ended.length;
  }

  /** Somebody else's answers like one that does not exist, unless one manages members. */
  private async find(db: Db, actor: Actor, id: string): Promise<KeyLine> {
    const [line] = await db.query<KeyLine>(`${KEYS} AND k.id = $2 AND ($3 OR k.member_id = $4)`, [actor.workspace.id, id, actor.capabilities.has('members'), actor.member.id]);
    if (!line) throw ApiKeyNotFound({});
    return line;
  }
}

function problemsOf(actor: Actor, { role, only = [] }: CreateApiKey, held: readonly string[]): FieldProblemInput[] {
  const problems: FieldProblemInput[] = [];
  if (!held.includes(role)) problems.push({ path: 'role', ...KEY_ROLE_NOT_HELD });
  else if (!actor.model.role(role)) problems.push({ path: 'role', ...ROLE_NOT_FOUND });
  only.forEach(({ entity, actions }, index) => {
    const known = actor.design.entities.get(entity)?.parent === null && (actor.access.can('read', entity) || actions.some((action) => actor.access.can(action, entity)));
    if (!known || only.findIndex((other) => other.entity === entity) !== index) problems.push({ path: `only.${index}.entity`, ...KEY_ENTITY_UNKNOWN });
  });
  return problems;
}

const viewOf = (line: KeyLine): ApiKeyView => ({
  id: line.id,
  name: line.name,
  prefix: line.prefix,
  role: line.role,
  only: line.only,
  owner: { id: line.member_id, label: line.owner },
  createdAt: line.created_at.toISOString(),
  expiresAt: line.expires_at.toISOString(),
  lastUsedAt: line.last_used_at?.toISOString() ?? null,
  revokedAt: line.revoked_at?.toISOString() ?? null,
});
