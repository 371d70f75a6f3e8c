/**
 * Sends the mail that waits. A row is leased for as long as one attempt may take, so that of all processes one sends it, and
 * another one goes on when that one dies. What fails is tried again later and later; what the other side refuses for good,
 * or nobody wants any more, is dropped. A mail can arrive twice when a process dies between sending and forgetting it: its
 * Message-ID is the same.
 */

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Locale } from '@tessera/contract';
import { createTransport, type Transporter } from 'nodemailer';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import { openText } from '../platform/sealed.ts';
import { renderMail, type MailKind, type MailText } from './mail-texts.ts';
import { Mails, type MailWriting } from './mails.ts';

interface WaitingMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly recipient: string;
  readonly locale: Locale | null;
  readonly content: string;
  readonly attempts: number;
}

const POLL_MS = 5_000;
const AT_ONCE = 10;
const LEASE_MS = 120_000;
const FIRST_WAIT_MS = 15_000;
const MOST_WAIT_MS = 30 * 60_000;

@Injectable()
export class MailSender implements OnApplicationBootstrap, OnApplicationShutdown {
  private transport: Transporter | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly mails: Mails,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.mails.isReady) return;
    this.transport = createTransport(this.config.smtpUrl as string, {
      from: this.config.mailFrom,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    Object.assign(this.transport.options, { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 });
    this.mails.onQueued(() => this.wake());
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.timer.unref();
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.sending;
    this.transport?.close();
  }

  /** Looks for mail now; resolves when there is none left that is due. */
  wake(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.again = true;
    this.sending ??= this.sendAll();
    return this.sending;
  }

  /** Ends in the same turn in which it sees that nobody has woken it since it looked. */
  private async sendAll(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      await this.sendDue().catch((error: unknown) => this.log.error('mail.background', error));
    }
    this.sending = undefined;
  }

  private async sendDue(): Promise<void> {
    for (let mails = await this.lease(); mails.length > 0 && !this.stopped; mails = await this.lease()) await Promise.all(mails.map((mail) => this.send(mail)));
  }

  private lease(): Promise<WaitingMail[]> {
    const now = this.clock.now();
    return this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.mail WHERE expires_at <= $1', [now]);
      return db.query<WaitingMail>(
        `UPDATE tessera.mail SET attempts = attempts + 1, leased_until = $2 WHERE id IN (
           SELECT id FROM tessera.mail WHERE due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) ORDER BY due_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
         ) RETURNING id, kind, recipient, locale, content, attempts`,
        [now, new Date(now.getTime() + LEASE_MS)],
      );
    });
  }

  private async send(mail: WaitingMail): Promise<void> {
    try {
      const written = await this.write(mail);
      if (written) await this.deliver(mail, renderMail(mail.kind, written.locale, written.values));
      await this.forget(mail);
    } catch (error) {
      await this.postpone(mail, error as Error & { responseCode?: number });
    }
  }

  private async write(mail: WaitingMail): Promise<MailWriting | undefined> {
    const writer = this.mails.writerOf(mail.kind);
    if (writer) return writer(mail.recipient);
    return { locale: mail.locale ?? 'en', values: JSON.parse(openText('_mail', mail.id, mail.content)) as MailWriting['values'] };
  }

  private async deliver(mail: WaitingMail, { subject, text, html }: MailText): Promise<void> {
    // As an object it is one address, whatever it contains; what could end a header line is in none.
    const to = { name: '', address: mail.recipient.replaceAll(/[\s<>,;]/g, '') };
    const host = this.config.publicUrl?.hostname ?? 'tessera';
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await this.transport?.sendMail({ to, subject, text, html, headers, messageId: `<${mail.id}@${host}>`, date: this.clock.now() });
  }

  private forget(mail: WaitingMail): Promise<unknown> {
    return this.database.transaction(null, (db) => db.query('DELETE FROM tessera.mail WHERE id = $1', [mail.id]));
  }

  private async postpone(mail: WaitingMail, error: Error & { responseCode?: number }): Promise<void> {
    // Without the address, and without what the other side wrote: both are people's data.
    this.log.warn('a mail was not taken', { mail: mail.id, kind: mail.kind, attempts: mail.attempts, answer: error.responseCode, reason: (error as { code?: string }).code });
    if (error.responseCode !== undefined && error.responseCode >= 500 && error.responseCode < 600) return void (await this.forget(mail));
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (mail.attempts - 1), MOST_WAIT_MS);
    const due = new Date(this.clock.now().getTime() + wait);
    await this.database.transaction(null, (db) => db.query('UPDATE tessera.mail SET due_at = $2, leased_until = NULL WHERE id = $1', [mail.id, due]));
  }
}
