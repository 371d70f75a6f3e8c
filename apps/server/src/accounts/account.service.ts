/** One's own account: what it has, and its password. */

import { Injectable } from '@nestjs/common';
import { RequestInvalid, type AccountView, type BodyOf, type routes } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Answer, type Client } from '../http/endpoint.ts';
import { Mails } from '../mail/mails.ts';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { OwnProof } from './own-proof.ts';
import { passwordProblems } from './password-policy.ts';
import { hashPassword, isPassword } from './password.ts';
import { SecuritySettingsService } from './security-settings.ts';
import { Sessions } from './sessions.ts';
import { PASSWORD_SAME, PasswordWrong } from './sign-in-errors.ts';

@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly proof: OwnProof,
    private readonly sessions: Sessions,
    private readonly security: SecuritySettingsService,
    private readonly mails: Mails,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async read(actor: Actor): Promise<AccountView> {
    const { oidc } = this.config;
    const [row] = await this.database.read<{ email: string; name: string; has_password: boolean; has_totp: boolean; codes: number; linked: boolean }>({
      text: `SELECT a.email, a.name, a.password_hash IS NOT NULL AS has_password, a.totp_secret IS NOT NULL AS has_totp,
               (SELECT count(*)::int FROM tessera.recovery_code r WHERE r.account_id = a.id AND r.used_at IS NULL) AS codes,
               EXISTS (SELECT FROM tessera.account_identity i WHERE i.account_id = a.id AND rtrim(i.issuer, '/') = rtrim($2, '/')) AS linked
             FROM tessera.account a WHERE a.id = $1`,
      values: [actor.account.id, oidc?.issuer.href ?? ''],
    });
    if (!row) throw new Error('a session without an account');
    return {
      email: row.email,
      name: row.name,
      hasPassword: row.has_password,
      totp: { enabled: row.has_totp, recoveryCodesLeft: row.codes },
      oidc: oidc ? { label: oidc.label, linked: row.linked } : null,
    };
  }

  /** Whoever else is signed in as this person is so no more, and no link mailed before works. */
  async changePassword(actor: Actor, { current, password }: BodyOf<typeof routes.changePassword>, client: Client): Promise<Answer<undefined>> {
    const proved = await this.proof.check(actor, current);
    const { passwordLength } = await this.security.of(actor.workspace.id);
    const problems = await passwordProblems(password, { length: passwordLength, known: [proved.email, proved.name, actor.member.name, actor.workspace.name] });
    if (proved.passwordHash !== null && (await isPassword(proved.passwordHash, password))) problems.push({ path: 'password', ...PASSWORD_SAME });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
    const passwordHash = await hashPassword(password);
    const session = await this.database.transaction(actor.workspace.schema, async (db) => {
      const at = this.clock.now();
      const changed = await db.query('UPDATE tessera.account SET password_hash = $2, password_changed_at = $3 WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $4 RETURNING id', [
        proved.id, passwordHash, at, proved.passwordHash,
      ]);
      if (changed.length === 0) throw PasswordWrong({});
      await db.query('DELETE FROM tessera.password_reset WHERE account_id = $1', [proved.id]);
      const renewed = await this.sessions.renew(db, actor);
      await this.sessions.endOthersOf(db, proved.id, renewed.id);
      await audit(db, { at, actor: actor.member.id, action: 'password.changed', target: actor.member.id });
      await this.mails.queue(db, { kind: 'passwordChanged', to: proved.email, locale: actor.locale });
      return renewed;
    });
    return new Answer(undefined, { headers: { 'set-cookie': this.sessions.cookieOf(session, client) } });
  }
}
