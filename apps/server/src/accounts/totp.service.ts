/**
 * One-time codes of an account: on after a code has confirmed the secret, off with the password and a code, or by an
 * administrator for whoever lost the device. The secret lies sealed, bound to its account; the recovery codes as hashes.
 */

import { Injectable } from '@nestjs/common';
import type { Actor } from '../http/actor.ts';
import { Answer, type Client } from '../http/endpoint.ts';
import { Mails } from '../mail/mails.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { openText, sealText } from '../platform/sealed.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { MemberNotFound } from './account-errors.ts';
import { AccountRow } from './account.row.ts';
import { OwnProof } from './own-proof.ts';
import { Sessions } from './sessions.ts';
import { TotpNotStarted, TotpOff, TotpOnAlready, TotpOwn, TotpWrong } from './sign-in-errors.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import { hashRecoveryCode, newRecoveryCodes, newTotpSecret, stepOfCode, totpUri } from './totp.ts';

@Injectable()
export class TotpService {
  constructor(
    private readonly database: Database,
    private readonly proof: OwnProof,
    private readonly throttle: SignInThrottle,
    private readonly sessions: Sessions,
    private readonly changes: Changes,
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {}

  async start(actor: Actor, password: string): Promise<{ secret: string; uri: string }> {
    await this.proof.check(actor, password);
    const secret = newTotpSecret();
    await this.database.transaction(null, async (db) => {
      const account = await lockAccount(db, actor.account.id);
      if (account.totpSecret !== null) throw TotpOnAlready({});
      await db.manager.update(AccountRow, { id: account.id }, { totpPending: seal(account.id, secret) });
    });
    return { secret, uri: totpUri(secret, actor.account.email) };
  }

  /** Other sessions end: whoever holds one has shown no code. */
  async confirm(actor: Actor, code: string, client: Client): Promise<Answer<{ recoveryCodes: string[] }>> {
    await this.throttle.admitAccount('code', actor.account.id);
    const recoveryCodes = newRecoveryCodes();
    const session = await this.database.transaction(actor.workspace.schema, async (db) => {
      const account = await lockAccount(db, actor.account.id);
      if (account.totpSecret !== null) throw TotpOnAlready({});
      if (account.totpPending === null) throw TotpNotStarted({});
      const at = this.clock.now();
      const step = stepOfCode(open(account.id, account.totpPending), code, at, null);
      if (step === undefined) throw TotpWrong({});
      await db.manager.update(AccountRow, { id: account.id }, { totpSecret: account.totpPending, totpPending: null, totpStep: String(step) });
      await db.query('DELETE FROM tessera.recovery_code WHERE account_id = $1', [account.id]);
      await db.query('INSERT INTO tessera.recovery_code (account_id, code_hash) SELECT $1, unnest($2::text[])', [account.id, recoveryCodes.map(hashRecoveryCode)]);
      await this.throttle.forgiveAccount(db, 'code', account.id);
      const renewed = await this.sessions.renew(db, actor);
      await this.sessions.endOthersOf(db, account.id, renewed.id);
      await audit(db, { at, actor: actor.member.id, action: 'totp.enabled', target: actor.member.id });
      await this.mails.queue(db, { kind: 'totpEnabled', to: account.email, locale: account.locale });
      return renewed;
    });
    return new Answer({ recoveryCodes }, { headers: { 'set-cookie': this.sessions.cookieOf(session, client) } });
  }

  async remove(actor: Actor, { password, code }: { password: string; code: string }): Promise<void> {
    await this.proof.check(actor, password);
    await this.throttle.admitAccount('code', actor.account.id);
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const account = await lockAccount(db, actor.account.id);
      if (account.totpSecret === null) throw TotpOff({});
      if (!(await this.take(db, account, code))) throw TotpWrong({});
      await this.throttle.forgiveAccount(db, 'code', account.id);
      await this.turnOff(db, account);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'totp.disabled', target: actor.member.id });
    });
  }

  async reset(actor: Actor, memberId: string): Promise<void> {
    if (memberId === actor.member.id) throw TotpOwn({});
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const [member] = await db.query<{ account_id: string | null }>('SELECT account_id FROM _member WHERE id = $1', [memberId]);
      if (!member?.account_id) throw MemberNotFound({});
      const account = await lockAccount(db, member.account_id);
      if (account.totpSecret === null) throw TotpOff({});
      await this.turnOff(db, account);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'totp.reset', target: memberId });
    });
  }

  /** Takes a one-time or recovery code of a locked account, once; false when it is none. */
  async take(db: Db, account: AccountRow, code: string): Promise<boolean> {
    if (account.totpSecret === null) return false;
    const at = this.clock.now();
    const step = stepOfCode(open(account.id, account.totpSecret), code, at, account.totpStep === null ? null : Number(account.totpStep));
    if (step !== undefined) {
      await db.manager.update(AccountRow, { id: account.id }, { totpStep: String(step) });
      return true;
    }
    const recovery = hashRecoveryCode(code);
    if (recovery === undefined) return false;
    const used = await db.query('UPDATE tessera.recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING code_hash', [account.id, recovery, at]);
    return used.length > 0;
  }

  private async turnOff(db: Db, account: AccountRow): Promise<void> {
    await db.manager.update(AccountRow, { id: account.id }, { totpSecret: null, totpPending: null, totpStep: null });
    await db.query('DELETE FROM tessera.recovery_code WHERE account_id = $1', [account.id]);
    await this.changes.announce(db, { kind: 'account', account: account.id });
    await this.mails.queue(db, { kind: 'totpDisabled', to: account.email, locale: account.locale });
  }
}

/** One after the other: a code is taken once. */
export async function lockAccount(db: Db, id: string): Promise<AccountRow> {
  return db.manager.findOneOrFail(AccountRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

const PLACE = '_account';
const seal = (accountId: string, secret: string): string => sealText(PLACE, `totp_secret ${accountId}`, secret);
const open = (accountId: string, sealed: string): string => openText(PLACE, `totp_secret ${accountId}`, sealed);
