/**
 * Slows down guessing of passwords, over all processes: attempts are counted in the database before the
 * password is looked at, per address with e-mail and per address; a success gives its attempt back.
 */

import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '@tessera/contract';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';

const WINDOW_MINUTES = 15;
const PER_EMAIL_AND_ADDRESS = 8;
const PER_ADDRESS = 60;

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
  async admit(email: string, ip: string): Promise<void> {
    const now = this.clock.now();
    const [pair, address] = keysOf(email, ip);
    const over = await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.sign_in_attempt WHERE window_ends_at <= $1', [now]);
      const byAddress = await count(db, address, now);
      const byPair = await count(db, pair, now);
      if (byAddress.failures > PER_ADDRESS) return byAddress;
      return byPair.failures > PER_EMAIL_AND_ADDRESS ? byPair : undefined;
    });
    if (over) throw TooManyRequests({ seconds: Math.max(1, Math.ceil((over.window_ends_at.getTime() - now.getTime()) / 1000)) });
  }

  /** The person was right: their attempts were none. */
  async forgive(db: Db, email: string, ip: string): Promise<void> {
    const [pair, address] = keysOf(email, ip);
    await db.query('UPDATE tessera.sign_in_attempt SET failures = failures - 1 WHERE key = $1 AND failures > 0', [address]);
    await db.query('DELETE FROM tessera.sign_in_attempt WHERE key = $1', [pair]);
  }
}

async function count(db: Db, key: string, now: Date): Promise<Counted> {
  const [row] = await db.query<Counted>(
    `INSERT INTO tessera.sign_in_attempt AS known (key, failures, window_ends_at) VALUES ($1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET failures = known.failures + 1 RETURNING failures, window_ends_at`,
    [key, new Date(now.getTime() + WINDOW_MINUTES * 60_000)],
  );
  return row as Counted;
}

/** E-mails of strangers are not stored in clear. */
function keysOf(email: string, ip: string): [string, string] {
  const address = networkOf(ip);
  const pair = createHash('sha256').update(`${email}\n${address}`).digest('hex');
  return [`pair:${pair}`, `address:${address}`];
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
