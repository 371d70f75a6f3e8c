/** A mail server of this process that keeps what it takes, for tests. */

import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
  /** Header lines, unfolded. */
  readonly headers: string;
  /** Everything after the headers, quoted-printable and base64 undone. */
  readonly body: string;
}

export interface MailCatcher {
  readonly url: string;
  readonly mails: CaughtMail[];
  /** What the server says to the next recipients instead of taking them. */
  refusal: { code: number; times: number } | undefined;
  stop(): Promise<void>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (!catcher.refusal || catcher.refusal.times === 0) return done();
      catcher.refusal.times -= 1;
      done(Object.assign(new Error('not now'), { responseCode: catcher.refusal.code }));
    },
    onData: (stream, { envelope }, done) => {
      void text(stream).then((raw) => {
        const [head = '', ...rest] = raw.split('\r\n\r\n');
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw, headers: head.replaceAll(/\r\n[ \t]+/g, ' '), body: decoded(rest.join('\r\n\r\n')) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const catcher: MailCatcher = { url: `smtp://127.0.0.1:${port}`, mails, refusal: undefined, stop: () => new Promise((resolve) => server.close(() => resolve())) };
  return catcher;
}

/** Part by part. */
function decoded(body: string): string {
  return body
    .split(/\r\n--.*\r\n/)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const content = rest.join('\r\n\r\n');
      if (/base64/i.test(head)) return Buffer.from(content, 'base64').toString('utf8');
      if (/quoted-printable/i.test(head)) return unquoted(content);
      return part;
    })
    .join('\n');
}

const unquoted = (quoted: string): string =>
  Buffer.from(quoted.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8');
