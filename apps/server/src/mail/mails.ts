/**
 * Mail that is to be sent: a row written in the transaction that wants it, so that nothing leaves before the commit and
 * nothing is lost after it. What it says lies sealed; a mail that needs a secret of its own gets it only when it is sent
 * (`writes`). Without SMTP_URL, MAIL_FROM or PUBLIC_URL no mail is queued.
 */

import { Injectable } from '@nestjs/common';
import type { Locale } from '@tessera/contract';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import type { Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { sealText } from '../platform/sealed.ts';
import type { MailKind, MailValues } from './mail-texts.ts';

export interface QueuedMail {
  readonly kind: MailKind;
  readonly to: string;
  /** Null: known only when it is sent. */
  readonly locale: Locale | null;
  readonly values?: MailValues;
  /** Nobody wants it later. */
  readonly minutes?: number;
}

export interface MailWriting {
  readonly locale: Locale;
  readonly values: MailValues;
}
/** Undefined: there is nobody to send it to. */
export type MailWriter = (recipient: string) => Promise<MailWriting | undefined>;

const DAY_MINUTES = 24 * 60;

@Injectable()
export class Mails {
  private readonly writers = new Map<MailKind, MailWriter>();
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Whether mail can be sent, with links that lead here. */
  get isReady(): boolean {
    const { smtpUrl, mailFrom, publicUrl } = this.config;
    return smtpUrl !== undefined && mailFrom !== undefined && publicUrl !== undefined;
  }

  /** A link of ours; only the setting says where we are, never a request. */
  linkTo(path: string): string {
    if (!this.config.publicUrl) throw new Error('a link needs PUBLIC_URL');
    return new URL(path, this.config.publicUrl).href;
  }

  /** Says what mails of a kind say at the moment they are sent. */
  writes(kind: MailKind, writer: MailWriter): void {
    this.writers.set(kind, writer);
  }

  writerOf(kind: MailKind): MailWriter | undefined {
    return this.writers.get(kind);
  }

  async queue(db: Db, { kind, to, locale, values = {}, minutes = DAY_MINUTES }: QueuedMail): Promise<void> {
    if (!this.isReady) return;
    const [id, now] = [newId(), this.clock.now()];
    await db.query('INSERT INTO tessera.mail (id, kind, recipient, locale, content, created_at, expires_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6)', [
      id, kind, to, locale, sealText('_mail', id, JSON.stringify(values)), now, new Date(now.getTime() + minutes * 60_000),
    ]);
    db.afterCommit(() => this.listeners.forEach((listener) => listener()));
  }

  /** Called after each commit that queued mail in this process. */
  onQueued(listener: () => void): void {
    this.listeners.push(listener);
  }
}
