/** What a workspace asks of the accounts of its people. Kept in memory until a process says that it changed. */

import { Injectable } from '@nestjs/common';
import { ADMIN_ROLE, RequestInvalid, type SecuritySettings } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Db } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { Kept } from '../workspaces/kept.ts';

export const PRESET_SECURITY: SecuritySettings = {
  passwordLength: 10,
  totp: 'nobody',
  idleMinutes: 7 * 24 * 60,
  sessionHours: 14 * 24,
  readingAlert: 1_000,
  readingFreeze: 10_000,
};

/** Of the `settings` column, or of no row. */
export const securityOf = (stored: unknown): SecuritySettings => ({ ...PRESET_SECURITY, ...(stored as Partial<SecuritySettings> | null) });

export const asksForTotp = ({ totp }: SecuritySettings, roles: readonly string[]): boolean => totp === 'everybody' || (totp === 'administrators' && roles.includes(ADMIN_ROLE));

/** In a transaction of any schema. */
export async function readSecurity(db: Db, workspaceId: string): Promise<SecuritySettings> {
  const [row] = await db.query<{ settings: unknown }>('SELECT settings FROM tessera.workspace_security WHERE workspace_id = $1', [workspaceId]);
  return securityOf(row?.settings ?? null);
}

@Injectable()
export class SecuritySettingsService {
  private readonly kept: Kept<SecuritySettings>;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly changes: Changes,
  ) {
    this.kept = new Kept<SecuritySettings>(() => changes.isListening, 1_000);
    changes.subscribe((change) => {
      if (change.kind === 'lost') this.kept.clear();
      if (change.kind === 'security') this.kept.drop(change.workspace);
    });
  }

  of(workspaceId: string): Promise<SecuritySettings> {
    return this.kept.load(workspaceId, () => this.database.transaction(null, (db) => readSecurity(db, workspaceId)));
  }

  /** Sessions that would last longer than is allowed now end when they are that old. */
  async save(actor: Actor, settings: SecuritySettings): Promise<SecuritySettings> {
    const { readingAlert, readingFreeze } = settings;
    if (readingFreeze > 0 && readingFreeze < readingAlert) throw RequestInvalid({}, { fields: [{ path: 'readingFreeze', ...FREEZE_BEFORE_ALERT }] });
    await this.database.transaction(actor.workspace.schema, async (db) => {
      const before = await readSecurity(db, actor.workspace.id);
      await db.query('INSERT INTO tessera.workspace_security (workspace_id, settings) VALUES ($1, $2) ON CONFLICT (workspace_id) DO UPDATE SET settings = EXCLUDED.settings', [
        actor.workspace.id,
        JSON.stringify(settings),
      ]);
      await db.query('UPDATE tessera.session SET expires_at = LEAST(expires_at, created_at + make_interval(hours => $2)) WHERE workspace_id = $1', [actor.workspace.id, settings.sessionHours]);
      await audit(db, { at: this.clock.now(), actor: actor.member.id, action: 'security.changed', target: actor.workspace.key, detail: { from: before, to: settings } });
      await this.changes.announce(db, { kind: 'security', workspace: actor.workspace.id });
    });
    return settings;
  }
}

const FREEZE_BEFORE_ALERT = {
  code: 'READING_FREEZE_TOO_LOW',
  message: { en: 'Reading is frozen no earlier than auditors are told.', 'zh-CN': '冻结阈值不能低于告警阈值。' },
} as const;
