/** Signing in. An unknown e-mail, a wrong password and a disabled member get the same answer in the same time. */

import { Injectable } from '@nestjs/common';
import type { SessionView } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import type { Answer, Client } from '../http/endpoint.ts';
import { Database, type Db } from '../platform/database.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceRow } from '../workspaces/workspace.row.ts';
import { SignInFailed } from './account-errors.ts';
import { AccountRow } from './account.row.ts';
import { MembershipRow } from './membership.row.ts';
import { isPassword } from './password.ts';
import { SessionRow } from './session.row.ts';
import { Sessions } from './sessions.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly sessions: Sessions,
    private readonly changes: Changes,
  ) {}

  /** `before`: whoever was signed in on this browser; that session ends. */
  async run(credentials: { email: string; password: string }, client: Client, before: Actor | null): Promise<Answer<SessionView>> {
    const email = credentials.email.trim().toLowerCase();
    await this.throttle.admit(email, client.ip);
    const account = await this.database.dataSource.getRepository(AccountRow).findOneBy({ email });
    if (!(await isPassword(account?.passwordHash, credentials.password)) || !account) throw SignInFailed({});
    const token = await this.database.transaction(null, async (db) => {
      const membership = await this.activeMembership(db, account.id);
      if (!membership) throw SignInFailed({});
      if (before) {
        await db.manager.delete(SessionRow, { id: before.session.id });
        await this.changes.announce(db, { kind: 'session', session: before.session.id });
      }
      await this.throttle.forgive(db, email, client.ip);
      return this.sessions.start(db, { accountId: account.id, workspaceId: membership.workspaceId, memberId: membership.memberId });
    });
    return this.sessions.welcome(token, client);
  }

  private async activeMembership(db: Db, accountId: string): Promise<MembershipRow | undefined> {
    for (const membership of await db.manager.findBy(MembershipRow, { accountId })) {
      const workspace = await db.manager.findOneByOrFail(WorkspaceRow, { id: membership.workspaceId });
      const members = `"${workspace.schema}"."_member"`;
      const [found] = await db.query(`SELECT FROM ${members} WHERE id = $1 AND status = 'active'`, [membership.memberId]);
      if (found) return membership;
    }
    return undefined;
  }
}
