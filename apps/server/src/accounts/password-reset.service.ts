/**
 * A new password by mail. Whoever asks learns nothing of who has an account: every request writes the same row and gets
 * the same answer; only the sender of mail looks for the account, and makes the secret then. Of that we keep the hash. It
 * works once, for half an hour; using one, or any change of the password, ends all.
 */

import { Injectable } from '@nestjs/common';
import { RequestInvalid } from '@tessera/contract';
import type { Client } from '../http/endpoint.ts';
import { Mails, type MailWriting } from '../mail/mails.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { AccountRow } from './account.row.ts';
import { passwordProblems } from './password-policy.ts';
import { hashPassword } from './password.ts';
import { placesOf } from './places.ts';
import { SecuritySettingsService } from './security-settings.ts';
import { hashSecret, newSecret } from './session-token.ts';
import { Sessions } from './sessions.ts';
import { PasswordResetInvalid, PasswordResetOff } from './sign-in-errors.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

const MINUTES = 30;

@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly throttle: SignInThrottle,
    private readonly sessions: Sessions,
    private readonly security: SecuritySettingsService,
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {
    mails.writes('passwordReset', (recipient) => this.write(recipient));
  }

  get isOn(): boolean {
    return this.mails.isReady;
  }

  async request(typed: string, client: Client): Promise<void> {
    if (!this.isOn) throw PasswordResetOff({});
    const email = typed.trim().toLowerCase();
    if (!(await this.throttle.admitReset(email, client.ip))) return;
    await this.database.transaction(null, (db) => this.mails.queue(db, { kind: 'passwordReset', to: email, locale: null, minutes: MINUTES }));
  }

  async reset(token: string, password: string, client: Client): Promise<void> {
    await this.throttle.admitSecret(client.ip);
    const account = await this.accountOf(token);
    const places = await placesOf(this.database, account.id);
    const place = places.find(({ isActive }) => isActive);
    if (!place) throw PasswordResetInvalid({});
    const lengths = await Promise.all(places.map(async ({ workspaceId }) => (await this.security.of(workspaceId)).passwordLength));
    const problems = await passwordProblems(password, { length: Math.max(...lengths), known: [account.email, account.name] });
    if (problems.length > 0) throw RequestInvalid({}, { fields: problems });
    const passwordHash = await hashPassword(password);
    await this.database.transaction(place.schema, async (db) => {
      const at = this.clock.now();
      const [used] = await db.query('DELETE FROM tessera.password_reset WHERE token_hash = $1 AND expires_at > $2 RETURNING token_hash', [hashSecret(token), at]);
      if (!used) throw PasswordResetInvalid({});
      await db.query('DELETE FROM tessera.password_reset WHERE account_id = $1', [account.id]);
      await db.manager.update(AccountRow, { id: account.id }, { passwordHash, passwordChangedAt: at });
      await this.sessions.endOthersOf(db, account.id, null);
      await audit(db, { at, actor: place.memberId, action: 'password.reset', target: place.memberId });
      await this.mails.queue(db, { kind: 'passwordChanged', to: account.email, locale: account.locale });
    });
  }

  private async accountOf(token: string): Promise<AccountRow> {
    const [row] = await this.database.read<{ account_id: string }>({
      text: 'SELECT account_id FROM tessera.password_reset WHERE token_hash = $1 AND expires_at > $2',
      values: [hashSecret(token), this.clock.now()],
    });
    if (!row) throw PasswordResetInvalid({});
    return this.database.dataSource.getRepository(AccountRow).findOneByOrFail({ id: row.account_id });
  }

  /** Nobody who may not sign in gets a link. */
  private async write(email: string): Promise<MailWriting | undefined> {
    const account = await this.database.dataSource.getRepository(AccountRow).findOneBy({ email });
    if (!account || !(await placesOf(this.database, account.id)).some(({ isActive }) => isActive)) return undefined;
    const token = newSecret();
    const now = this.clock.now();
    await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.password_reset WHERE expires_at <= $1', [now]);
      await db.query('INSERT INTO tessera.password_reset (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)', [
        hashSecret(token), account.id, now, new Date(now.getTime() + MINUTES * 60_000),
      ]);
    });
    return { locale: account.locale, values: { link: this.mails.linkTo(`/password-reset/${token}`) } };
  }
}
