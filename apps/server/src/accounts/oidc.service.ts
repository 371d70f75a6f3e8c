/**
 * Signing in with the OpenID provider. An account is known by (issuer, subject) and never by its e-mail address. A new
 * identity comes to an account in two ways only: its owner, signed in, links it from our own page; or somebody who was
 * invited and has no account yet comes with the invited address, which the provider has verified. One-time codes are asked
 * for all the same. What goes wrong leads back to a page of ours with the code of the error.
 */

import { Injectable } from '@nestjs/common';
import { AppError, type SessionView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Answer, type Call, type Client } from '../http/endpoint.ts';
import { Mails } from '../mail/mails.ts';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import { newId } from '../platform/new-id.ts';
import { UNIQUE_VIOLATION, sqlStateOf } from '../platform/sqlstate.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { AccountRow } from './account.row.ts';
import { MemberRow } from './member.row.ts';
import { MembershipRow } from './membership.row.ts';
import { OidcFailed, OidcLinkForeign, OidcOff, OidcTaken, OidcUnavailable, OidcUnknown } from './oidc-errors.ts';
import { OidcProvider, type OidcAttempt, type OidcIdentity } from './oidc-provider.ts';
import { relativePath } from './relative-path.ts';
import { endedCookie, openCookie, sealedCookie, type CookieKind } from './sealed-cookie.ts';
import { Sessions, type StartedSession } from './sessions.ts';
import { TotpRequired } from './sign-in-errors.ts';
import { SignInService } from './sign-in.service.ts';

interface Attempt extends OidcAttempt {
  readonly to: string;
  /** The session that asked to be linked. */
  readonly link: string | null;
}
interface Pending {
  readonly account: string;
}
type Headers = Call['headers'];

const ATTEMPT: CookieKind = { name: 'tessera_oidc', minutes: 10 };
const PENDING: CookieKind = { name: 'tessera_oidc_code', minutes: 5 };

@Injectable()
export class OidcService {
  constructor(
    private readonly provider: OidcProvider,
    private readonly database: Database,
    private readonly signIns: SignInService,
    private readonly sessions: Sessions,
    private readonly changes: Changes,
    private readonly mails: Mails,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async start(to: string | undefined, actor: Actor | null, client: Client, headers: Headers): Promise<Answer<undefined>> {
    if (!this.config.oidc) throw OidcOff({});
    // Else another site could lead somebody, signed in there as somebody else, to link that to their account here.
    if (actor && (actor.viewedBy || !isFromOurPage(headers, this.config))) return back('/account', OidcLinkForeign.code);
    try {
      const { location, attempt } = await this.provider.begin();
      const cookie = sealedCookie(ATTEMPT, { ...attempt, to: relativePath(to), link: actor?.session.id ?? null } satisfies Attempt, this.now(client));
      return redirect(location, [cookie]);
    } catch (error) {
      this.log.warn('the OpenID provider did not answer', { reason: (error as Error).message });
      return back(actor ? '/account' : '/sign-in', OidcUnavailable.code);
    }
  }

  async finish(query: Readonly<Record<string, string>>, actor: Actor | null, client: Client, headers: Headers): Promise<Answer<undefined>> {
    const attempt = openCookie<Attempt>(ATTEMPT, headers['cookie'] as string | undefined, this.now(client));
    const over = endedCookie(ATTEMPT, client.secure);
    if (!attempt) return back('/sign-in', OidcFailed.code, [over]);
    try {
      const identity = await this.identityOf(query, attempt);
      if (attempt.link !== null) {
        await this.link(identity, attempt.link, actor);
        return redirect(attempt.to, [over]);
      }
      return await this.enter(identity, attempt, { client, before: actor }, over);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return back(attempt.link === null ? '/sign-in' : '/account', error.code, [over]);
    }
  }

  /** The one-time code of whoever the provider has just vouched for. */
  async confirm(code: string, before: Actor | null, client: Client, headers: Headers): Promise<Answer<SessionView>> {
    const pending = openCookie<Pending>(PENDING, headers['cookie'] as string | undefined, this.now(client));
    if (!pending) throw OidcFailed({});
    const account = await this.database.dataSource.getRepository(AccountRow).findOneBy({ id: pending.account });
    if (!account) throw OidcFailed({});
    const session = await this.signIns.enter(account, { way: 'oidc', code, client, before });
    const { value, extra } = await this.sessions.welcome(session, client);
    return new Answer(value, { headers: { 'set-cookie': [extra.headers?.['set-cookie'] as string, endedCookie(PENDING, client.secure)] } });
  }

  private async identityOf(query: Readonly<Record<string, string>>, attempt: Attempt): Promise<OidcIdentity> {
    try {
      return await this.provider.finish(query, attempt);
    } catch (error) {
      this.log.warn('the answer of the OpenID provider was refused', { reason: (error as Error).message });
      throw OidcFailed({});
    }
  }

  private async enter(identity: OidcIdentity, { to }: Attempt, { client, before }: { client: Client; before: Actor | null }, over: string): Promise<Answer<undefined>> {
    const account = await this.accountOf(identity);
    if (!account) {
      const session = await this.accept(identity, client, before);
      return redirect(to, [over, this.sessions.cookieOf(session, client)]);
    }
    try {
      const session = await this.signIns.enter(account, { way: 'oidc', client, before });
      return redirect(to, [over, this.sessions.cookieOf(session, client)]);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== TotpRequired.code) throw error;
      return redirect(`/sign-in?step=code&to=${encodeURIComponent(to)}`, [over, sealedCookie(PENDING, { account: account.id } satisfies Pending, this.now(client))]);
    }
  }

