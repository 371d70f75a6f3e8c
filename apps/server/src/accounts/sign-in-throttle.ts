/**
 * Slows down guessing, over all processes: attempts are counted in the database before anything is looked at, per address
 * with e-mail, per address, and per e-mail; a success gives its attempts back. What counts an e-mail over all addresses lets
 * through whoever is signed in from their address, so that strangers lock nobody out; every count ends after 15 minutes.
 */

import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { TooManyRequests, type AppError } from '@tessera/contract';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';

const WINDOW_MINUTES = 15;
const PER_EMAIL_AND_ADDRESS = 8;
const PER_ADDRESS = 60;
const PER_EMAIL = 100;
const PER_ACCOUNT = 10;
const RESETS_PER_ADDRESS = 20;
const RESETS_PER_EMAIL = 5;

/** Told how many attempts were refused, at the first, the second, the fourth …: few entries say how many there were. */
type OnRefusal = (refused: number) => Promise<void>;

interface Counted {
  readonly failures: number;
  readonly window_ends_at: Date;
}

@Injectable()
export class SignInThrottle {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts an attempt; throws TooManyRequests when there were too many. */
  async admit(email: string, ip: string, onRefusal: OnRefusal): Promise<void> {
    const now = this.clock.now();
    const [pair, address, everywhere] = keysOf(email, ip);
    const over = await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.sign_in_attempt WHERE window_ends_at <= $1', [now]);
      const byAddress = await count(db, address, now);
      const byPair = await count(db, pair, now);
      const byEmail = await count(db, everywhere, now);
      if (byAddress.failures > PER_ADDRESS) return { ...byAddress, most: PER_ADDRESS };
      if (byPair.failures > PER_EMAIL_AND_ADDRESS) return { ...byPair, most: PER_EMAIL_AND_ADDRESS };
      return byEmail.failures > PER_EMAIL && !(await isSignedInFrom(db, email, ip)) ? { ...byEmail, most: PER_EMAIL } : undefined;
    });
    if (!over) return;
    await tell(over.failures - over.most, onRefusal);
    throw tooMany(over, now);
  }

  /** Counts what only whoever holds a session or knows the password can try: one-time codes, the password of a session's owner. */
  async admitAccount(purpose: 'code' | 'proof', accountId: string, onRefusal?: OnRefusal): Promise<void> {
    const now = this.clock.now();
    const counted = await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.sign_in_attempt WHERE window_ends_at <= $1', [now]);
      return count(db, `${purpose}:${accountId}`, now);
    });
    if (counted.failures <= PER_ACCOUNT) return;
    if (onRefusal) await tell(counted.failures - PER_ACCOUNT, onRefusal);
    throw tooMany(counted, now);
  }

  async forgiveAccount(db: Db, purpose: 'code' | 'proof', accountId: string): Promise<void> {
    await db.query('DELETE FROM tessera.sign_in_attempt WHERE key = $1', [`${purpose}:${accountId}`]);
  }

  /** Counts a request for a mail; false when that mailbox had enough of them, which nobody is told. */
  async admitReset(email: string, ip: string): Promise<boolean> {
    const now = this.clock.now();
    const { byAddress, byMailbox } = await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.sign_in_attempt WHERE window_ends_at <= $1', [now]);
      const [, address, everywhere] = keysOf(email, ip);
      return { byAddress: await count(db, `reset ${address}`, now), byMailbox: await count(db, `reset ${everywhere}`, now) };
    });
    if (byAddress.failures > RESETS_PER_ADDRESS) throw tooMany(byAddress, now);
    return byMailbox.failures <= RESETS_PER_EMAIL;
  }

  /** Counts whoever comes with the secret of a link. */
  async admitSecret(ip: string): Promise<void> {
    const now = this.clock.now();
    const counted = await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.sign_in_attempt WHERE window_ends_at <= $1', [now]);
      return count(db, `secret:${networkOf(ip)}`, now);
    });
    if (counted.failures > PER_ADDRESS) throw tooMany(counted, now);
  }

  /** The person was right: their attempts were none. */
  async forgive(db: Db, email: string, ip: string): Promise<void> {
    const [pair, address, everywhere] = keysOf(email, ip);
    await db.query('UPDATE tessera.sign_in_attempt SET failures = failures - 1 WHERE key = ANY ($1) AND failures > 0', [[address, everywhere]]);
    await db.query('DELETE FROM tessera.sign_in_attempt WHERE key = $1', [pair]);
  }
}

async function tell(refused: number, onRefusal: OnRefusal): Promise<void> {
  if (Number.isInteger(Math.log2(refused))) await onRefusal(refused);
}

async function count(db: Db, key: string, now: Date): Promise<Counted> {
  const [row] = await db.query<Counted>(
    `INSERT INTO tessera.sign_in_attempt AS known (key, failures, window_ends_at) VALUES ($1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET failures = known.failures + 1 RETURNING failures, window_ends_at`,
    [key, new Date(now.getTime() + WINDOW_MINUTES * 60_000)],
  );
  return row as Counted;
}

const tooMany = (over: Counted, now: Date): AppError => TooManyRequests({ seconds: Math.max(1, Math.ceil((over.window_ends_at.getTime() - now.getTime()) / 1000)) });

async function isSignedInFrom(db: Db, email: string, ip: string): Promise<boolean> {
  const sessions = await db.query<{ ip: string }>('SELECT DISTINCT s.ip FROM tessera.session s JOIN tessera.account a ON a.id = s.account_id WHERE a.email = $1 AND s.ip IS NOT NULL', [email]);
  return sessions.some((session) => networkOf(session.ip) === networkOf(ip));
}

/** E-mails of strangers are not stored in clear. */
function keysOf(email: string, ip: string): [string, string, string] {
  const address = networkOf(ip);
  const pair = createHash('sha256').update(`${email}\n${address}`).digest('hex');
  return [`pair:${pair}`, `address:${address}`, `email:${createHash('sha256').update(email).digest('hex')}`];
}

/** One subscriber of IPv6 has a whole /64. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return ip.replace('::ffff:', '');
  const [head = '', tail = ''] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const full = ip.includes('::') ? [...left, ...new Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right] : left;
  return `${full.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
