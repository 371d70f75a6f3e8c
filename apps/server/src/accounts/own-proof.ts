/** Whether somebody at an open session is its owner: their password, or for whoever has none, a sign-in of just now. */

import { Injectable } from '@nestjs/common';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { AccountRow } from './account.row.ts';
import { isPassword } from './password.ts';
import { PasswordWrong, SignInAgain } from './sign-in-errors.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

const RECENT_MS = 15 * 60_000;

@Injectable()
export class OwnProof {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /** Gives back the account as it was proved. */
  async check(actor: Actor, password: string): Promise<AccountRow> {
    const account = await this.database.dataSource.getRepository(AccountRow).findOneByOrFail({ id: actor.account.id });
    if (account.passwordHash === null) {
      await this.checkRecent(actor);
      return account;
    }
    await this.throttle.admitAccount('proof', account.id);
    if (!(await isPassword(account.passwordHash, password))) {
      await this.database.transaction(actor.workspace.schema, (db) =>
        audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'password.refused', target: actor.member.id }),
      );
      throw PasswordWrong({});
    }
    await this.database.transaction(null, (db) => this.throttle.forgiveAccount(db, 'proof', account.id));
    return account;
  }

  private async checkRecent(actor: Actor): Promise<void> {
    const [session] = await this.database.read<{ created_at: Date }>({ text: 'SELECT created_at FROM tessera.session WHERE id = $1', values: [actor.session.id] });
    if (!session || this.clock.now().getTime() - session.created_at.getTime() > RECENT_MS) throw SignInAgain({});
  }
}
