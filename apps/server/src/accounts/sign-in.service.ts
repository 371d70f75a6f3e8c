/**
 * Signing in. An unknown e-mail, a wrong password and a disabled member get the same answer after the same work; only
 * whoever knows the password hears that a one-time code is wanted.
 */

import { Injectable } from '@nestjs/common';
import type { BodyOf, routes, SessionView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import type { Answer, Client } from '../http/endpoint.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { SignInFailed } from './account-errors.ts';
import { AccountRow } from './account.row.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import { placesOf, type Place } from './places.ts';
import { Sessions, type SignInWay, type StartedSession } from './sessions.ts';
import { TotpRequired, TotpWrong } from './sign-in-errors.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { lockAccount, TotpService } from './totp.service.ts';

type Credentials = BodyOf<typeof routes.signIn>;

export interface SignIn {
  readonly way: SignInWay;
  readonly code?: string | undefined;
  readonly client: Client;
  /** Whoever was signed in on this browser; that session ends. */
  readonly before: Actor | null;
}

@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly sessions: Sessions,
    private readonly totp: TotpService,
    private readonly clock: Clock,
  ) {}

  async run(credentials: Credentials, client: Client, before: Actor | null): Promise<Answer<SessionView>> {
    const account = await this.prove(credentials.email, credentials.password, client);
    const session = await this.enter(account, { way: 'password', code: credentials.code, client, before });
    await this.upgrade(account, credentials.password);
    return this.sessions.welcome(session, client);
  }

  /** The account whose e-mail and password these are. */
  async prove(typed: string, password: string, client: Client): Promise<AccountRow & { passwordHash: string }> {
    const email = typed.trim().toLowerCase();
    const find = () => this.database.dataSource.getRepository(AccountRow).findOneBy({ email });
    await this.throttle.admit(email, client.ip, async (attempts) => {
      const account = await find();
      await this.refuse(account?.id, { reason: 'throttled', attempts, ...(account ? { email } : {}) });
    });
    const account = await find();
    if ((await isPassword(account?.passwordHash, password)) && account && account.passwordHash !== null) return { ...account, passwordHash: account.passwordHash };
    await this.refuse(account?.id, { reason: 'password', ...(account ? { email } : {}) });
    throw SignInFailed({});
  }

  /** Opens a session for an account that was proved, by its password or by another provider, once its code was right. */
  async enter(proved: AccountRow, signIn: SignIn): Promise<StartedSession> {
    const { way, client, before } = signIn;
    const place = (await placesOf(this.database, proved.id)).find(({ isActive }) => isActive);
    if (!place) {
      await this.refuse(proved.id, { reason: 'disabled', email: proved.email });
      throw SignInFailed({});
    }
    if (proved.totpSecret !== null) {
      if (!signIn.code) throw TotpRequired({});
      await this.throttle.admitAccount('code', proved.id, (attempts) => this.refuse(proved.id, { reason: 'throttled', attempts, email: proved.email }));
    }
    try {
      return await this.database.transaction(place.schema, async (db) => {
        await this.checkCode(db, proved, signIn.code);
        if (before) await this.sessions.endBefore(db, before);
        await this.throttle.forgive(db, proved.email, client.ip);
        await this.throttle.forgiveAccount(db, 'code', proved.id);
        return this.sessions.start(db, { accountId: proved.id, workspaceId: place.workspaceId, memberId: place.memberId }, client, way);
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === TotpWrong.code) await this.refuse(proved.id, { reason: 'code', email: proved.email });
      throw error;
    }
  }

  /** Takes the code; in the transaction that lets the person in. The account must still be what was proved. */
  async checkCode(db: Db, proved: AccountRow, code: string | undefined): Promise<void> {
    const account = await lockAccount(db, proved.id);
    if (account.passwordHash !== proved.passwordHash) throw SignInFailed({});
    if (account.totpSecret === null) return;
    if (!code) throw TotpRequired({});
    if (!(await this.totp.take(db, account, code))) throw TotpWrong({});
  }

  private async upgrade(account: AccountRow & { passwordHash: string }, password: string): Promise<void> {
    if (!isOutdated(account.passwordHash, password)) return;
    const passwordHash = await hashPassword(password);
    await this.database.transaction(null, (db) => db.manager.update(AccountRow, { id: account.id, passwordHash: account.passwordHash }, { passwordHash }));
  }

  /** Into the trail of the workspace, or of the first one for an e-mail nobody has: the same work for both. */
  private async refuse(accountId: string | undefined, detail: Record<string, unknown>): Promise<void> {
    const places = await placesOf(this.database, accountId ?? NOBODY);
    const place = places[0] ?? (await firstWorkspace(this.database));
    if (!place) return;
    await this.database.transaction(place.schema, (db) =>
      audit(db, { at: this.clock.now(), actor: null, actorKind: 'nobody', action: 'session.refused', target: places[0]?.memberId ?? '', detail }),
    );
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

async function firstWorkspace(database: Database): Promise<Pick<Place, 'schema'> | undefined> {
  const [first] = await database.read<{ schema: string }>({ text: 'SELECT schema FROM tessera.workspace ORDER BY created_at, id LIMIT 1' });
  return first;
}
