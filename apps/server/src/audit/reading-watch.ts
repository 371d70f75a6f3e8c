/**
 * Watches how many records with sensitive fields each member gets in an hour, over all processes: the trail adds them up
 * with each entry (`_reading_count`). Beyond one number auditors are told; beyond another the member gets no more of them
 * until an auditor lifts it, in every process at once.
 *
 * What is frozen is every question with a sensitive field in it, printing and exporting; what has none is answered as ever.
 */

import { Injectable } from '@nestjs/common';
import type { SecuritySettings } from '@tessera/contract';
import { readSecurity } from '../accounts/security-settings.ts';
import type { Workspace } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { Kept } from '../workspaces/kept.ts';
import { ReadingFrozen } from './audit-errors.ts';

/** Records a member got in the hour up to now. */
export interface HourOfReading {
  readonly member: string;
  readonly records: number;
}

type Limits = Pick<SecuritySettings, 'readingAlert' | 'readingFreeze'>;
type Place = Pick<Workspace, 'id' | 'schema'>;

export const HOUR_MS = 3_600_000;

@Injectable()
export class ReadingWatch {
  private readonly frozen: Kept<ReadonlySet<string>>;
  private readonly limits: Kept<Limits>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly changes: Changes,
  ) {
    this.frozen = new Kept<ReadonlySet<string>>(() => changes.isListening, 1_000);
    this.limits = new Kept<Limits>(() => changes.isListening, 1_000);
    changes.subscribe((change) => {
      if (change.kind === 'lost') [this.frozen, this.limits].forEach((kept) => kept.clear());
      if (change.kind === 'reading') this.frozen.drop(change.workspace);
      if (change.kind === 'security') this.limits.drop(change.workspace);
    });
  }

  /** Throws READING_FROZEN; waits only where it is not known yet. */
  admit(workspace: Place, member: string): void | Promise<void> {
    const known = this.frozen.get(workspace.id);
    if (known === undefined) return this.load(workspace).then((frozen) => refuse(frozen, member));
    refuse(known, member);
  }

  /** The same inside a transaction, which must not wait for a second connection. */
  async isFrozenIn(db: Db, workspace: Place, member: string): Promise<boolean> {
    return (this.frozen.get(workspace.id) ?? (await readFrozen(db))).has(member);
  }

  /** As far as it is known without waiting. */
  isKnownFrozen(workspace: Place, member: string): boolean {
    return this.frozen.get(workspace.id)?.has(member) === true;
  }

  /** Hears what members have got by now, before the answers leave that it was counted for. */
  async heard(workspace: Place, hours: readonly HourOfReading[]): Promise<void> {
    const { readingAlert, readingFreeze } = await this.limits.load(workspace.id, () => this.database.transaction(workspace.schema, (db) => readSecurity(db, workspace.id)));
    for (const hour of hours) {
      const isFrozen = readingFreeze > 0 && hour.records > readingFreeze;
      if (!isFrozen && (readingAlert === 0 || hour.records <= readingAlert)) continue;
      await this.database.transaction(workspace.schema, (db) => this.raise(db, workspace, hour, isFrozen));
    }
  }

  private async raise(db: Db, workspace: Place, { member, records }: HourOfReading, isFrozen: boolean): Promise<void> {
    const at = this.clock.now();
    await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`reading ${member}`]);
    const known = isFrozen
      ? await db.query('SELECT FROM _reading_alert WHERE member = $1 AND frozen AND lifted_at IS NULL', [member])
      : await db.query('SELECT FROM _reading_alert WHERE member = $1 AND at > $2', [member, new Date(at.getTime() - HOUR_MS)]);
    if (known.length > 0) return;
    const id = newId();
    await db.query('INSERT INTO _reading_alert (id, member, at, records, frozen) VALUES ($1, $2, $3, $4, $5)', [id, member, at, records, isFrozen]);
    await audit(db, { at, actor: null, actorKind: 'system', action: isFrozen ? 'reading.frozen' : 'reading.alerted', target: member, detail: { alert: id, recordsInHour: records } });
    if (isFrozen) await this.changes.announce(db, { kind: 'reading', workspace: workspace.id });
  }

  private load(workspace: Place): Promise<ReadonlySet<string>> {
    return this.frozen.load(workspace.id, () => this.database.transaction(workspace.schema, readFrozen));
  }
}

async function readFrozen(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ member: string }>('SELECT member FROM _reading_alert WHERE frozen AND lifted_at IS NULL');
  return new Set(rows.map(({ member }) => member));
}

function refuse(frozen: ReadonlySet<string>, member: string): void {
  if (frozen.has(member)) throw ReadingFrozen({});
}