  private async accountOf({ issuer, subject }: OidcIdentity): Promise<AccountRow | null> {
    const [known] = await this.database.read<{ account_id: string }>({ text: 'SELECT account_id FROM tessera.account_identity WHERE issuer = $1 AND subject = $2', values: [issuer, subject] });
    return known ? this.database.dataSource.getRepository(AccountRow).findOneBy({ id: known.account_id }) : null;
  }

  /** By whoever is signed in now, with the session that asked for it. */
  private async link(identity: OidcIdentity, sessionId: string, actor: Actor | null): Promise<void> {
    if (!actor || actor.viewedBy || actor.session.id !== sessionId) throw OidcLinkForeign({});
    const known = await this.accountOf(identity);
    if (known?.id === actor.account.id) return;
    if (known) throw OidcTaken({});
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const at = this.clock.now();
      await db
        .query('INSERT INTO tessera.account_identity (issuer, subject, account_id, created_at) VALUES ($1, $2, $3, $4)', [identity.issuer, identity.subject, actor.account.id, at])
        .catch((error: unknown) => {
          throw sqlStateOf(error) === UNIQUE_VIOLATION ? OidcTaken({}) : error;
        });
      await audit(db, { at, actor: actor.member.id, action: 'identity.linked', target: actor.member.id, detail: { issuer: identity.issuer } });
      await this.mails.queue(db, { kind: 'identityLinked', to: actor.account.email, locale: actor.locale, values: { provider: this.config.oidc?.label ?? '' } });
    });
  }

  /** An invitation of the verified address, by whoever has no account yet. */
  private async accept(identity: OidcIdentity, client: Client, before: Actor | null): Promise<StartedSession> {
    const email = identity.verifiedEmail;
    if (email === undefined || (await this.database.dataSource.getRepository(AccountRow).existsBy({ email }))) throw OidcUnknown({});
    const workspaces = await this.database.read<{ id: string; schema: string }>({ text: 'SELECT id, schema FROM tessera.workspace ORDER BY created_at, id' });
    for (const workspace of workspaces) {
      // Somebody may have made an account of that address, or linked that identity, at the same moment.
      const session = await this.acceptIn(workspace, email, identity, client, before).catch((error: unknown) => {
        throw sqlStateOf(error) === UNIQUE_VIOLATION ? OidcUnknown({}) : error;
      });
      if (session) return session;
    }
    throw OidcUnknown({});
  }

  private acceptIn(workspace: { id: string; schema: string }, email: string, identity: OidcIdentity, client: Client, before: Actor | null): Promise<StartedSession | undefined> {
    return this.database.transaction(workspace.schema, async (db) => {
      const at = this.clock.now();
      const member = await db.manager.findOne(MemberRow, { where: { email, status: 'invited' }, lock: { mode: 'pessimistic_write' } });
      if (!member) return undefined;
      const used = await db.query('UPDATE _invitation SET used_at = $2 WHERE member_id = $1 AND used_at IS NULL AND expires_at > $2 RETURNING member_id', [member.id, at]);
      if (used.length === 0) return undefined;
      const accountId = newId();
      await db.manager.insert(AccountRow, { id: accountId, email, name: member.name, passwordHash: null, locale: 'zh-CN', createdAt: at });
      await db.query('INSERT INTO tessera.account_identity (issuer, subject, account_id, created_at) VALUES ($1, $2, $3, $4)', [identity.issuer, identity.subject, accountId, at]);
      await db.manager.insert(MembershipRow, { accountId, workspaceId: workspace.id, memberId: member.id });
      await db.manager.update(MemberRow, { id: member.id }, { accountId, status: 'active' });
      await audit(db, { at, actor: member.id, action: 'member.joined', target: member.id, detail: { way: 'oidc' } });
      await this.changes.announce(db, { kind: 'member', workspace: workspace.id, member: member.id });
      if (before) await this.sessions.endBefore(db, before);
      return this.sessions.start(db, { accountId, workspaceId: workspace.id, memberId: member.id }, client, 'oidc');
    });
  }

  private now({ secure }: Client): { at: Date; secure: boolean } {
    return { at: this.clock.now(), secure };
  }
}

/** What a browser says of where it comes from; one that says nothing is not believed. */
function isFromOurPage(headers: Headers, config: Config): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const referrer = headers['referer'];
  return typeof referrer === 'string' && URL.canParse(referrer) && new URL(referrer).origin === config.publicUrl?.origin;
}

const redirect = (location: string, cookies: string[] = []): Answer<undefined> => new Answer(undefined, { status: 302, headers: { location, 'set-cookie': cookies } });
const back = (page: string, problem: string, cookies: string[] = []): Answer<undefined> => redirect(`${page}?problem=${problem}`, cookies);
