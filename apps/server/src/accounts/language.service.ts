import { Injectable } from '@nestjs/common';
import { SignInRequired, type Locale } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';
import { Changes } from '../workspaces/changes.ts';
import { AccountRow } from './account.row.ts';
import { SessionGate } from './session-gate.ts';

/** The language a person reads, everywhere they are signed in. */
@Injectable()
export class LanguageService {
  constructor(
    private readonly database: Database,
    private readonly changes: Changes,
    private readonly gate: SessionGate,
  ) {}

  async change(actor: Actor, locale: Locale): Promise<Actor> {
    await this.database.transaction(null, async (db) => {
      await db.manager.update(AccountRow, { id: actor.account.id }, { locale });
      await this.changes.announce(db, { kind: 'account', account: actor.account.id });
    });
    const now = await this.gate.actorOfSession(actor.session.id);
    if (!now) throw SignInRequired({});
    return now;
  }
}
