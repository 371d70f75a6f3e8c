/**
 * Slows down visitors of links, over all processes: guesses of passwords and sent forms are counted in the database, per
 * link with network and per link, before anything is done for them; so are links that there are not, per network. The same
 * one again is no guess, but an old mail.
 */

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TooManyRequests, type AppError } from '@tessera/contract';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { networkOf } from '../accounts/sign-in-throttle.ts';

const WINDOW_MS = 15 * 60_000;
const MOST = { password: { each: 8, all: 100 }, form: { each: 20, all: 300 } } as const;

/** Different links that there are not, of one network. */
const MOST_UNKNOWN = 60;
const MOST_REMEMBERED = 10_000;

export type Throttled = keyof typeof MOST;

export interface Attempts {
  readonly attempts: number;
  readonly windowEndsAt: Date;
}

@Injectable()
export class ShareThrottle {
  /** Hashes of secrets that were none: they never become one. */
  private readonly unknown = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts an attempt; throws TooManyRequests when there were too many. */
  async admit(what: Throttled, share: string, ip: string): Promise<void> {
    const keys = keysOf(what, share, ip);
    const rows = await this.count(keys);
    const over = rows.find(({ key, attempts }) => attempts > (key === keys[0] ? MOST[what].each : MOST[what].all));
    if (over) throw this.tooMany(over.windowEndsAt);
  }

  /** Whether the hash was of no link before: such a one is answered without looking. */
  isKnownUnknown(hash: string): boolean {
    return this.unknown.has(hash);
  }

  /** Throws TooManyRequests for a network that has asked for too many links that there are not; `counted` is what `unknownKey` has in the database. */
  holdBack(counted: Attempts | null): void {
    if (counted !== null && counted.attempts >= MOST_UNKNOWN) throw this.tooMany(counted.windowEndsAt);
  }

  async countUnknown(hash: string, ip: string): Promise<void> {
    if (this.unknown.size >= MOST_REMEMBERED) this.unknown.clear();
    this.unknown.add(hash);
    await this.count([unknownKey(ip)]);
  }

  /** The visitor was right: their attempts were none. */
  async forgive(what: Throttled, share: string, ip: string): Promise<void> {
    const [each, all] = keysOf(what, share, ip);
    await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.share_attempt WHERE key = $1', [each]);
      await db.query('UPDATE tessera.share_attempt SET attempts = attempts - 1 WHERE key = $1 AND attempts > 0', [all]);
    });
  }

  private count(keys: readonly string[]): Promise<(Attempts & { readonly key: string })[]> {
    const now = this.clock.now();
    return this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.share_attempt WHERE window_ends_at <= $1', [now]);
      return db.query<Attempts & { key: string }>(
        `INSERT INTO tessera.share_attempt AS known (key, attempts, window_ends_at) SELECT key, 1, $2 FROM unnest($1::text[]) AS key ORDER BY key
         ON CONFLICT (key) DO UPDATE SET attempts = known.attempts + 1 RETURNING key, attempts, window_ends_at AS "windowEndsAt"`,
        [keys, new Date(now.getTime() + WINDOW_MS)],
      );
    });
  }

  private tooMany(until: Date): AppError {
    return TooManyRequests({ seconds: Math.max(1, Math.ceil((until.getTime() - this.clock.now().getTime()) / 1000)) });
  }
}

export const unknownKey = (ip: string): string => `unknown:${createHash('sha256').update(networkOf(ip)).digest('hex')}`;

/** Of the visitor's network with the link, and of the link; addresses are not kept in clear. */
const keysOf = (what: Throttled, share: string, ip: string): readonly [string, string] => [
  `${what}:${createHash('sha256').update(`${share}\n${networkOf(ip)}`).digest('hex')}`,
  `${what}:${share}`,
];
