/**
 * Invitations: a link with a secret that is shown once, known to us by its hash, and works once within
 * seven days. The secret begins with the workspace's id, so that accepting needs no search.
 */

import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, RequestInvalid, type AnswerOf, type BodyOf, type routes, type SessionView } from '@tessera/contract';
import { parse as bytesOfUuid, stringify as uuidOfBytes } from 'uuid';
import type { Actor } from '../http/actor.ts';
import type { Answer, Client } from '../http/endpoint.ts';
import { Mails } from '../mail/mails.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { failpoint } from '../platform/failpoint.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import { WorkspaceRow } from '../workspaces/workspace.row.ts';
import { EMAIL_TAKEN, InvitationInvalid, MemberInviteProtected, MemberNotFound, MemberNotInvitable } from './account-errors.ts';
import { AccountRow } from './account.row.ts';
import { effectiveRoles, rolesNow } from './effective-roles.ts';
import { InvitationRow } from './invitation.row.ts';
import { MemberRow } from './member.row.ts';
import { viewOfMember } from './members.service.ts';
import { MembershipRow } from './membership.row.ts';
import { passwordProblems } from './password-policy.ts';
import { hashPassword } from './password.ts';
import { checkGrant } from './role-grants.ts';
import { hashSecret } from './session-token.ts';
import { SecuritySettingsService } from './security-settings.ts';
import { Sessions } from './sessions.ts';
import { TotpRequired } from './sign-in-errors.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { SignInService } from './sign-in.service.ts';

type Invitation = BodyOf<typeof routes.invite>;
type Acceptance = BodyOf<typeof routes.acceptInvitation>;
interface OpenInvitation {
  readonly workspace: WorkspaceRow;
  readonly member: MemberRow;
}

const DAYS = 7;
const SECRET_BYTES = 32;

