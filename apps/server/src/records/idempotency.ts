/**
 * Answers given already: a change that carries a key is made once, however often it arrives. The key is written first
 * in the transaction of the change, so that the same request beside it waits for it to end, and then gets its answer;
 * with the change it is gone when the change is refused. Keys are a member's own and are kept for a day; the request as a
 * keyed hash and the answer sealed, because both may hold values of encrypted fields.
 */

import { Injectable } from '@nestjs/common';
import { askerIdOf } from '../accounts/asker.ts';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { fieldCipher } from '../platform/field-cipher.ts';
import { openText, sealText } from '../platform/sealed.ts';
import { IdempotencyKeyReused } from './record-errors.ts';

export const KEPT_MS = 24 * 60 * 60_000;

export interface KeyedRequest {
  readonly key: string | undefined;
  /** What is asked for: method, path and body. Two requests are the same when this is. */
  readonly request: unknown;
}

@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** JSON text of the answer: of `work`, or the one it has given before. */
  once(actor: Actor, { key, request }: KeyedRequest & { readonly key: string }, work: (db: Db) => Promise<unknown>): Promise<string> {
    const hash = fieldCipher().hash('_idempotency', 'request', JSON.stringify(request));
    return this.database.transaction(actor.workspace.schema, async (db) => {
      const given = await this.begin(db, askerIdOf(actor), key, hash);
      if (given !== null) return given;
      const answer = JSON.stringify((await work(db)) ?? null);
      await db.query('UPDATE _idempotency SET answer = $3 WHERE actor = $1 AND key = $2', [askerIdOf(actor), key, sealText('_idempotency', 'answer', answer)]);
      return answer;
    });
  }

  /** The answer given before; null when there was none. A key that is past its day counts as new. */
  private async begin(db: Db, actor: string, key: string, request: string): Promise<string | null> {
    const at = this.clock.now();
    const begun = await db.query(
      `INSERT INTO _idempotency AS i (actor, key, request, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (actor, key) DO UPDATE SET request = EXCLUDED.request, answer = NULL, at = EXCLUDED.at WHERE i.at < $5 RETURNING key`,
      [actor, key, request, at, new Date(at.getTime() - KEPT_MS)],
    );
    if (begun.length > 0) return null;
    const [given] = await db.query<{ request: string; answer: string }>('SELECT request, answer FROM _idempotency WHERE actor = $1 AND key = $2', [actor, key]);
    if (given?.request !== request) throw IdempotencyKeyReused({});
    return openText('_idempotency', 'answer', given.answer);
  }
}
