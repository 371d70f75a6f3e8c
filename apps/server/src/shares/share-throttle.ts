/**
 * Slows down visitors of links, over all processes: guesses of passwords and sent forms are counted in the database, per
 * link with network and per link, before anything is done for them.
 */

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '@tessera/contract';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { networkOf } from '../accounts/sign-in-throttle.ts';

const WINDOW_MS = 15 * 60_000;
const MOST = { password: { each: 8, all: 100 }, form: { each: 20, all: 300 } } as const;

export type Throttled = keyof typeof MOST;

@Injectable()
export class ShareThrottle {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts an attempt; throws TooManyRequests when there were too many. */
  async admit(what: Throttled, share: string, ip: string): Promise<void> {
    const now = this.clock.now();
    const keys = keysOf(what, share, ip);
    const rows = await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.share_attempt WHERE window_ends_at <= $1', [now]);
      return db.query<{ key: string; attempts: number; window_ends_at: Date }>(
        `INSERT INTO tessera.share_attempt AS known (key, attempts, window_ends_at) SELECT key, 1, $2 FROM unnest($1::text[]) AS key ORDER BY key
         ON CONFLICT (key) DO UPDATE SET attempts = known.attempts + 1 RETURNING key, attempts, window_ends_at`,
        [keys, new Date(now.getTime() + WINDOW_MS)],
      );
    });
    const over = rows.find(({ key, attempts }) => attempts > (key === keys[0] ? MOST[what].each : MOST[what].all));
    if (over) throw TooManyRequests({ seconds: Math.max(1, Math.ceil((over.window_ends_at.getTime() - now.getTime()) / 1000)) });
  }

  /** The visitor was right: their attempts were none. */
  async forgive(what: Throttled, share: string, ip: string): Promise<void> {
    const [each, all] = keysOf(what, share, ip);
    await this.database.transaction(null, async (db) => {
      await db.query('DELETE FROM tessera.share_attempt WHERE key = $1', [each]);
      await db.query('UPDATE tessera.share_attempt SET attempts = attempts - 1 WHERE key = $1 AND attempts > 0', [all]);
    });
  }
}

/** Of the visitor's network with the link, and of the link; addresses are not kept in clear. */
const keysOf = (what: Throttled, share: string, ip: string): readonly [string, string] => [
  `${what}:${createHash('sha256').update(`${share}\n${networkOf(ip)}`).digest('hex')}`,
  `${what}:${share}`,
];