@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly models: WorkspaceModels,
    private readonly sessions: Sessions,
    private readonly throttle: SignInThrottle,
    private readonly signIns: SignInService,
    private readonly security: SecuritySettingsService,
    private readonly mails: Mails,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  async invite(actor: Actor, request: Invitation): Promise<AnswerOf<typeof routes.invite>> {
    const token = Buffer.concat([bytesOfUuid(actor.workspace.id), randomBytes(SECRET_BYTES)]).toString('base64url');
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + DAYS * 86_400_000);
    const member = await this.database.transaction(actor.workspace.schema, async (db) => {
      const invited = await this.memberFor(db, actor, request, at);
      await db.manager.delete(InvitationRow, { memberId: invited.id });
      await db.manager.insert(InvitationRow, { tokenHash: hashSecret(token), memberId: invited.id, createdBy: actor.member.id, createdAt: at, expiresAt });
      await audit(db, { at, actor: actor.member.id, action: 'member.invited', target: invited.id, detail: { email: invited.email, roles: invited.roles } });
      await this.changes.announce(db, { kind: 'member', workspace: actor.workspace.id, member: invited.id });
      if (this.mails.isReady) {
        const values = { link: this.mails.linkTo(`/invitations/${token}`), workspace: actor.workspace.name, inviter: actor.member.name };
        await this.mails.queue(db, { kind: 'invitation', to: invited.email ?? '', locale: actor.locale, values, minutes: DAYS * 24 * 60 });
      }
      return invited;
    });
    return { path: `/invitations/${token}`, expiresAt: expiresAt.toISOString(), member: viewOfMember(member) };
  }

  async read(token: string): Promise<{ workspace: string; name: string; email: string }> {
    const { workspace, member } = await this.find(token);
    return { workspace: workspace.name, name: member.name, email: member.email ?? '' };
  }

  async accept(token: string, acceptance: Acceptance, client: Client): Promise<Answer<SessionView>> {
    const { workspace, member } = await this.find(token);
    const email = member.email ?? '';
    const known = await this.database.dataSource.getRepository(AccountRow).findOneBy({ email });
    // The account may belong to somebody in another workspace too: a link alone must not take it over.
    const proved = known && (await this.signIns.prove(email, acceptance.password, client));
    if (proved?.totpSecret && !acceptance.code) throw TotpRequired({});
    if (proved) await this.throttle.admitAccount('code', proved.id);
    if (!proved) await this.checkPassword(acceptance, workspace, email);
    const passwordHash = proved ? proved.passwordHash : await hashPassword(acceptance.password);
    const session = await this.database.transaction(workspace.schema, async (db) => {
      const at = this.clock.now();
      const [used] = await db.query('UPDATE _invitation SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING member_id', [hashSecret(token), at]);
      if (!used) throw InvitationInvalid({});
      if (proved) await this.signIns.checkCode(db, proved, acceptance.code);
      const accountId = known?.id ?? newId();
      const name = acceptance.name.trim();
      if (!known) await db.manager.insert(AccountRow, { id: accountId, email, name, passwordHash, locale: acceptance.locale, createdAt: at });
      await db.manager.insert(MembershipRow, { accountId, workspaceId: workspace.id, memberId: member.id });
      await db.manager.update(MemberRow, { id: member.id }, { accountId, name, status: 'active' });
      await audit(db, { at, actor: member.id, action: 'member.joined', target: member.id });
      await this.changes.announce(db, { kind: 'member', workspace: workspace.id, member: member.id });
      if (proved) await this.throttle.forgive(db, email, client.ip);
      if (proved) await this.throttle.forgiveAccount(db, 'code', proved.id);
      const started = await this.sessions.start(db, { accountId, workspaceId: workspace.id, memberId: member.id }, client, 'invitation');
      failpoint('invitation.before-commit');
      return started;
    });
    return this.sessions.welcome(session, client);
  }

  private async checkPassword({ password, name }: Acceptance, workspace: WorkspaceRow, email: string): Promise<void> {
    const { passwordLength } = await this.security.of(workspace.id);
    const problems = await passwordProblems(password, { length: passwordLength, known: [email, name, workspace.name] });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
  }

  /** The member an invitation is for: a new one, or one who was imported or invited before. */
  private async memberFor(db: Db, actor: Actor, request: Invitation, at: Date): Promise<MemberRow> {
    const email = request.email.toLowerCase();
    const name = request.name.trim();
    const roles = [...new Set(request.roles)];
    const existing = request.member === undefined ? null : await db.manager.findOne(MemberRow, { where: { id: request.member }, lock: { mode: 'pessimistic_write' } });
    if (request.member !== undefined && !existing) throw MemberNotFound({});
    if (existing && existing.status !== 'imported' && existing.status !== 'invited') throw MemberNotInvitable({ name: existing.name });
    const granter = await rolesNow(db, actor.member.id);
    const problems = checkGrant(await this.models.loadIn(db), { granter, before: existing?.roles ?? [], after: roles });
    // The link goes to whoever asks for it: with it comes all that the member has, also through groups.
    if (existing && !granter.includes(ADMIN_ROLE)) await assertHeld(db, existing, granter);
    const namesake = await db.manager.findOneBy(MemberRow, { email });
    if (namesake && namesake.id !== existing?.id) problems.push({ path: 'email', ...EMAIL_TAKEN });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
    const invited = { name, email, roles, status: 'invited' as const };
    if (existing) {
      await db.manager.update(MemberRow, { id: existing.id }, invited);
      return { ...existing, ...invited };
    }
    const member = { id: newId(), accountId: null, title: null, phone: null, createdAt: at, ...invited };
    await db.manager.insert(MemberRow, member);
    return member;
  }

  private async find(token: string): Promise<OpenInvitation> {
    const workspaceId = workspaceOf(token);
    const workspace = workspaceId && (await this.database.dataSource.getRepository(WorkspaceRow).findOneBy({ id: workspaceId }));
    if (!workspace) throw InvitationInvalid({});
    const member = await this.database.transaction(workspace.schema, async (db) => {
      const invitation = await db.manager.findOneBy(InvitationRow, { tokenHash: hashSecret(token) });
      const open = invitation !== null && invitation.usedAt === null && invitation.expiresAt > this.clock.now();
      return open ? db.manager.findOneBy(MemberRow, { id: invitation.memberId, status: 'invited' }) : null;
    });
    if (!member) throw InvitationInvalid({});
    return { workspace, member };
  }
}

async function assertHeld(db: Db, { id, name }: MemberRow, granter: readonly string[]): Promise<void> {
  const [member] = await db.query<{ roles: string[] }>(`SELECT ${effectiveRoles('m')} AS roles FROM _member m WHERE m.id = $1`, [id]);
  if (member?.roles.some((role) => !granter.includes(role))) throw MemberInviteProtected({ name });
}

function workspaceOf(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 16 + SECRET_BYTES) return undefined;
  try {
    return uuidOfBytes(bytes.subarray(0, 16));
  } catch {
    return undefined;
  }
}
